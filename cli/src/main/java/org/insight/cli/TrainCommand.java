package org.insight.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insight.resolution.Models;
import org.insight.services.link.LinkSettings;
import org.insight.services.link.LinkedFiles;
import org.insight.services.link.ModelTraining;
import org.insight.services.link.ModelTraining.Figures;
import org.insight.services.link.ModelTraining.Labels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes models. */
@Command(
    name = "train",
    header = "Makes models from given files, without a lake.",
    mixinStandardHelpOptions = true,
    description = "Makes models from given files, without a lake. No run learns anything.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.Resolution.class,
      TrainNerCommand.class,
      TrainTranslationCommand.class
    })
final class TrainCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Cannot run: no command given");
  }

  /** {@code insight train resolution}. */
  @Command(
      name = "resolution",
      header = "Makes a model of who is who.",
      mixinStandardHelpOptions = true,
      description = {
        "Learns the weights of a model from the rows of files and writes to the folder:",
        "  resolution.yaml  the next version of the model; limits and frequencies of names stay",
        "  card.md          what it was trained on and, with labels, how well it does",
        "  weights.html     a chart of its weights",
        "Without labels, agreement is learned by expectation-maximisation. With --labelled or",
        "--pairs it is counted in known matches; a third of them is kept to measure on.",
        "A lake uses the model once it is conf/models/resolution.yaml (docs/linking.md)."
      },
      footerHeading = "%nExample:%n",
      footer = {
        "  insight train resolution a.csv b.csv --settings persons.yaml --out trained",
        "  insight link a.csv b.csv --settings persons.yaml --model trained/resolution.yaml"
            + " --out linked"
      })
  static final class Resolution implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
        names = "--settings",
        required = true,
        paramLabel = "FILE",
        description = "Which columns say what, as for `insight link` (YAML, docs/linking.md).")
    private Path settings;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "Folder of the results, empty or not there yet.")
    private Path out;

    @Option(
        names = "--model",
        paramLabel = "FILE",
        description = "Model of which to make the next version (default: the lake's).")
    private @Nullable Path model;

    @Option(
        names = "--n-ref",
        paramLabel = "N",
        description = "How many persons and organisations a lake may come to hold.")
    private @Nullable Integer reference;

    @Option(
        names = "--labelled",
        description = "Learn from the settings' column of truth. Else it only measures.")
    private boolean labelled;

    @Option(
        names = "--pairs",
        paramLabel = "FILE",
        description = "Learn from labelled pairs: a CSV file with id_a, id_b and same (1 or 0).")
    private @Nullable Path pairs;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "Format of the summary: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private LinkCommand.Format format = LinkCommand.Format.table;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to learn from.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
      LinkSettings columns = LinkSettings.read(TextFiles.read(settings));
      if (labelled && pairs != null) {
        throw new ParameterException(
            spec.commandLine(), "Cannot train: --labelled and --pairs are two ways, found both");
      }
      if (labelled && columns.truth() == null) {
        throw new ParameterException(
            spec.commandLine(), "Cannot train: --labelled needs truth in the settings, found none");
      }
      LinkCommand.requireNew("train", out);
      Labels labels = pairs != null ? Labels.PAIRS : labelled ? Labels.TRUTH : Labels.NONE;
      String base = model == null ? Models.releasedText() : TextFiles.read(model);
      ModelTraining training =
          new ModelTraining(
              new ModelTraining.Input(files, columns, labels, pairs, base, reference));
      LinkedFiles.write(training, out);
      LinkCommand.print(spec, format, summary(training));
      return 0;
    }

    private static Map<String, Object> summary(ModelTraining training) {
      Map<String, Object> summary = new LinkedHashMap<>();
      summary.put("model", training.model().version());
      summary.put("hash", training.model().hash());
      summary.put("rows", training.rows());
      summary.put("pairs_learned_from", training.pairs());
      Figures figures = training.figures();
      if (figures != null) {
        summary.put("pairs_measured_on", figures.pairs());
        summary.put("pair_precision", LinkCommand.rounded(figures.precision()));
        summary.put("pair_recall", LinkCommand.rounded(figures.recall()));
        summary.put("pair_f1", LinkCommand.rounded(figures.f1()));
      }
      return summary;
    }
  }
}
