package org.insight.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.landing.mapping.Mappings;
import org.insight.pull.Pull;
import org.insight.pull.PullSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes new rows of databases into the inbox. */
@Command(
    name = "pull",
    header = "Takes new rows of a database into the inbox.",
    mixinStandardHelpOptions = true,
    description = {
      "Takes the rows of a database's table or query whose mark is past the last one taken into the",
      "inbox, as CSV files with their policy beside each; the next `insight run` reads them.",
      "Each row gets there once, whenever the command is killed; run it again after a failure.",
      "How far each source is stands in the hidden folder .pulls of the inbox: keep it."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight pull conf/sources/register.yaml --inbox inbox && insight run --inbox inbox")
final class PullCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--inbox",
      paramLabel = "DIR",
      required = true,
      description = "Drop folder, a local one.")
  private @Nullable Path inbox;

  @Parameters(
      arity = "1..*",
      paramLabel = "SOURCE",
      description = "Files of sources (docs/operations.md).")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() {
    Settings settings = common.settings();
    Path folder = inbox;
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot pull into the inbox: no such local folder, found " + inbox);
    }
    List<PullSource> sources = files.stream().map(PullSource::read).toList();
    long maxBytes = JobRegistry.limits(settings).maxBytes();
    Mappings mappings = new Mappings(JobRegistry.mappings());
    for (PullSource source : sources) {
      Pull.Pulled pulled = new Pull(source, folder, maxBytes, mappings, System.getenv()).pull();
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %,d rows in %,d files%n",
              source.name(),
              pulled.rows(),
              pulled.files());
    }
    spec.commandLine().getOut().flush();
    return 0;
  }
}
