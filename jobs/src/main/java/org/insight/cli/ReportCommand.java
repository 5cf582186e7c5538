package org.insight.cli;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.insight.audit.AuditTrail;
import org.insight.config.Settings;
import org.insight.jobs.Tables;
import org.insight.jobs.governance.ReaderRights;
import org.insight.jobs.reports.ReportLanguage;
import org.insight.jobs.reports.ReportRequest;
import org.insight.jobs.reports.ReportSummary;
import org.insight.jobs.reports.ReportWriter;
import org.insight.policy.Scope;
import org.insight.readers.Access;
import org.insight.readers.ReaderSession;
import org.insight.run.Sessions;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableName;
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
    Settings settings = common.settings();
    ReportLanguage words = ReportLanguage.of(language);
    YearMonth month = YearMonth.now(ZoneOffset.UTC);
    try (SparkSession spark = Sessions.open("report", settings)) {
      Lake lake = Lake.open(spark, settings.lake(), Contracts.load());
      AuditTrail trail = AuditBook.trail(settings, lake);
      Access access = reading.access(trail.login());
      AuditedAct audit = AuditedAct.read(trail, "insight report", access, null);
      ReaderSession session = audit.opening(() -> ReaderDoor.open(lake, access));
      // Refused before anything is read, as where no purpose is named.
      SortedSet<TableName> tables = audit.opening(() -> tables(session, month));
      audit.start(session, tables);
      audit.ending(() -> write(lake, session, month, words));
    }
    return 0;
  }

  private long write(Lake lake, ReaderSession session, YearMonth month, ReportLanguage words) {
    ReportSummary summary =
        ReportWriter.write(
            request(lake, reading.reader(), session, month, words), session::sql, out);
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %,d figures, %,d rows%n",
            summary.page(),
            summary.figures(),
            summary.rows());
    return summary.rows();
  }

  private static SortedSet<TableName> tables(ReaderSession session, YearMonth month) {
    SortedSet<TableName> tables = new TreeSet<>(session.reads(ReportRequest.state(month)));
    for (String query : ReportWriter.queries(month)) {
      tables.addAll(session.reads(query));
    }
    tables.forEach(session::table);
    return tables;
  }

  /**
   * For a reader, on what the reader sees of the lake now: a time or number of the lake's own would
   * tell of hidden rows.
   */
  static ReportRequest request(
      Lake lake, String reader, ReaderSession session, YearMonth month, ReportLanguage words) {
    Row state = session.sql(ReportRequest.state(month)).first();
    return new ReportRequest(
        reader,
        rights(lake, reader),
        state.getLong(0),
        state.isNullAt(1) ? null : state.getDate(1).toLocalDate(),
        month,
        words);
  }

  private static Scope rights(Lake lake, String reader) {
    return Objects.requireNonNull(
        ReaderRights.rights(
            lake.read(Tables.READERS).where(col("reader").equalTo(reader)).first()));
  }
}
