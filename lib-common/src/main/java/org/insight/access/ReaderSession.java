package org.insight.access;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.insight.core.InsightException;
import org.insight.schemas.Contracts;
import org.insight.schemas.Sensitivity;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;

/**
 * SQL as one reader. Each table is what the reader may see of it today: its rows whose label the
 * reader's scope is entitled to, {@code policy_id} replaced by the id of what is granted, and a
 * column {@code restrictions} with the same in words. Identifiers are null for a reader whose
 * clearance is below {@link Sensitivity#IDENTIFIERS_FROM}.
 *
 * <p>Nothing that a reader writes is computed on a row that the reader may not see: else an error
 * message, or whether there is an error at all, would tell of it. Spark moves filters, joins and
 * field accesses below other operators freely, so each table's rows pass a barrier that it does not
 * move anything through: a sample of all rows. (A filter that is always true but random would serve
 * too, but makes every query random in Spark's eyes, which then refuses lateral joins and more.)
 * Field accesses do pass a sample; that rule of the optimizer is switched off for the session.
 */
public final class ReaderSession {

  /**
   * Optimizer rules that would compute a reader's expressions below the barrier, and files as
   * tables.
   */
  private static final List<String> SWITCHED_OFF =
      List.of(
          "spark.sql.optimizer.nestedSchemaPruning.enabled",
          "spark.sql.optimizer.expression.nestedPruning.enabled",
          "spark.sql.runSQLOnFiles",
          "spark.sql.variable.substitute");

  private static final double ALL = 1.0;

  /** Column of {@link #marked}. */
  public static final String CODES = "handling_codes";

  private final SparkSession session;
  private final Contracts contracts;
  private final Function<TableName, Dataset<Row>> tables;
  private final Access access;
  private final Enrolment enrolment;
  private final Keeper keeper;
  private final LocalDate today;
  private final Map<TableName, LogicalPlan> visible = new TreeMap<>();
  private @Nullable Dataset<Row> labels;

  private ReaderSession(
      SparkSession session,
      Contracts contracts,
      Function<TableName, Dataset<Row>> tables,
      Access access,
      Enrolment enrolment,
      Keeper keeper,
      LocalDate today) {
    this.session = session;
    this.contracts = contracts;
    this.tables = tables;
    this.access = access;
    this.enrolment = enrolment;
    this.keeper = keeper;
    this.today = today;
  }

  /**
   * What, beside the lake's rows, says what a reader sees.
   *
   * @param scope class of rights
   * @param isShownIdentifiers whether columns of identifiers are shown
   * @param day on which entitlements must hold
   */
  public record Sight(String scope, boolean isShownIdentifiers, LocalDate day) {}

  /** Keeps what a reader sees of tables for further sessions. */
  public interface Keeper {

    /**
     * What is seen of a table.
     *
     * @param sight whose sight it is; what was kept of another is not given
     * @param seen works it out
     */
    Dataset<Row> rows(TableName name, Sight sight, Supplier<Dataset<Row>> seen);
  }

  /**
   * Opens the door for one reader. What the reader is entitled to is read once, here.
   *
   * @param tables the lake's tables, whole; of governance it reads readers, reader_acts,
   *     entitlements, labels and policies
   * @param access the reader, with a purpose of the reader's own and a reason
   * @param today the day on which entitlements must hold
   * @throws InsightException USAGE where the reader is not enrolled exactly once, was revoked, or
   *     names a purpose that is not theirs
   */
  public static ReaderSession open(
      SparkSession spark,
      Contracts contracts,
      Function<TableName, Dataset<Row>> tables,
      Access access,
      LocalDate today) {
    ReaderSession opened =
        open(spark, contracts, tables, access, today, (name, sight, seen) -> seen.get());
    opened.labels();
    return opened;
  }

  /**
   * As {@link #open(SparkSession, Contracts, Function, Access, LocalDate)}, but what is kept of the
   * reader's sight is not worked out again. What the reader is entitled to is read once, where
   * something is not kept.
   *
   * @param tables as of snapshots that do not change
   */
  public static ReaderSession open(
      SparkSession spark,
      Contracts contracts,
      Function<TableName, Dataset<Row>> tables,
      Access access,
      LocalDate today,
      Keeper keeper) {
    SparkSession session = spark.cloneSession();
    SWITCHED_OFF.forEach(key -> session.conf().set(key, false));
    TrinoFunctions.register(session.sessionState().functionRegistry());
    return new ReaderSession(
        session, contracts, tables, access, Enrolment.of(tables, access), keeper, today);
  }

  /**
   * The class of rights of a reader who is let in.
   *
   * @throws InsightException as {@link #open}
   */
  public static String scope(Function<TableName, Dataset<Row>> tables, Access access) {
    return Enrolment.of(tables, access).scope();
  }

  /** The class of rights that the reader has. */
  public String scope() {
    return enrolment.scope();
  }

  /** Whether the reader's clearance shows columns of identifiers. */
  public boolean isShownIdentifiers() {
    return enrolment.isShownIdentifiers();
  }

  /** Whether the reader may say which records are the same thing. A revocation counts at once. */
  public boolean mayDecide() {
    return enrolment.mayDecide();
  }

  /**
   * The tables that a query reads, sorted.
   *
   * @throws InsightException as {@link #sql}
   */
  public SortedSet<TableName> reads(String select) {
    return parsed(() -> ReaderQuery.of(select, contracts).tables());
  }

  /** The row filter as it is enforced on a table, in words of SQL. */
  public String filter(TableName name) {
    return name
        + ": policy_id IN (SELECT policy_id FROM governance.entitlements WHERE scope = '"
        + enrolment.scope()
        + "') on this day";
  }

  /**
   * The answer to one SELECT, WITH, VALUES or set operation; it runs when it is collected.
   *
   * @throws InsightException USAGE in one line, where it is anything else, does not parse, is too
   *     deeply nested, or names a table, column or function that readers do not have; the same
   *     whatever rows there are
   */
  public Dataset<Row> sql(String select) {
    return parsed(
        () -> {
          Dataset<Row> answer =
              session.withActive(
                  () ->
                      Dataset.ofRows(session, ReaderQuery.of(select, contracts).on(this::visible)));
          ReaderQuery.checkResolved(answer.queryExecution().analyzed());
          return answer;
        });
  }

  private static <T> T parsed(Callable<T> query) {
    try {
      return query.call();
    } catch (StackOverflowError e) {
      throw ReaderQuery.refused("it is too deeply nested");
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Exception e) {
      // Spark's AnalysisException and ParseException, which its Scala signatures do not declare.
      String why =
          e instanceof AnalysisException a ? a.getSimpleMessage() : String.valueOf(e.getMessage());
      throw new InsightException(
          org.insight.core.ErrorKind.USAGE, "Cannot answer the query: " + firstLine(why), e);
    }
  }

  /** Of an error of Spark's, whose plan, which follows, only repeats it. */
  private static String firstLine(String message) {
    return message.strip().lines().findFirst().orElse("").strip();
  }

  /** What the reader may see of a table, as {@link #sql} shows it. */
  public Dataset<Row> table(TableName name) {
    requireForReaders(name);
    return session.withActive(() -> Dataset.ofRows(session, visible(name)));
  }

  /**
   * As {@link #table}, with one more column {@link #CODES}: the strictest handling codes, in each
   * scheme, of all that a row's label grants.
   */
  public Dataset<Row> marked(TableName name) {
    requireForReaders(name);
    ReaderQuery.requireStated(contracts.get(name), access);
    LogicalPlan marked =
        named(name, rows(name, col(VisibleLabels.CODES).as(CODES))).queryExecution().analyzed();
    return session.withActive(() -> Dataset.ofRows(session, marked));
  }

  private void requireForReaders(TableName name) {
    if (contracts.find(name).filter(TableContract::carriesPolicy).isEmpty()) {
      throw ReaderQuery.refused("no such table for readers, found " + name);
    }
  }

  private LogicalPlan visible(TableName name) {
    ReaderQuery.requireStated(contracts.get(name), access);
    Sight sight = new Sight(enrolment.scope(), enrolment.isShownIdentifiers(), today);
    return visible.computeIfAbsent(
        name, n -> named(n, keeper.rows(n, sight, () -> rows(n))).queryExecution().analyzed());
  }

  private Dataset<Row> labels() {
    Dataset<Row> read = labels;
    if (read == null) {
      read = VisibleLabels.of(tables, enrolment.scope(), today);
      labels = read;
    }
    return read;
  }

  /** Behind a name, the metadata columns of files (_metadata, _file, _pos) cannot be asked for. */
  private static Dataset<Row> named(TableName name, Dataset<Row> rows) {
    return rows.alias(name.table());
  }

  private Dataset<Row> rows(TableName name, Column... more) {
    List<Column> stored = new ArrayList<>();
    List<Column> shown = new ArrayList<>();
    for (org.insight.schemas.Column column : contracts.get(name).columns()) {
      stored.add(col(column.name()));
      shown.add(shown(column).as(column.name()));
    }
    shown.add(col(VisibleLabels.RESTRICTIONS));
    shown.addAll(List.of(more));
    // Inner and semi join are one here, for a label stands in the list once; a null equals nothing.
    return tables
        .apply(name)
        .select(stored.toArray(new Column[0]))
        .join(labels(), col(TableContract.POLICY_ID).equalTo(col(VisibleLabels.LABEL_ID)))
        .sample(false, ALL, 0)
        .select(shown.toArray(new Column[0]));
  }

  private Column shown(org.insight.schemas.Column column) {
    if (column.name().equals(TableContract.POLICY_ID)) {
      return col(VisibleLabels.SHOWN_ID);
    }
    if (column.sensitivity() == Sensitivity.IDENTIFIER && !enrolment.isShownIdentifiers()) {
      return lit(null).cast(column.type());
    }
    return col(column.name());
  }
}
