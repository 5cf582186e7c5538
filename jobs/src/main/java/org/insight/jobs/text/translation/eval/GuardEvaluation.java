package org.insight.jobs.text.translation.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.insight.jobs.text.translation.Pair;
import org.insight.jobs.text.translation.Translation;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;

/**
 * Measures what becomes of values: sentences are filled with numbers, amounts, dates, times,
 * plates, accounts, telephones, document numbers and names by chance, translated, and looked
 * through for these values in the spelling of the target, by code that shares nothing with the
 * guard.
 */
public final class GuardEvaluation {

  private static final List<String> OF_VALUES = List.of("number", "name");
  private static final Pattern BLANKS = Pattern.compile("[\\u00a0\\u202f]");

  private GuardEvaluation() {}

  /**
   * What was seen of one pair.
   *
   * @param lost sentences that lack a value in their translation
   * @param silent those of them that are not flagged for it
   * @param falseFlags sentences that lack no value and are flagged for one, or deny nothing and are
   *     flagged for negation
   * @param negation sentences that are flagged for negation
   * @param failed sentences without a translation
   */
  public record Score(
      Pair pair, int sentences, int lost, int silent, int falseFlags, int negation, int failed) {}

  /**
   * The scores, and what was wrong.
   *
   * @param examples lines for people: invented sentences and their translations
   */
  public record Figures(List<Score> scores, List<String> examples) {}

  private record Seen(
      PlantedSentence sentence, Translation made, boolean lost, boolean flagged, boolean negation) {

    boolean isFalse() {
      return !lost && flagged || negation && !sentence.denies();
    }

    String line(String what) {
      return what + " " + sentence.pair() + ": " + sentence.text() + " | " + made.text();
    }
  }

  /**
   * Fills and translates sentences.
   *
   * @param number of sentences, over all pairs of the plan that are installed
   */
  public static Figures evaluate(TranslationPlan plan, int number, long seed) {
    Translator translator = Translator.of(plan);
    return evaluate(
        PlantedSentence.some(number, translator.pairs(), seed),
        sentence ->
            translator.translate(sentence.text(), sentence.pair(), sentence.names()).orElseThrow());
  }

  static Figures evaluate(
      List<PlantedSentence> sentences, Function<PlantedSentence, Translation> translate) {
    List<Seen> seen =
        sentences.parallelStream()
            .map(sentence -> seen(sentence, translate.apply(sentence)))
            .toList();
    List<String> examples = new ArrayList<>();
    seen.stream()
        .filter(s -> s.lost() && !s.flagged())
        .forEach(s -> examples.add(s.line("silent")));
    seen.stream().filter(Seen::isFalse).forEach(s -> examples.add(s.line("false flag")));
    return new Figures(
        seen.stream()
            .collect(
                Collectors.groupingBy(
                    s -> s.sentence().pair(),
                    () -> new TreeMap<>(Comparator.comparing(Pair::toString)),
                    Collectors.toList()))
            .entrySet()
            .stream()
            .map(of -> score(of.getKey(), of.getValue()))
            .toList(),
        examples);
  }

  private static Seen seen(PlantedSentence sentence, Translation made) {
    String text = made.text();
    return new Seen(
        sentence,
        made,
        text != null && sentence.values().stream().anyMatch(value -> !has(text, value)),
        made.flags().stream().anyMatch(OF_VALUES::contains),
        made.flags().contains("negation"));
  }

  private static boolean has(String translation, PlantedValue value) {
    String text = BLANKS.matcher(translation).replaceAll(" ").toLowerCase(Locale.ROOT);
    return value.accepted().stream()
        .anyMatch(
            spelling ->
                Pattern.compile(
                        "(?<![0-9])(?<![0-9][.,])"
                            + Pattern.quote(spelling.toLowerCase(Locale.ROOT))
                            + "(?![0-9]|[.,][0-9])")
                    .matcher(text)
                    .find());
  }

  private static Score score(Pair pair, List<Seen> seen) {
    return new Score(
        pair,
        seen.size(),
        (int) seen.stream().filter(Seen::lost).count(),
        (int) seen.stream().filter(s -> s.lost() && !s.flagged()).count(),
        (int) seen.stream().filter(Seen::isFalse).count(),
        (int) seen.stream().filter(Seen::negation).count(),
        (int) seen.stream().filter(s -> s.made().text() == null).count());
  }
}
