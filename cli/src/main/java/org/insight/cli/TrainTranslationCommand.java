package org.insight.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.insight.config.SettingsReader;
import org.insight.jobs.text.translation.Pair;
import org.insight.jobs.text.translation.eval.TranslationEvaluation;
import org.insight.services.train.Install;
import org.insight.services.train.TranslationTraining;
import org.insight.services.train.TranslationTraining.Begin;
import org.insight.services.train.TranslationTraining.Made;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code insight train translation}. */
@Command(
    name = "translation",
    header = "Makes a model that translates.",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a Marian model of one pair of languages from aligned text, by the scripts of",
      "training/translation, and writes to the folder:",
      "  models/         the model's files and its registration, to be put into conf/models",
      "  NAME.md         its card, to be put into docs/model-cards",
      "  held-out.tsv    the sentences that it was measured on and not trained on",
      "  state/          checkpoints, pieces of words and the loss of each step",
      "A table (.tsv) has a source and its translation a line. Other files are read two by two, line",
      "by line; names such as laws.fr.gz and laws.en.gz say which is the source, else it comes first.",
      "PyTorch stands in an environment of its own in the cache. It is installed only with --install.",
      "With --resume, training goes on at its last checkpoint, with the same text and options.",
      "Measure the model with `insight eval translation` before you use it (docs/translation.md)."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight train translation --pair fr-en --text laws.fr.gz laws.en.gz --licence CC-BY-4.0"
          + " --out trained --minutes 600 --install",
      "  insight train translation --pair fr-en --text laws.fr.gz laws.en.gz --licence CC-BY-4.0"
          + " --out trained --resume"
    })
final class TrainTranslationCommand implements Callable<Integer> {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern LICENCE = Pattern.compile("[A-Za-z0-9.+-]+");

  @Spec private CommandSpec spec;

  @Option(
      names = "--pair",
      required = true,
      paramLabel = "PAIR",
      description = "Such as fr-en: from French into English.")
  private String pair;

  @Option(
      names = "--text",
      required = true,
      arity = "1..*",
      paramLabel = "FILE",
      description = "Aligned text in UTF-8, plain or .gz.")
  private List<Path> text = new ArrayList<>();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the results, empty or not there yet; with --resume that of before.")
  private Path out;

  @Option(
      names = "--licence",
      required = true,
      paramLabel = "SPDX",
      description = "Licence of the model, such as the text allows.")
  private String licence;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Name of the model (default: marian-PAIR).")
  private @Nullable String name;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = {
        "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}). Small: width 256, 3 + 1 layers, for two"
            + " cores. Base: width 512, 6 + 2 layers."
      })
  private Size size = Size.small;

  @Option(
      names = "--weights",
      paramLabel = "TYPE",
      description = "Of the model's files: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Weights weights = Weights.int8;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "To train on: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private Device device = Device.cpu;

  @Option(
      names = "--pieces",
      paramLabel = "N",
      description = "Pieces of words (default: 8000, of size base 16000). Little text has fewer.")
  private @Nullable Integer pieces;

  @Option(
      names = "--steps",
      defaultValue = "20000",
      paramLabel = "N",
      description = "Steps after which training ends, in all (default ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Minutes after which it ends in any case.")
  private @Nullable Integer minutes;

  @Option(
      names = "--every",
      defaultValue = "500",
      paramLabel = "N",
      description = "Steps between checkpoints (default ${DEFAULT-VALUE}).")
  private int every;

  @Option(names = "--resume", description = "Go on at the last checkpoint in --out.")
  private boolean resume;

  @Option(
      names = "--install",
      description = "Install PyTorch and ONNX if they are not there: 6 GB.")
  private boolean install;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Format of the summary: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private LinkCommand.Format format = LinkCommand.Format.table;

  private enum Size {
    small,
    base
  }

  private enum Weights {
    int8,
    fp32
  }

  private enum Device {
    cpu,
    cuda
  }

  @Override
  public Integer call() {
    TranslationTraining.Input input = input();
    @Nullable String home = System.getProperty("insight.home");
    if (home == null) {
      throw bad("start it by bin/insight, found no insight.home");
    }
    if (!resume) {
      LinkCommand.requireNew("train", out);
    }
    PrintWriter progress = spec.commandLine().getErr();
    Made made =
        new TranslationTraining(
                Path.of(home),
                input,
                TranslationEvaluation.plan(SettingsReader.read(List.of()).translation()),
                line -> {
                  progress.println(line);
                  progress.flush();
                })
            .train(install ? Install.YES : Install.NO);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("model", made.id());
    summary.put("files", made.models() + ", to be put into conf/models");
    summary.put("card", made.card() + ", to be put into docs/model-cards");
    LinkCommand.print(spec, format, summary);
    return 0;
  }

  private TranslationTraining.Input input() {
    requirePositive("--pieces", pieces);
    requirePositive("--steps", steps);
    requirePositive("--minutes", minutes);
    requirePositive("--every", every);
    if (!LICENCE.matcher(licence).matches()) {
      throw bad("--licence must be an SPDX identifier such as CC-BY-4.0, found " + licence);
    }
    Pair languages;
    try {
      languages = Pair.of(pair);
    } catch (IllegalArgumentException e) {
      throw bad("--pair must be two of fr, en, es and, as a source, ar, found " + pair);
    }
    String called = name == null ? "marian-" + languages : name;
    if (!NAME.matcher(called).matches()) {
      throw bad("--name must be of small letters, figures and hyphens, found " + called);
    }
    return new TranslationTraining.Input(
        languages,
        text,
        out,
        called,
        licence,
        size.name(),
        weights.name(),
        device.name(),
        pieces,
        steps,
        minutes,
        every,
        resume ? Begin.RESUMED : Begin.ANEW);
  }

  private void requirePositive(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw bad(option + " must be positive, found " + value);
    }
  }

  private ParameterException bad(String why) {
    return new ParameterException(spec.commandLine(), "Cannot train: " + why);
  }
}
