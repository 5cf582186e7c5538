package org.insight.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What readers' Trino needs of the platform. */
@Command(
    name = "trino",
    header = "Publishes rights to Trino.",
    mixinStandardHelpOptions = true,
    description = "Trino for readers: publishes who may read what.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TrinoPublishCommand.class})
final class TrinoCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Cannot run: no command given");
  }
}
