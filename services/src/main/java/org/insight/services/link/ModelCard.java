package org.insight.services.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.insight.core.OneLine;
import org.insight.core.Sha256;
import org.insight.resolution.Comparison;
import org.insight.services.link.ModelTraining.Figures;

/** The card of a trained model: what it was made from, and what it is worth. */
final class ModelCard {

  private static final int CHUNK = 1 << 16;

  private ModelCard() {}

  static String of(ModelTraining training) {
    StringBuilder card = new StringBuilder();
    card.append("# Who is who: ").append(training.model().version()).append("\n\n");
    line(card, "Model", "`%s`, hash `%s`", training.model().version(), training.model().hash());
    line(
        card,
        "Made from",
        "`%s`, hash `%s`: its limits and its frequencies of names are kept",
        training.base().version(),
        training.base().hash());
    line(card, "For", "a lake of up to %,d subjects (`n_ref`)", training.model().reference());
    line(
        card,
        "Trained on",
        "%,d rows, and %,d of their pairs. Method: %s. Chances of accidental agreement are of"
            + " random pairs",
        training.rows(),
        training.pairs(),
        training.method());
    List<String> kept =
        Arrays.stream(Comparison.values())
            .filter(comparison -> !training.compared().contains(comparison))
            .map(Comparison::code)
            .toList();
    line(
        card,
        "Not learned",
        "weights of equal numbers, which files do not show%s",
        kept.isEmpty() ? "" : ", and of what the files lack: " + String.join(", ", kept));
    Figures figures = training.figures();
    if (figures == null) {
      line(card, "Measured", "not at all, as no label says which rows are one");
    } else {
      line(
          card,
          "Measured",
          "on %s, with %,d true pairs. By pair: precision %.4f, recall %.4f, F1 %.4f",
          figures.of(),
          figures.pairs(),
          figures.precision(),
          figures.recall(),
          figures.f1());
    }
    line(
        card,
        "Not for",
        "a statement about what a person did, or an identification on its own. Error rates by"
            + " script, by origin of the name and by sex are not measured here");
    card.append("\n| file | SHA-256 |\n| --- | --- |\n");
    List<Path> files = new ArrayList<>(training.input().files());
    if (training.input().pairs() != null) {
      files.add(training.input().pairs());
    }
    for (Path file : files) {
      card.append("| ")
          .append(OneLine.of(String.valueOf(file.getFileName())))
          .append(" | `")
          .append(hash(file))
          .append("` |\n");
    }
    return card.toString();
  }

  private static void line(StringBuilder card, String what, String text, Object... values) {
    card.append("- **")
        .append(what)
        .append("**: ")
        .append(String.format(Locale.ROOT, text, values))
        .append(".\n");
  }

  private static String hash(Path file) {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
