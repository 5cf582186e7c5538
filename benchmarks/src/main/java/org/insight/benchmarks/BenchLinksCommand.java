package org.insight.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insight.cli.Common;
import org.insight.services.LakeSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures, reader by reader, how well planted links are found. */
@Command(
    name = "links",
    mixinStandardHelpOptions = true,
    description = {
      "Compares the links of a lake with those that are planted in its simulated inbox, for each",
      "reader. A link is found if an entity of the one person and an entity of the other have a",
      "link of that kind. A chain is found if it is among the five best paths between its ends.",
      "Of what a reader sees, a link or chain is true if the reader sees both items of each step.",
      "Found links of which the reader does not see both items are counted apart.",
      "The reads have the reader's rights, and are audited."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight bench links demo --lake lake --as control --as fr-analyst")
final class BenchLinksCommand implements Callable<Integer> {

  /** How to print. */
  enum Format {
    TABLE,
    JSON
  }

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Parameters(paramLabel = "DIR", description = "Folder that insight simulate wrote.")
  private Path folder;

  @Option(
      names = "--as",
      split = ",",
      defaultValue = "control,fr-analyst,gb-analyst,es-analyst,us-analyst,demo",
      paramLabel = "READER",
      description = {
        "Whose views of the lake; may be given more than once.",
        "Default: ${DEFAULT-VALUE}."
      })
  private List<String> readers;

  @Option(
      names = "--purpose",
      defaultValue = "investigation",
      paramLabel = "CODE",
      description = "A purpose of all these readers (default ${DEFAULT-VALUE}).")
  private String purpose;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "table for people, json for programs (default ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    SimulatedTruth truth = new SimulatedTruth(folder);
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    try (LakeSession session = LakeSession.toRead("bench", common.settings())) {
      for (String reader : readers) {
        LinkFigures found = TruthComparison.of(session, truth, reader, purpose).links();
        answer.put(reader, found.asMap());
        if (format == Format.TABLE) {
          out.println(reader);
          LinkLines.print(out, found);
        }
      }
    }
    if (format == Format.JSON) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
    }
    return 0;
  }
}
