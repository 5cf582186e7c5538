package org.insight.cli;

import java.util.concurrent.Callable;
import org.insight.services.LakeSession;
import org.insight.services.ReaderQueries;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers a query with what a reader may see. */
@Command(
    name = "sql",
    header = "Answers one SELECT with what a reader may see.",
    mixinStandardHelpOptions = true,
    description = {
      "Answers one SELECT with what the reader may see, and nothing else:",
      "rows, counts and ids are those of a lake made of the reader's records only.",
      "",
      "Tables are named stage.table, as curated.persons; docs/tables/ has their columns.",
      "Each row has a column `restrictions` that says in words how it may be used.",
      "",
      "Tables that say something of persons need --purpose and --reason; each read is audited."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight sql --as demo --purpose investigation --reason \"case 12\"",
      "      \"SELECT caption, records, sources FROM curated.persons LIMIT 10\"",
      "",
      "  # Burglaries in London; counts add up only within one country, place, offence:",
      "  insight sql --as gb-analyst --format csv \"SELECT month, sum(documents) AS documents",
      "      FROM curated.trends_monthly WHERE offence = 'burglary' AND place = '2643743'",
      "      GROUP BY month ORDER BY month\""
    })
final class SqlCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;
  @Mixin private Reading reading;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|csv|json",
      description = "How to print; json is one object a line (default ${DEFAULT-VALUE}).")
  private Answer.Format format;

  @Parameters(paramLabel = "SELECT", description = "The query.")
  private String query;

  @Override
  public Integer call() {
    Answer answer = new Answer(spec.commandLine().getOut(), format);
    try (LakeSession session = LakeSession.toRead("sql", common.settings())) {
      ReaderQueries queries = new ReaderQueries(session);
      queries.answer("insight sql", reading.access(queries.login()), query, answer);
    }
    return 0;
  }
}
