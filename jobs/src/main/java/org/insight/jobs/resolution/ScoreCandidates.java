package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_date;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.jobs.governance.PolicyAccesses;
import org.insight.policy.LabelColumns;
import org.insight.resolution.Block;
import org.insight.resolution.CrowdedKeys;
import org.insight.resolution.Evidence;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;
import org.insight.resolution.Scorer;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Compares records that share a blocking key, and keeps the pairs that may be one subject.
 *
 * <p>A pair is a function of its two records, of the released model, and of how many share a key
 * under the accesses of the two ({@link Block}). So hidden records neither make nor unmake it, nor
 * its mark that pairs like it are left out under another key ({@link CrowdedKeys}).
 */
public final class ScoreCandidates implements UpdateJob {

  private static final StructType PAIRS =
      StructType.fromDDL(
          """
          left_id string, right_id string, left_policy string, right_policy string, score int,
          evidence array<struct<comparison:string,level:string,weight:int>>, crowded boolean""");

  private static final UserDefinedFunction KEYS =
      udf(
          (UDF1<byte[], long[]>) features -> Profile.keys(features, 0),
          DataTypes.createArrayType(DataTypes.LongType, false));

  private final int pairs;

  /**
   * @param pairs most pairs of a key for two accesses
   */
  public ScoreCandidates(int pairs) {
    this.pairs = pairs;
  }

  @Override
  public String settings() {
    return "model=" + Models.released().hash() + " pairs=" + pairs + " least=" + Scorer.LEAST_KEPT;
  }

  @Override
  public Set<Read> reads() {
    return Set.of(Read.whole(Tables.PROFILES), Read.whole(Tables.POLICIES));
  }

  @Override
  public TableName writes() {
    return Tables.CANDIDATES;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return scored(keyed(inputs.table(Tables.PROFILES)), inputs.table(Tables.POLICIES));
  }

  /**
   * The pairs of the records that changed, and of all that share a crowded key with one of these:
   * whether such are compared depends on how many they are.
   */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> profiles = changes.table(Tables.PROFILES);
    Dataset<Row> changed = HeldRows.keys(changed(changes));
    String[] record = {"record_id"};
    Dataset<Row> before =
        HeldRows.of(
            keyed(changes.before(Tables.PROFILES).join(changed, record, "left_semi"))
                .select("key", "record_id"));
    Dataset<Row> keyed = keyed(profiles);
    Dataset<Row> now = keyed.select("key", "record_id");
    Dataset<Row> keys =
        HeldRows.keys(
            now.join(changed, record, "left_semi")
                .select("key")
                .union(before.select("key"))
                .distinct());
    Dataset<Row> members =
        HeldRows.of(now.join(keys, new String[] {"key"}, "left_semi").union(before).distinct());
    Dataset<Row> touched =
        HeldRows.keys(
            changed
                .union(
                    members
                        .join(HeldRows.keys(large(members)), new String[] {"key"}, "left_semi")
                        .select("record_id"))
                .distinct());
    Dataset<Row> theirs =
        HeldRows.keys(keyed(profiles.join(touched, record, "left_semi")).select("key").distinct());
    return Optional.of(
        new Update(
            withEnd(changes.output().select("left_id", "right_id"), touched),
            withEnd(
                scored(
                    keyed.join(theirs, new String[] {"key"}, "left_semi"),
                    changes.table(Tables.POLICIES)),
                touched)));
  }

  /** Of records that came, changed or went, or whose policies did. */
  private static Dataset<Row> changed(Changes changes) {
    Dataset<Row> policies = PolicyAccesses.changed(changes);
    return changes
        .keys(Tables.PROFILES)
        .select("record_id")
        .union(
            changes
                .table(Tables.PROFILES)
                .join(policies, new String[] {"policy_id"}, "left_semi")
                .select("record_id"))
        .distinct();
  }

  /** Pairs of which one or both ends are among these. */
  private static Dataset<Row> withEnd(Dataset<Row> pairs, Dataset<Row> ends) {
    return pairs
        .join(
            ends.withColumnRenamed("record_id", "left_id").withColumn("l", lit(1)),
            new String[] {"left_id"},
            "left")
        .join(
            ends.withColumnRenamed("record_id", "right_id").withColumn("r", lit(1)),
            new String[] {"right_id"},
            "left")
        .where(col("l").isNotNull().or(col("r").isNotNull()))
        .drop("l", "r");
  }

  private static Dataset<Row> keyed(Dataset<Row> profiles) {
    return profiles.select(
        explode(KEYS.apply(col("features"))).as("key"),
        col("record_id"),
        col("policy_id"),
        col("features"));
  }

  /** Keys that so many have that not all need be compared. */
  private Dataset<Row> large(Dataset<Row> members) {
    return members
        .groupBy("key")
        .agg(count(lit(1)).as("members"))
        .where(col("members").multiply(col("members").minus(1)).gt(2L * pairs))
        .select("key");
  }

  private Dataset<Row> scored(Dataset<Row> keyed, Dataset<Row> policies) {
    int most = pairs;
    CrowdedKeys crowded = crowded(keyed, policies);
    return withAccess(keyed, policies)
        .repartition(col("key"))
        .sortWithinPartitions("key", "record_id")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> new Pairs(rows, most, crowded),
            Encoders.row(PAIRS))
        .dropDuplicates("left_id", "right_id")
        .withColumn(
            "label",
            LabelColumns.union(
                LabelColumns.ofPolicy(col("left_policy")),
                LabelColumns.ofPolicy(col("right_policy"))))
        .drop("left_policy", "right_policy");
  }

  private CrowdedKeys crowded(Dataset<Row> keyed, Dataset<Row> policies) {
    CrowdedKeys crowded = new CrowdedKeys(pairs);
    HeldRows.counted(
            withAccess(
                    keyed.join(HeldRows.keys(large(keyed)), new String[] {"key"}, "left_semi"),
                    policies)
                .groupBy("key", "access", "ends")
                .agg(count(lit(1))))
        .iterator()
        .forEachRemaining(
            row -> crowded.add(row.getLong(0), row.getString(1), row.getLong(2), row.getLong(3)));
    return crowded;
  }

  private static Dataset<Row> withAccess(Dataset<Row> keyed, Dataset<Row> policies) {
    return keyed
        .join(broadcast(PolicyAccesses.of(policies)), new String[] {"policy_id"}, "left")
        .select(
            col("key"),
            col("record_id"),
            col("policy_id"),
            coalesce(col("access"), col("policy_id")).as("access"),
            coalesce(unix_date(col("ends").cast("date")).cast("bigint"), lit(Long.MAX_VALUE))
                .as("ends"),
            col("features"));
  }

  /** The pairs of a partition, block by block. */
  private static final class Pairs implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final int most;
    private final CrowdedKeys crowded;
    private final Scorer scorer = new Scorer(Models.released());
    private final Evidence evidence = new Evidence();
    private final Deque<Row> ready = new ArrayDeque<>();
    private @Nullable Row ahead;

    Pairs(Iterator<Row> rows, int most, CrowdedKeys crowded) {
      this.rows = rows;
      this.most = most;
      this.crowded = crowded;
      ahead = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && ahead != null) {
        block(ahead);
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      return ready.remove();
    }

    private void block(Row first) {
      long key = first.getLong(0);
      List<Row> members = new ArrayList<>();
      Block block = new Block(most);
      for (Row row = first; row != null && row.getLong(0) == key; row = ahead) {
        block.add(members.size(), row.getString(3), row.getLong(4));
        members.add(row);
        ahead = rows.hasNext() ? rows.next() : null;
      }
      if (members.size() < 2) {
        return;
      }
      Profile[] profiles = new Profile[members.size()];
      block.forEach(
          (a, b) ->
              compare(
                  members.get(a),
                  profile(members, profiles, a),
                  members.get(b),
                  profile(members, profiles, b)));
    }

    /** Unpacked once, and only if it is compared. */
    private static Profile profile(List<Row> members, Profile[] profiles, int at) {
      Profile profile = profiles[at];
      if (profile == null) {
        profile = Profile.unpack(members.get(at).<byte[]>getAs(5));
        profiles[at] = profile;
      }
      return profile;
    }

    private void compare(Row one, Profile a, Row other, Profile b) {
      if (!scorer.compare(a, b, evidence)) {
        return;
      }
      int score = scorer.total(evidence);
      if (score < Scorer.LEAST_KEPT) {
        return;
      }
      Row[] levels = new Row[evidence.size()];
      for (int i = 0; i < levels.length; i++) {
        levels[i] =
            RowFactory.create(
                evidence.comparison(i).code(),
                evidence.comparison(i).levels().get(evidence.level(i)),
                scorer.weight(evidence, i));
      }
      // Sorted by record, and a block gives the lesser of two first.
      ready.add(
          RowFactory.create(
              one.getString(1),
              other.getString(1),
              one.getString(2),
              other.getString(2),
              score,
              levels,
              crowded.shared(
                  a, one.getString(3), one.getLong(4), b, other.getString(3), other.getLong(4))));
    }
  }
}
