package org.insight.cli;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.jobs.Tables;
import org.insight.jobs.reports.ReportLanguage;
import org.insight.jobs.reports.ReportRequest;
import org.insight.jobs.reports.ReportSummary;
import org.insight.jobs.reports.ReportWriter;
import org.insight.readers.ReaderSession;
import org.insight.run.Sessions;
import org.insight.schemas.Contracts;
import org.insight.tables.Lake;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the report of one reader. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = {
      "Writes an HTML report made for what one reader may see: trends, a map, persons, links,",
      "each figure with the query that gives it. One file, opens without a network.",
      "The same lake and reader give the same bytes."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight report --as fr-analyst --out reports/fr --language fr")
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--as",
      required = true,
      paramLabel = "READER",
      description = "The reader, as in conf/readers.yaml.")
  private String reader;

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
    Settings settings = common.settings();
    ReportLanguage words = ReportLanguage.of(language);
    try (SparkSession spark = Sessions.open("report", settings)) {
      Lake lake = Lake.open(spark, settings.lake(), Contracts.load());
      ReaderSession session = ReaderDoor.open(lake, reader);
      ReportSummary summary =
          ReportWriter.write(
              new ReportRequest(reader, rights(lake), state(session), words), session::sql, out);
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %,d figures, %,d rows%n",
              summary.page(),
              summary.figures(),
              summary.rows());
    }
    return 0;
  }

  private String rights(Lake lake) {
    Row row = lake.read(Tables.READERS).where(col("reader").equalTo(reader)).first();
    List<String> words = new ArrayList<>();
    for (String field : List.of("country", "body")) {
      if (row.getAs(field) != null) {
        words.add(row.getAs(field));
      }
    }
    words.add("clearance " + row.getAs("clearance"));
    words.add(row.getAs("role"));
    words.addAll(row.getList(row.fieldIndex("purposes")));
    return String.join(" · ", words);
  }

  /** Told by what the reader sees: a time or number of the lake's own would tell of hidden rows. */
  private static String state(ReaderSession session) {
    Row row = session.sql("SELECT count(*), cast(max(sent_at) AS date) FROM landing.items").first();
    return String.format(
        Locale.ROOT,
        "%,d items%s",
        row.getLong(0),
        row.isNullAt(1) ? "" : ", the latest message of " + row.getDate(1));
  }
}
