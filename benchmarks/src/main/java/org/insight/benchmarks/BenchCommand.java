package org.insight.benchmarks;

import org.insight.cli.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what the platform costs, and how right it is. */
@Command(
    name = "insight bench",
    mixinStandardHelpOptions = true,
    description = "Measures what the platform's own parts cost, and how right they are.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchErCommand.class,
      BenchExtractCommand.class,
      BenchFindingsCommand.class,
      BenchGrowthCommand.class,
      BenchLinksCommand.class,
      BenchMaintainCommand.class,
      BenchNamesCommand.class,
      BenchNetworksCommand.class,
      BenchOcrCommand.class,
      BenchScreeningCommand.class,
      BenchStreamCommand.class,
      BenchTranslationCommand.class,
      BenchTrinoCommand.class,
      BenchTruthCommand.class,
      BenchViewsCommand.class
    })
public final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** {@code bin/insight bench}: its arguments come without the word bench. */
  public static void main(String[] args) {
    System.exit(Main.run(new BenchCommand(), args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Cannot run: no command given");
  }
}
