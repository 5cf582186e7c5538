package org.insight.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.insight.resolution.NameSimilarity;
import org.insight.services.link.NamePairs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares names. */
@Command(
    name = "names",
    header = "Compares names across spellings and scripts.",
    mixinStandardHelpOptions = true,
    description = "Compares names across spellings and scripts, without a lake.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = NamesCommand.Score.class)
final class NamesCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Cannot run: no command given");
  }

  /** {@code insight names score}. */
  @Command(
      name = "score",
      header = "Scores pairs of names from 0 to 1.",
      mixinStandardHelpOptions = true,
      description = {
        "Reads pairs of names from a CSV file with a heading: its first two columns.",
        "Prints the file's rows with their similarity, from 0 to 1.",
        "If there is a column `same` (1 or 0), ends with precision, recall and F1 on standard error."
      },
      footerHeading = "%nExample:%n",
      footer = "  insight names score pairs.csv > scored.csv")
  static final class Score implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
        names = "--least",
        paramLabel = "N",
        description =
            "Similarity from which two names are one (default " + NameSimilarity.SAME + ").")
    private double least = NameSimilarity.SAME;

    @Parameters(paramLabel = "FILE", description = "Pairs of names.")
    private Path file;

    @Override
    public Integer call() {
      if (!(least > 0 && least <= 1)) {
        throw new ParameterException(
            spec.commandLine(), "Cannot score: --least is above 0 and at most 1, found " + least);
      }
      PrintWriter out = spec.commandLine().getOut();
      NamePairs pairs = new NamePairs(file, least);
      pairs.score(out);
      out.flush();
      if (pairs.isLabelled()) {
        spec.commandLine()
            .getErr()
            .printf(
                Locale.ROOT,
                "precision %.4f, recall %.4f, F1 %.4f of %d pairs%n",
                pairs.precision(),
                pairs.recall(),
                pairs.f1(),
                pairs.count());
        spec.commandLine().getErr().flush();
      }
      return 0;
    }
  }
}
