package org.insight.services;

import static org.apache.spark.sql.functions.col;

import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.insight.access.Access;
import org.insight.access.ReaderCatalog;
import org.insight.access.ReaderSession;
import org.insight.audit.AuditTrail;
import org.insight.jobs.governance.ReaderRights;
import org.insight.jobs.reports.ReportLanguage;
import org.insight.jobs.reports.ReportRequest;
import org.insight.jobs.reports.ReportSummary;
import org.insight.jobs.reports.ReportWriter;
import org.insight.jobs.reports.RightsInWords;
import org.insight.lake.Lake;
import org.insight.policy.Scope;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Answers queries and writes reports with what a reader may see. Each read has the reader's rights
 * of its own moment, and is entered in the audit before a row is given out.
 */
public final class ReaderQueries {

  private final Lake lake;
  private final AuditTrail trail;
  private final HeldTables held;

  /**
   * On a session that reads.
   *
   * @throws org.insight.core.InsightException INPUT if there is no lake; USAGE if the audit's spool
   *     is not the lake's own
   */
  public ReaderQueries(LakeSession session) {
    this.lake = session.lake();
    this.trail = AuditBook.trail(session.settings(), lake);
    this.held = session.held();
  }

  /** The name under which the system knows whoever asks; it stands in the audit. */
  public String login() {
    return trail.login();
  }

  /** The rights of a reader who was let in, in words, as pages show them. */
  public String rights(String reader) {
    return RightsInWords.of(rights(lake, reader), ReportLanguage.EN);
  }

  /** Takes the rows of an answer. */
  public interface Sink {

    /** Takes them all, and gives their number. */
    long take(Dataset<Row> answer);

    /** How many have been given out so far. */
    long given();
  }

  /**
   * Answers one SELECT.
   *
   * @param engine as the audit names it, for example {@code insight sql}
   * @throws org.insight.core.InsightException USAGE if the query is none, reads what is no table of
   *     readers, or the access lacks a purpose or a reason that its tables ask for
   */
  public void answer(String engine, Access access, String query, Sink sink) {
    AuditedAct audit = AuditedAct.read(trail, engine, access, query);
    ReaderSession session = audit.opening(() -> ReaderDoor.open(lake, access));
    Dataset<Row> answer = audit.opening(() -> session.sql(query));
    audit.start(session, session.reads(query));
    audit.ending(() -> sink.take(answer), sink::given);
  }

  /**
   * Answers what is no SELECT, of what a reader may see of some tables.
   *
   * @param asked what is asked, for the audit
   * @param answer works out the answer
   * @param told takes the answer, and gives the number of its rows
   * @throws org.insight.core.InsightException USAGE if the access lacks a purpose or a reason
   */
  public <T> void ask(
      String engine,
      Access access,
      String asked,
      Set<TableName> tables,
      Function<ReaderSession, T> answer,
      ToLongFunction<T> told) {
    AuditedAct audit = AuditedAct.read(trail, engine, access, asked);
    ReaderSession session = audit.opening(() -> ReaderDoor.open(lake, access, held, tables));
    SortedSet<TableName> read = new TreeSet<>(tables);
    // Refused before anything is read, as if no purpose is named.
    audit.opening(
        () -> {
          read.forEach(session::table);
          return read;
        });
    audit.start(session, read);
    audit.ending(() -> told.applyAsLong(answer.apply(session)));
  }

  /**
   * Says which tables or columns a reader may query. It is entered in the audit as a read of no
   * table.
   *
   * @param statement as the reader wrote it
   * @param asked what is asked of the catalog
   * @param told takes the answer, after the audit's first entry
   * @throws org.insight.core.InsightException USAGE if the reader is not let in, or asks for a
   *     table that the reader may not query
   */
  public <T> void catalog(
      String engine,
      Access access,
      String statement,
      Function<ReaderCatalog, List<T>> asked,
      Consumer<List<T>> told) {
    AuditedAct audit = AuditedAct.read(trail, engine, access, statement);
    String scope = audit.opening(() -> ReaderDoor.scope(lake, access));
    List<T> answer = audit.opening(() -> asked.apply(new ReaderCatalog(lake.contracts(), access)));
    audit.on(access.reader(), scope, List.of(), statement, null);
    audit.start();
    audit.ending(
        () -> {
          told.accept(answer);
          return (long) answer.size();
        });
  }

  /** Stops the answer that is being computed; whoever waits for it gets a failure. */
  public void cancel() {
    lake.spark().sparkContext().cancelAllJobs();
  }

  /** The rows of an answer as JSON, one object each, fields without a value included. */
  public static Iterator<String> json(Dataset<Row> answer) {
    return answer
        .select(
            functions.to_json(
                functions.struct(functions.col("*")), Map.of("ignoreNullFields", "false")))
        .as(Encoders.STRING())
        .toLocalIterator();
  }

  /**
   * Writes the report of one reader into a folder.
   *
   * @param month of the report; trends end with the month before
   * @param told hears of it before the audit's last entry
   */
  public void report(
      Access access,
      YearMonth month,
      ReportLanguage language,
      Path folder,
      Consumer<ReportSummary> told) {
    AuditedAct audit = AuditedAct.read(trail, "insight report", access, null);
    ReaderSession session = audit.opening(() -> ReaderDoor.open(lake, access));
    // Refused before anything is read, as if no purpose is named.
    SortedSet<TableName> tables = audit.opening(() -> tables(session, month));
    audit.start(session, tables);
    audit.ending(
        () -> {
          ReportSummary summary =
              write(lake, access.reader(), session::sql, month, language, folder);
          told.accept(summary);
          return (long) summary.rows();
        });
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
  static ReportSummary write(
      Lake lake,
      String reader,
      Function<String, Dataset<Row>> sql,
      YearMonth month,
      ReportLanguage language,
      Path folder) {
    Row state = sql.apply(ReportRequest.state(month)).first();
    return ReportWriter.write(
        new ReportRequest(
            reader,
            rights(lake, reader),
            state.getLong(0),
            state.isNullAt(1) ? null : state.getDate(1).toLocalDate(),
            month,
            language),
        sql::apply,
        folder);
  }

  private static Scope rights(Lake lake, String reader) {
    return Objects.requireNonNull(
        ReaderRights.rights(
            lake.read(Tables.READERS).where(col("reader").equalTo(reader)).first()));
  }
}
