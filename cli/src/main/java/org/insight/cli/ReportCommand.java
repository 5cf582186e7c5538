package org.insight.cli;

import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.insight.jobs.reports.ReportLanguage;
import org.insight.services.LakeSession;
import org.insight.services.ReaderQueries;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the report of one reader. */
@Command(
    name = "report",
    header = "Writes the report of one reader.",
    mixinStandardHelpOptions = true,
    description = {
      "Writes an HTML report made for what one reader may see: trends, a map, persons, links,",
      "each figure with the query that gives it. One file, opens without a network.",
      "Within one month, and while rights hold, the same lake and reader give the same bytes."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight report --as fr-analyst --purpose crime-analysis --reason \"monthly report\"",
      "      --out reports/fr --language fr"
    })
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;
  @Mixin private Reading reading;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; an earlier report there is replaced.")
  private Path out;

  @Option(
      names = "--language",
      defaultValue = "en",
      paramLabel = "en|fr",
      description = "Language of the report's own words (default ${DEFAULT-VALUE}).")
  private String language;

  @Override
  public Integer call() {
    ReportLanguage words = ReportLanguage.of(language);
    YearMonth month = YearMonth.now(ZoneOffset.UTC);
    try (LakeSession session = LakeSession.toRead("report", common.settings())) {
      ReaderQueries queries = new ReaderQueries(session);
      queries.report(
          reading.access(queries.login()),
          month,
          words,
          out,
          summary ->
              spec.commandLine()
                  .getOut()
                  .printf(
                      Locale.ROOT,
                      "%s: %,d figures, %,d rows%n",
                      summary.page(),
                      summary.figures(),
                      summary.rows()));
    }
    return 0;
  }
}
