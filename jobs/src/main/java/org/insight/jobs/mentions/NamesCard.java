package org.insight.jobs.mentions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.mentions.SimulatedNameEvaluation.Figures;
import org.insight.jobs.mentions.SimulatedNameEvaluation.Score;
import org.jspecify.annotations.Nullable;

/**
 * The measured part of the names model's card: a table of {@link SimulatedNameEvaluation} between
 * two marks. The rest of the card is written by hand and stays.
 */
public final class NamesCard {

  /** How much F1 may fall in a language before a test fails. */
  public static final double MARGIN = 0.02;

  private static final String BEGIN =
      "<!-- Written by `insight eval ner --simulated DIR --card FILE`; do not change by hand. -->";
  private static final String END = "<!-- End of what the command writes. -->";

  private NamesCard() {}

  /**
   * Replaces the measured part of a card.
   *
   * @param card a page with the two marks, each on a line of its own
   * @throws InsightException INPUT if it cannot be read or written, or has not each mark once
   */
  public static void write(Path card, Figures figures) {
    try {
      String page = Files.readString(card);
      int begin = once(page, BEGIN, card);
      int end = once(page, END, card);
      if (end < begin) {
        throw unmarked(card);
      }
      Path part = card.resolveSibling("." + card.getFileName() + ".part");
      Files.writeString(part, page.substring(0, begin) + part(figures) + page.substring(end));
      Files.move(part, card, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot write a card: missing, unreadable or closed, found " + card, e);
    }
  }

  private static int once(String page, String mark, Path card) {
    int at = page.indexOf(mark + "\n");
    if (at < 0 || page.indexOf(mark, at + 1) >= 0) {
      throw unmarked(card);
    }
    return at;
  }

  private static InsightException unmarked(Path card) {
    return new InsightException(
        ErrorKind.INPUT,
        "Cannot write a card: it needs each of the lines \""
            + BEGIN
            + "\" and \""
            + END
            + "\" once, in this order, found other lines in "
            + card);
  }

  private static String part(Figures figures) {
    StringBuilder part = new StringBuilder(BEGIN).append('\n');
    part.append(
        String.format(
            Locale.ROOT,
            "Strict F1 of `%s` on %,d simulated texts (%,d persons, %,d items, seed %s), of which"
                + " %,d are in wordings kept out of training.%n",
            figures.model(),
            figures.texts(),
            Long.valueOf(figures.plan().getOrDefault("persons", "0")),
            Long.valueOf(figures.plan().getOrDefault("items", "0")),
            figures.plan().get("seed"),
            figures.heldOut()));
    part.append(
        String.format(
            Locale.ROOT, "A test fails if F1 falls by more than %s in a language.%n%n", MARGIN));
    part.append("| names by | names | model: precision | recall | F1 |")
        .append(" with rules: precision | recall | F1 |\n");
    part.append("| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    Map<List<String>, Map<String, Score>> lines = new LinkedHashMap<>();
    for (Score score : figures.scores()) {
      if (score.truth() == 0) {
        continue;
      }
      lines
          .computeIfAbsent(List.of(score.by(), score.group()), g -> new LinkedHashMap<>())
          .put(score.method(), score);
    }
    lines.forEach(
        (group, of) ->
            part.append("| ")
                .append(String.join(" ", group))
                .append(" | ")
                .append(
                    String.format(
                        Locale.ROOT,
                        "%,d",
                        of.values().stream().mapToLong(Score::truth).max().orElse(0)))
                .append(cells(of.get(SimulatedNameEvaluation.MODEL)))
                .append(cells(of.get(SimulatedNameEvaluation.MODEL_AND_RULES)))
                .append(" |\n"));
    return part.toString();
  }

  private static String cells(@Nullable Score score) {
    return score == null
        ? " | – | – | –"
        : " | "
            + share(score.precision())
            + " | "
            + share(score.recall())
            + " | "
            + share(score.f1());
  }

  private static String share(@Nullable Double share) {
    return share == null || share.isNaN() ? "–" : String.format(Locale.ROOT, "%.3f", share);
  }
}
