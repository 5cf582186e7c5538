package org.insight.services.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.models.RegisteredModel;
import org.insight.jobs.text.translation.Pair;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.insight.jobs.text.translation.eval.AlignedText;
import org.insight.jobs.text.translation.eval.TranslationEvaluation;
import org.jspecify.annotations.Nullable;

/**
 * Makes a Marian model of one pair of languages by the scripts of {@code training/translation},
 * from aligned text. PyTorch stands in an environment of its own, outside of the platform. No run
 * does this.
 */
public final class TranslationTraining {

  private final TrainingScripts scripts;
  private final Input input;
  private final TranslationPlan beside;
  private final Consumer<String> progress;

  /**
   * What a model is made from, and how.
   *
   * @param text tables of a source and its translation a line (.tsv), or files two by two
   * @param out folder of the results and of the checkpoints; new or empty, but for {@link
   *     Begin#RESUMED}
   * @param name of the model in the registry
   * @param licence of the model, an SPDX identifier
   * @param size small or base
   * @param weights int8 or fp32
   * @param device cpu or cuda
   * @param pieces of words; null: as many as the size has
   * @param steps after which training ends, counted from its first beginning
   * @param minutes after which it ends in any case; null: it does not
   * @param every steps between checkpoints
   */
  public record Input(
      Pair pair,
      List<Path> text,
      Path out,
      String name,
      String licence,
      String size,
      String weights,
      String device,
      @Nullable Integer pieces,
      int steps,
      @Nullable Integer minutes,
      int every,
      Begin begin) {}

  /** Whether training begins, or goes on at its last checkpoint. */
  public enum Begin {
    ANEW,
    RESUMED
  }

  /**
   * What was made.
   *
   * @param id name and version of the model
   * @param models folder of the registration and, by its name, of the model's files
   * @param card page about the model
   */
  public record Made(String id, Path models, Path card) {}

  /**
   * A training that can begin.
   *
   * @param home folder of the sources, where bin/insight stands
   * @param beside engines that are measured on the same sentences, if they have the pair
   * @param progress hears the lines that the scripts print
   * @throws InsightException USAGE without the sources; INPUT if a file is not there
   */
  public TranslationTraining(
      Path home, Input input, TranslationPlan beside, Consumer<String> progress) {
    scripts = new TrainingScripts(home, "training/translation");
    input.text().forEach(file -> TrainingScripts.require("--text", file));
    this.input = input;
    this.beside = beside;
    this.progress = progress;
  }

  /**
   * Trains, and writes the model's files, its registration and its card.
   *
   * @param install whether the environment is made first if it is not there
   * @throws InsightException USAGE if it is not there; INPUT if the text cannot be trained on;
   *     EXTERNAL if the environment cannot be made, or if the scripts fail
   */
  public Made train(Install install) {
    String environment =
        scripts
            .environments(
                install, 1, "PyTorch and ONNX are not installed; --install gets them (6 GB)")
            .get(0);
    int version = version();
    scripts.train(
        arguments(version), Map.of("PYTHON", TrainingScripts.python(environment)), progress);
    Path models = input.out().resolve("models");
    Path card = input.out().resolve(input.name() + ".md");
    for (Path made : List.of(models.resolve(input.name() + ".yaml"), card)) {
      if (!Files.isRegularFile(made)) {
        throw new InsightException(
            ErrorKind.INTERNAL, "Cannot train: train.sh wrote no model, found no " + made);
      }
    }
    addOthers(card);
    return new Made(input.name() + "-" + version, models, card);
  }

  /** The next version, where the registry has a model of this name. */
  private int version() {
    try {
      return RegisteredModel.of(input.name()).version() + 1;
    } catch (InsightException e) {
      return 1;
    }
  }

  private List<String> arguments(int version) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--pair", input.pair().toString(),
                "--out", input.out().toAbsolutePath().toString(),
                "--name", input.name(),
                "--registered", Integer.toString(version),
                "--licence", input.licence(),
                "--size", input.size(),
                "--weights", input.weights(),
                "--device", input.device(),
                "--steps", Integer.toString(input.steps()),
                "--every", Integer.toString(input.every())));
    Integer pieces = input.pieces();
    if (pieces != null) {
      arguments.addAll(List.of("--pieces", pieces.toString()));
    }
    Integer minutes = input.minutes();
    if (minutes != null) {
      arguments.addAll(List.of("--minutes", minutes.toString()));
    }
    if (input.begin() == Begin.RESUMED) {
      arguments.add("--resume");
    }
    arguments.add("--text");
    input.text().forEach(file -> arguments.add(file.toAbsolutePath().toString()));
    return arguments;
  }

  /** Adds to the card's last table what other engines make of the sentences that were held out. */
  private void addOthers(Path card) {
    if (!Translator.of(beside).pairs().contains(input.pair())) {
      progress.accept("Not measured beside: no other engine of " + input.pair() + " is installed");
      return;
    }
    AlignedText held = AlignedText.of(input.out().resolve("held-out.tsv"));
    StringBuilder rows = new StringBuilder();
    for (TranslationEvaluation.Score score :
        TranslationEvaluation.evaluate(beside, held, List.of(input.pair()))) {
      String chrf = String.format(Locale.ROOT, "%.2f", score.chrf());
      rows.append("| `insight eval translation`: %s | %s |\n".formatted(score.method(), chrf));
      progress.accept("chrF " + chrf + " on the same sentences (" + score.method() + ")");
    }
    try {
      Files.writeString(card, rows, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot train: not writable, found " + card, e);
    }
  }
}
