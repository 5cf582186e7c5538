package org.insight.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures what the platform costs. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures what the platform's own parts cost.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchExtractCommand.class,
      BenchGrowthCommand.class,
      BenchMaintainCommand.class,
      BenchOcrCommand.class,
      BenchStreamCommand.class,
      BenchTrinoCommand.class,
      BenchViewsCommand.class
    })
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Cannot run: no command given");
  }
}
