package org.insight.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insight.services.train.Install;
import org.insight.services.train.NamesTraining;
import org.insight.services.train.NamesTraining.Made;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code insight train ner}. */
@Command(
    name = "ner",
    header = "Makes a model of names.",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the next version of the names model by the scripts of training/ner, and writes to the",
      "folder:",
      "  model/      the files of the model, to be put into jobs/src/main/resources/models/names",
      "  names.yaml  its registration, to be put into conf/models",
      "  data/, encoder/, weights.pt  what it was made from",
      "PyTorch and spaCy stand in environments of their own in the cache. They are installed only",
      "with --install. Training takes about an hour on two cores, and needs no GPU.",
      "Measure the model with `insight eval ner` before you use it (docs/model-cards/names.md)."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight simulate --out made --persons 5000 --items 5000 --seed 3 --wordings training",
      "  insight train ner --europeana enp_FR.bio --texts made/truth/texts.jsonl --parallel parallel"
          + " --out trained --install"
    })
final class TrainNerCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--europeana",
      required = true,
      paramLabel = "FILE",
      description = "Labelled French newspapers: enp_FR.*.bio of EuropeanaNewspapers/ner-corpora.")
  private Path europeana;

  @Option(
      names = "--texts",
      required = true,
      paramLabel = "FILE",
      description = "truth/texts.jsonl of `insight simulate --wordings training`.")
  private Path texts;

  @Option(
      names = "--parallel",
      required = true,
      paramLabel = "DIR",
      description = {
        "Folder with fr-en, es-en and ar-en, and in each undev, europarl_causalmt or tatoeba as",
        "SOURCE.LANGUAGE.gz, line by line."
      })
  private Path parallel;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the results, empty or not there yet.")
  private Path out;

  @Option(
      names = "--pieces",
      defaultValue = "3000000",
      paramLabel = "N",
      description = "Pieces of words to read in all (default ${DEFAULT-VALUE}).")
  private long pieces;

  @Option(
      names = "--minutes",
      defaultValue = "50",
      paramLabel = "N",
      description = "Minutes after which reading ends in any case (default ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--install",
      description = "Install PyTorch, spaCy and the encoder if they are not there: 7 GB.")
  private boolean install;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Format of the summary: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private LinkCommand.Format format = LinkCommand.Format.table;

  @Override
  public Integer call() {
    if (pieces < 1 || minutes < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "Cannot train: --pieces and --minutes must be positive, found "
              + Math.min(pieces, minutes));
    }
    @Nullable String home = System.getProperty("insight.home");
    if (home == null) {
      throw new ParameterException(
          spec.commandLine(), "Cannot train: start it by bin/insight, found no insight.home");
    }
    LinkCommand.requireNew("train", out);
    PrintWriter progress = spec.commandLine().getErr();
    Made made =
        new NamesTraining(
                Path.of(home),
                new NamesTraining.Input(europeana, texts, parallel, out, pieces, minutes),
                line -> {
                  progress.println(line);
                  progress.flush();
                })
            .train(install ? Install.YES : Install.NO);
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("model", "names-" + made.version());
    summary.put("files", made.model() + ", to be put into jobs/src/main/resources/models/names");
    summary.put("registration", made.registration() + ", to be put into conf/models");
    LinkCommand.print(spec, format, summary);
    return 0;
  }
}
