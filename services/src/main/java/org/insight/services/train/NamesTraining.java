package org.insight.services.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.Sha256;
import org.insight.jobs.models.RegisteredModel;

/**
 * Makes the next version of the names model by the scripts of {@code training/ner}, from given
 * files. PyTorch and spaCy stand in environments of their own, outside of the platform. No run does
 * this.
 */
public final class NamesTraining {

  private static final String NAME = "names";

  /** Languages of the parallel text, beside English. */
  private static final List<String> PARALLEL = List.of("fr", "es", "ar");

  /** What the scripts read of it ({@code project.py}). */
  private static final List<String> SOURCES = List.of("undev", "europarl_causalmt", "tatoeba");

  /** What {@code set-up.sh} prints: two environments and the encoder. */
  private static final int PATHS_OF_SET_UP = 3;

  private final TrainingScripts scripts;
  private final Input input;
  private final Consumer<String> progress;

  /**
   * What a model is made from.
   *
   * @param europeana labelled French newspapers: enp_FR.*.bio of EuropeanaNewspapers/ner-corpora
   * @param texts {@code truth/texts.jsonl} of {@code insight simulate --wordings training}
   * @param parallel folder with fr-en, es-en and ar-en; in each undev, europarl_causalmt or tatoeba
   *     as SOURCE.LANGUAGE.gz, line by line
   * @param out new or empty folder
   * @param pieces pieces of words to read in all
   * @param minutes after which reading ends in any case
   */
  public record Input(
      Path europeana, Path texts, Path parallel, Path out, long pieces, int minutes) {}

  /**
   * What was made.
   *
   * @param model folder of the model's files
   * @param registration to be put in the place of {@code conf/models/names.yaml}
   * @param version of the model
   */
  public record Made(Path model, Path registration, int version) {}

  /**
   * A training that can begin.
   *
   * @param home folder of the sources, where bin/insight stands
   * @param progress hears the lines that the scripts print
   * @throws InsightException USAGE without the sources; INPUT if a file that it needs is not there
   */
  public NamesTraining(Path home, Input input, Consumer<String> progress) {
    scripts = new TrainingScripts(home, "training/ner");
    TrainingScripts.require("--europeana", input.europeana());
    TrainingScripts.require("--texts", input.texts());
    for (String language : PARALLEL) {
      Path folder = input.parallel().resolve(language + "-en");
      if (SOURCES.stream().noneMatch(source -> holds(folder, source, language))) {
        throw new InsightException(
            ErrorKind.INPUT,
            "Cannot train: --parallel needs SOURCE.%1$s.gz and SOURCE.en.gz in %1$s-en, of a source"
                    .formatted(language)
                + " named undev, europarl_causalmt or tatoeba, found none in "
                + folder);
      }
    }
    this.input = input;
    this.progress = progress;
  }

  private static boolean holds(Path folder, String source, String language) {
    return Files.isRegularFile(folder.resolve(source + "." + language + ".gz"))
        && Files.isRegularFile(folder.resolve(source + ".en.gz"));
  }

  /**
   * Trains, and writes the model's files and its registration.
   *
   * @param install whether environments that are not there are made first
   * @throws InsightException USAGE if they are not there; EXTERNAL if they cannot be made, or if
   *     the scripts fail
   */
  public Made train(Install install) {
    List<String> there =
        scripts.environments(
            install,
            PATHS_OF_SET_UP,
            "PyTorch, spaCy and the encoder are not installed; --install gets them (7 GB)");
    Path out = input.out().toAbsolutePath();
    scripts.train(
        List.of(
            there.get(2),
            input.europeana().toAbsolutePath().toString(),
            input.texts().toAbsolutePath().toString(),
            input.parallel().toAbsolutePath().toString(),
            out.toString()),
        Map.of(
            "PYTHON", TrainingScripts.python(there.get(0)),
            "SPACY", TrainingScripts.python(there.get(1)),
            "PIECES", Long.toString(input.pieces()),
            "MINUTES", Integer.toString(input.minutes())),
        progress);
    return registered(out);
  }

  private static Made registered(Path out) {
    RegisteredModel now = RegisteredModel.of(NAME);
    int version = now.version() + 1;
    Path model = out.resolve("model");
    SortedMap<String, String> files = new TreeMap<>();
    for (String file : now.files().keySet()) {
      try {
        files.put(file, Sha256.hex(Files.readAllBytes(model.resolve(file))));
      } catch (IOException e) {
        throw new InsightException(
            ErrorKind.INTERNAL, "Cannot train: train.sh wrote no model, found no " + file, e);
      }
    }
    StringBuilder text =
        new StringBuilder(
            """
            # The names model: persons, organisations and places in sentences (%s).
            name: "%s"
            version: %d
            task: "%s"
            languages: [%s]
            from: "%s"
            licence: "%s"
            card: "%s"
            # SHA-256 of each file of jobs/src/main/resources/models/names.
            files:
            """
                .formatted(
                    now.card(),
                    now.name(),
                    version,
                    now.task(),
                    String.join(
                        ", ", now.languages().stream().map(code -> '"' + code + '"').toList()),
                    now.from(),
                    now.licence(),
                    now.card()));
    files.forEach((file, hash) -> text.append("  %s: \"%s\"%n".formatted(file, hash)));
    Path registration = out.resolve("names.yaml");
    try {
      Files.writeString(registration, text);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot train: not writable, found " + registration, e);
    }
    return new Made(model, registration, version);
  }
}
