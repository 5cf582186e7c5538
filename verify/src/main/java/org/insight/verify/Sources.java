package org.insight.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.storage.StorageLevel;
import org.insight.core.SaltedHash;
import org.insight.engine.HeldRows;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.schemas.Lineage;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * What rows rest on, followed from each table to the arrivals, and never by the labels that rows
 * carry: a wrong label is found in its own row and in each row that was made of it.
 *
 * <p>Rows are told apart by 64-bit hashes of their keys. Two of one hash would show as rows too
 * many or as a wrong label, never as a right one.
 */
final class Sources implements AutoCloseable {

  static final TableName ARRIVALS = Tables.ARRIVALS;
  static final TableName RECORDS = Tables.RECORDS;
  static final TableName DOCUMENTS = Tables.DOCUMENTS;
  static final TableName TIMES = Tables.TIMES;
  static final TableName PLACES = Tables.PLACES;
  static final TableName EVENTS = Tables.EVENTS;
  static final TableName IDENTIFIERS = Tables.IDENTIFIERS;
  static final TableName DESCRIBED = Tables.DESCRIBED;
  static final TableName SUBJECTS = Tables.SUBJECTS;
  static final TableName PROFILES = Tables.PROFILES;
  static final TableName CANDIDATES = Tables.CANDIDATES;
  static final TableName MEMBERSHIPS = Tables.MEMBERSHIPS;
  static final TableName POLICIES = Tables.POLICIES;
  static final TableName READERS = Tables.READERS;
  static final TableName LABELS = Tables.LABELS;

  private final Lake lake;
  private final @Nullable Written written;
  private final Map<String, Dataset<Row>> held = new HashMap<>();
  private final List<Dataset<Row>> kept = new ArrayList<>();
  private final Map<String, Object> known = new HashMap<>();

  /** To look at all rows. */
  Sources(Lake lake) {
    this(lake, null);
  }

  /**
   * @param written to look only at the rows that a run wrote; null: at all
   */
  Sources(Lake lake, @Nullable Written written) {
    this.lake = lake;
    this.written = written;
  }

  /** What the rows to look at are limited to; empty: to nothing. */
  Optional<Written> written() {
    return Optional.ofNullable(written);
  }

  /** The rows of a table that are looked at. */
  Dataset<Row> looked(TableContract contract) {
    if (written == null) {
      return rows(contract.name());
    }
    // To find the rows of some keys the whole table is read, and checks look more than once.
    return written.keys(contract).isPresent()
        ? held("looked at of " + contract.name(), () -> written.rows(contract))
        : written.rows(contract);
  }

  /** How many rows of a table are looked at. */
  long lookedRows(TableContract contract) {
    return written == null ? lake.rows(contract.name()) : looked(contract).count();
  }

  /** Of rows that are due, those of the keys that are looked at. */
  Dataset<Row> dueOf(TableContract contract, Dataset<Row> due) {
    String[] key = contract.key().toArray(String[]::new);
    return written()
        .flatMap(w -> w.keys(contract))
        .map(keys -> due.join(keys, key, "left_semi"))
        .orElse(due);
  }

  Lake lake() {
    return lake;
  }

  SparkSession spark() {
    return lake.spark();
  }

  /** The rows of a table as readers would find them. */
  Dataset<Row> rows(TableName table) {
    return lake.read(table);
  }

  /** Rows that several checks need, made once. */
  Dataset<Row> held(String name, Supplier<Dataset<Row>> rows) {
    Dataset<Row> there = held.get(name);
    if (there == null) {
      Dataset<Row> made = rows.get().persist(StorageLevel.MEMORY_AND_DISK());
      kept.add(made);
      there = asKept(made);
      held.put(name, there);
    }
    return there;
  }

  /**
   * Rows that Spark keeps, without how they are made: it would analyse that with each question that
   * is made of them, to find each time that it has them.
   */
  static Dataset<Row> asKept(Dataset<Row> rows) {
    LogicalPlan made = rows.queryExecution().analyzed();
    LogicalPlan there = Dataset.ofRows(rows.sparkSession(), made).queryExecution().withCachedData();
    return Dataset.ofRows(rows.sparkSession(), there);
  }

  /** A value that several checks need, made once. */
  <T> T known(Class<T> type, Supplier<T> value) {
    Object there = known.get(type.getName());
    if (there == null) {
      there = value.get();
      known.put(type.getName(), there);
    }
    return type.cast(there);
  }

  /** Brings a value to the tasks. */
  <T> Broadcast<T> broadcast(T value) {
    return JavaSparkContext.fromSparkContext(spark().sparkContext()).broadcast(value);
  }

  /** The base policies of items and decisions, by id; those that cannot be read are left out. */
  Policies policies() {
    return known(Policies.class, this::readPolicies);
  }

  /**
   * @param byId policy by its id
   */
  record Policies(Map<String, BasePolicy> byId) {}

  /**
   * Decisions as the last run took them in, for readers decide at any time; of a lake in which none
   * did, as they are.
   */
  Dataset<Row> decisionActs() {
    return actsTakenIn(Tables.DECISIONS, Tables.DECISION_ACTS);
  }

  /** Acts that come at any time, as a table has last taken them in; all if it took in none. */
  Dataset<Row> actsTakenIn(TableName table, TableName acts) {
    return Optional.ofNullable(lake.lastWrite(table))
        .flatMap(made -> RightsThen.consumed(made, acts))
        .map(taken -> lake.readAt(acts, taken))
        .orElseGet(() -> rows(acts));
  }

  private Policies readPolicies() {
    Map<String, BasePolicy> byId = new HashMap<>();
    rows(ARRIVALS)
        .select("base_policy")
        .union(decisionActs().select("base_policy"))
        .where(col("base_policy").isNotNull())
        .distinct()
        .collectAsList()
        .forEach(
            row -> {
              try {
                BasePolicy policy = BasePolicy.fromCanonical(row.getString(0));
                byId.put(policy.id(), policy);
              } catch (IllegalArgumentException e) {
                // Found as such, row by row, in landing.arrivals and resolution.decisions.
              }
            });
    return new Policies(Map.copyOf(byId));
  }

  /** Which scope is entitled to which base policy, by the readers and the rule. */
  Rights rights() {
    return known(
        Rights.class, () -> Rights.of(ReaderScopes.scopes(rows(READERS)), policies().byId()));
  }

  /**
   * As {@link #rights}, of the readers and policies for which the rows of a table were made: these
   * are no less right where readers have changed since.
   */
  Rights rightsThen(TableName table) {
    RightsThen then = RightsThen.of(lake, table).orElse(null);
    if (then == null || then.isNow(lake)) {
      return rights();
    }
    Map<String, BasePolicy> byId = new HashMap<>(policies().byId());
    byId.keySet()
        .retainAll(
            lake.readAt(POLICIES, then.policies())
                .select("base_policy_id")
                .as(Encoders.STRING())
                .collectAsList());
    return Rights.of(ReaderScopes.scopes(lake.readAt(READERS, then.readers())), byId);
  }

  /**
   * What the rows of a table rest on: {@code key}, the hash of a column by which its rows are
   * named, and {@code policies}, as in {@link PolicySets}, of all rows of that name; null where a
   * row of the lineage is not there.
   */
  Dataset<Row> origin(TableName table, String by) {
    TableContract contract = lake.contracts().get(table);
    return held(
        "origin of " + table + " by " + by,
        () -> {
          Column key = SaltedHash.of(col(by)).as("key");
          if (table.equals(ARRIVALS)) {
            return rows(table)
                .select(key, PolicySets.ofPolicy(col("base_policy")).as("policies"))
                .withColumn(
                    "policies",
                    when(col("policies").equalTo(PolicySets.UNREADABLE), PolicySets.QUARANTINE)
                        .otherwise(col("policies")));
          }
          Dataset<Row> traced = traced(contract, key);
          if (contract.grain().equals(List.of(by))) {
            return traced;
          }
          return traced
              .groupBy("key")
              .agg(max(col("policies").isNull()).as("lost"), collect_set("policies").as("sets"))
              .select(
                  col("key"),
                  when(col("lost").equalTo(lit(false)), PolicySets.unionOf(col("sets")))
                      .as("policies"));
        });
  }

  /**
   * Rows of a table that names its sources, with {@code policies}: the union of what these rest on,
   * null where one is not there.
   *
   * @param kept what to keep of the rows
   */
  Dataset<Row> traced(TableContract contract, Column... kept) {
    return traced(contract, rows(contract.name()), kept);
  }

  /** As {@link #traced(TableContract, Column...)}, of some rows of the table. */
  Dataset<Row> traced(TableContract contract, Dataset<Row> some, Column... kept) {
    List<Lineage> lineage = contract.lineage();
    if (lineage.isEmpty()) {
      throw new IllegalStateException(
          "Cannot trace rows: the contract names no lineage, found " + contract.name());
    }
    List<Column> columns = new ArrayList<>(List.of(kept));
    for (int i = 0; i < lineage.size(); i++) {
      columns.add(applies(lineage.get(i)).as("applies_" + i));
      columns.add(SaltedHash.of(col(lineage.get(i).column())).as("source_" + i));
    }
    Dataset<Row> rows = some.select(columns.toArray(Column[]::new));
    Column lost = lit(false);
    Column any = lit(false);
    List<Column> sets = new ArrayList<>();
    for (int i = 0; i < lineage.size(); i++) {
      String set = "policies_" + i;
      Dataset<Row> sources = sourcesOf(lineage.get(i)).toDF("key_" + i, set);
      // The condition is part of the join: an input that does not apply is not looked up.
      rows =
          rows.join(
              sources,
              col("applies_" + i).and(col("source_" + i).equalTo(col("key_" + i))),
              "left");
      lost = lost.or(col("applies_" + i).and(col(set).isNull()));
      any = any.or(col("applies_" + i));
      sets.add(col(set));
    }
    Column policies =
        sets.size() == 1 ? sets.get(0) : PolicySets.unionOf(array(sets.toArray(Column[]::new)));
    Dataset<Row> traced =
        rows.withColumn(
            "policies", when(lost.or(any.equalTo(lit(false))), null).otherwise(policies));
    String[] helpers =
        Stream.of(traced.columns())
            .filter(c -> c.matches("(applies|source|key|policies)_\\d+"))
            .toArray(String[]::new);
    return traced.drop(helpers);
  }

  private Dataset<Row> sourcesOf(Lineage lineage) {
    return origin(lineage.from(), lineage.namedIn(lake.contracts().get(lineage.from())));
  }

  private static Column applies(Lineage lineage) {
    Column applies = col(lineage.column()).isNotNull();
    for (Map.Entry<String, String> e : lineage.when().entrySet()) {
      applies = applies.and(col(e.getKey()).eqNullSafe(e.getValue()));
    }
    return applies;
  }

  /**
   * Identifiers that were found, where all rows are looked at every one, else those that are named:
   * {@code mention}, {@code subject} and {@code shared} (the hashes of its id, of its subject's, of
   * kind and value), {@code subject_kind}, {@code kind}, {@code begin} and {@code end} in a text,
   * and {@code policies}.
   *
   * @param named ids of identifiers, in any number
   */
  Dataset<Row> mentions(Dataset<Row> named) {
    if (written == null) {
      return held("mentions", () -> mentionsOf(rows(IDENTIFIERS)));
    }
    Dataset<Row> ids = HeldRows.keys(named.toDF("mention_id").distinct());
    return mentionsOf(rows(IDENTIFIERS).join(ids, new String[] {"mention_id"}, "left_semi"));
  }

  private Dataset<Row> mentionsOf(Dataset<Row> identifiers) {
    return traced(
        lake.contracts().get(IDENTIFIERS),
        identifiers,
        SaltedHash.of(col("mention_id")).as("mention"),
        SaltedHash.of(col("subject_id")).as("subject"),
        shared().as("shared"),
        col("subject_kind"),
        col("kind"),
        col("begin"),
        col("end"));
  }

  /** Hash of an identifier, wherever it is found. */
  static Column shared() {
    return SaltedHash.of(col("kind"), col("value"));
  }

  /** Lets go of what was held. */
  @Override
  public void close() {
    kept.forEach(rows -> rows.unpersist(true));
    kept.clear();
    held.clear();
    known.clear();
  }
}
