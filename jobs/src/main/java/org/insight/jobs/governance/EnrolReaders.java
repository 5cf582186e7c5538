package org.insight.jobs.governance;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.policy.Purpose;
import org.insight.policy.Scope;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Enrols the readers, each with the id of the scope of their rights: those of the configuration, as
 * far as no act was done on them, and those of the latest acts. A reader whose latest act left no
 * rights is not enrolled.
 *
 * <p>The configured readers come by constructor. A dataset needs a session, which a job has not, so
 * governance.policies is read for nothing but one row to hang the readers on: its count.
 */
public final class EnrolReaders implements Job {

  private static final String SEPARATOR = ",";

  private final SortedMap<String, Scope> readers;

  /**
   * @param readers scope by reader's name
   */
  public EnrolReaders(Map<String, Scope> readers) {
    this.readers = new TreeMap<>(readers);
  }

  /**
   * The same between two runs: with the readers as the last one enrolled them. What the
   * configuration says since waits for the next one, and a row that no run wrote is not taken over.
   *
   * @param settings of the last enrolment
   * @param enrolled governance.readers
   */
  public EnrolReaders asBefore(String settings, Dataset<Row> enrolled) {
    Set<String> before = each(settings);
    SortedMap<String, Scope> kept = new TreeMap<>();
    for (Row row : enrolled.collectAsList()) {
      String reader = row.getAs("reader");
      Scope rights = ReaderRights.isOfItsScope(row) ? ReaderRights.rights(row) : null;
      if (rights != null && enrols(before, reader, rights)) {
        kept.put(reader, rights);
      }
    }
    // Whose row was taken out by hand, too, and who has an act: while the configuration stays the
    // same, so do the settings.
    readers.forEach(
        (reader, rights) -> {
          if (enrols(before, reader, rights)) {
            kept.putIfAbsent(reader, rights);
          }
        });
    return new EnrolReaders(kept);
  }

  @Override
  public String settings() {
    return settings(readers);
  }

  /** As {@link #settings()}, of the readers of a file. */
  public static String settings(SortedMap<String, Scope> file) {
    return file.entrySet().stream()
        .map(e -> setting(e.getKey(), e.getValue()))
        .collect(Collectors.joining(SEPARATOR));
  }

  /** Whether a run with these settings has enrolled a reader so, as far as no act was done. */
  public static boolean enrols(String settings, String reader, Scope rights) {
    return enrols(each(settings), reader, rights);
  }

  private static Set<String> each(String settings) {
    return new HashSet<>(List.of(settings.split(SEPARATOR)));
  }

  private static boolean enrols(Set<String> enrolled, String reader, Scope rights) {
    // Without the clearance of who sees all, as it was entered before.
    return enrolled.contains(setting(reader, rights))
        || (rights.control() && enrolled.contains(reader + "=" + rights.id()));
  }

  /** Whether it comes to the same with these rights as with those. */
  public static boolean alike(Scope these, Scope those) {
    return setting("", these).equals(setting("", those));
  }

  /**
   * The scope of the control role does not tell its clearances apart, and identifiers go by it. Nor
   * does a scope tell who decides.
   */
  private static String setting(String reader, Scope rights) {
    return reader
        + "="
        + rights.id()
        + (rights.control() ? "/" + rights.clearance() : rights.decides() ? "/decides" : "");
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.POLICIES), Read.whole(Tables.READER_ACTS));
  }

  @Override
  public TableName writes() {
    return Tables.READERS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    Dataset<Row> changed = inputs.table(Tables.READER_ACTS).transform(EnrolReaders::latest);
    Dataset<Row> byActs = changed.where(col("role").isNotNull());
    if (readers.isEmpty()) {
      return byActs;
    }
    return inputs
        .table(Tables.POLICIES)
        .transform(EnrolReaders::oneRow)
        .transform(this::readers)
        .join(changed, new String[] {"reader"}, "left_anti")
        .unionByName(byActs);
  }

  /** What the latest act on each reader left of the rights. */
  private static Dataset<Row> latest(Dataset<Row> acts) {
    return acts.groupBy("reader")
        .agg(
            max_by(
                    struct(
                        col("scope"),
                        col("country"),
                        col("body"),
                        col("clearance"),
                        col("purposes"),
                        col("role")),
                    col("number"))
                .as("rights"))
        .select("reader", "rights.*");
  }

  private static Dataset<Row> oneRow(Dataset<Row> any) {
    return any.agg(count(lit(1)));
  }

  private Dataset<Row> readers(Dataset<Row> oneRow) {
    Column[] rows =
        readers.entrySet().stream().map(r -> row(r.getKey(), r.getValue())).toArray(Column[]::new);
    return oneRow.select(inline(array(rows)));
  }

  private static Column row(String name, Scope scope) {
    Column[] purposes =
        scope.purposes().stream()
            .map(Purpose::code)
            .sorted()
            .map(org.apache.spark.sql.functions::lit)
            .toArray(Column[]::new);
    return struct(
        lit(name).as("reader"),
        lit(scope.id()).as("scope"),
        text(scope.country()).as("country"),
        text(scope.body()).as("body"),
        lit(scope.clearance()).as("clearance"),
        array(purposes).cast("array<string>").as("purposes"),
        lit(scope.role().code()).as("role"));
  }

  private static Column text(@Nullable String value) {
    return lit(value).cast("string");
  }
}
