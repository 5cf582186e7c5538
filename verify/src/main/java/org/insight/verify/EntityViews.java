package org.insight.verify;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.insight.core.SaltedHash;
import org.insight.engine.HeldRows;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.schemas.TableContract;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * For every set of policies that some scope has in view, the entities in view are those of the
 * connected sets of the records in view; the evidence of each is of records that are in it under
 * the same label, so that it tells of no other; and by all evidence together each record is tied to
 * every other, so that whoever asks why they are one finds the answer.
 */
final class EntityViews implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> looked = sources.looked(contract);
    String[] columns = {"entity_id", "record_id", "schema", "policy_id"};
    Dataset<Row> due =
        sources.dueOf(
            contract, sources.held("due entities", () -> Views.entities(sources).toDF(columns)));
    Dataset<Row> ofEntities = ofEntities(sources, contract, looked);
    return Tally.of(
            sources,
            contract,
            looked.selectExpr(columns),
            due,
            List.of("entity_id", "record_id"),
            examples)
        .with(
            MismatchReason.EVIDENCE,
            oddEvidence(sources, looked, ofEntities),
            List.of("entity_id", "record_id", "policy_id"),
            examples)
        .with(
            MismatchReason.UNTIED,
            isOlder(sources, contract) ? ofEntities.limit(0) : untied(ofEntities),
            List.of("entity_id", "policy_id"),
            examples);
  }

  /**
   * Whether rows were made by a version whose evidence had an end, so that it may lack what a run
   * that goes back to them is none the worse for.
   */
  private static boolean isOlder(Sources sources, TableContract contract) {
    Snapshot made = sources.lake().lastWrite(contract.name());
    String settings = made == null ? null : made.summary().get(StagedWrite.SETTINGS);
    return settings != null && !settings.contains("evidence=");
  }

  /** All memberships of the entities that are looked at. */
  private static Dataset<Row> ofEntities(
      Sources sources, TableContract contract, Dataset<Row> looked) {
    Dataset<Row> all = sources.rows(contract.name());
    return sources.written().isEmpty()
        ? all
        : all.join(
            HeldRows.keys(looked.select("entity_id").distinct()),
            new String[] {"entity_id"},
            "left_semi");
  }

  /** Versions of entities that their evidence would let fall apart. */
  private static Dataset<Row> untied(Dataset<Row> memberships) {
    UDF1<Seq<Row>, Boolean> tied = EntityViews::isTied;
    return memberships
        .groupBy("entity_id", "policy_id")
        .agg(
            collect_list(
                    struct(
                        SaltedHash.of(col("record_id")),
                        transform(
                            col("evidence"), e -> SaltedHash.of(e.getField("other_record_id")))))
                .as("ties"))
        .where(size(col("ties")).gt(1))
        .where(udf(tied, DataTypes.BooleanType).apply(col("ties")).equalTo(false))
        .select("entity_id", "policy_id");
  }

  /**
   * Whether one comes from each record to every other.
   *
   * @param ties a record, and an array of those that it is tied to
   */
  private static boolean isTied(Seq<Row> ties) {
    List<Row> records = JavaConverters.seqAsJavaList(ties);
    Map<Long, Set<Long>> next = new HashMap<>();
    records.forEach(row -> next.put(row.getLong(0), new HashSet<>()));
    for (Row row : records) {
      for (Long other : row.<Long>getList(1)) {
        tie(next, row.getLong(0), other);
        tie(next, other, row.getLong(0));
      }
    }
    Set<Long> reached = new HashSet<>();
    Deque<Long> walk = new ArrayDeque<>(List.of(records.get(0).getLong(0)));
    while (!walk.isEmpty()) {
      Long at = walk.remove();
      if (next.containsKey(at) && reached.add(at)) {
        walk.addAll(next.getOrDefault(at, Set.of()));
      }
    }
    return reached.size() == next.size();
  }

  private static void tie(Map<Long, Set<Long>> next, Long one, Long other) {
    Set<Long> to = next.get(one);
    if (to != null) {
      to.add(other);
    }
  }

  /** Memberships of which some evidence is not of the record and of another of its entity. */
  private static Dataset<Row> oddEvidence(
      Sources sources, Dataset<Row> memberships, Dataset<Row> all) {
    Column version = SaltedHash.of(col("entity_id"), col("policy_id"));
    Dataset<Row> members =
        all.select(version.as("version_2"), SaltedHash.of(col("record_id")).as("member"));
    Dataset<Row> entries =
        memberships
            .select(
                col("entity_id"),
                col("record_id"),
                col("schema"),
                col("policy_id"),
                version.as("version"),
                explode(col("evidence")).as("e"))
            .withColumn("other", SaltedHash.of(col("e.other_record_id")))
            .join(
                members,
                col("version").equalTo(col("version_2")).and(col("other").equalTo(col("member"))),
                "left");
    Column compared = ComparedRecords.isCompared(col("schema"));
    Column decided = col("e.kind").equalTo("decision");
    Dataset<Row> odd =
        oddMatches(sources, entries.where(compared.and(not(decided))))
            .union(oddDecisions(sources, entries.where(compared.and(decided))))
            .union(oddMentions(sources, entries.where(not(compared))));
    return odd.distinct();
  }

  /** Of persons and organisations: evidence is a pair that scores what it says. */
  private static Dataset<Row> oddMatches(Sources sources, Dataset<Row> entries) {
    Dataset<Row> named = entries.withColumn("other_id", col("e.other_record_id"));
    Dataset<Row> scored =
        ComparedRecords.withFeatures(
            sources,
            ComparedRecords.withFeatures(sources, named, "record_id", "features"),
            "other_id",
            "other_features");
    return odd(
        scored,
        col("member")
            .isNotNull()
            .and(col("other_id").notEqual(col("record_id")))
            .and(col("e.kind").equalTo("match"))
            .and(col("e.mention_id").isNull())
            .and(col("e.other_mention_id").isNull())
            .and(ComparedRecords.scores(col("features"), col("other_features"), col("e.score"))));
  }

  /** Evidence that is a decision: it stands, and says that both are one. */
  private static Dataset<Row> oddDecisions(Sources sources, Dataset<Row> entries) {
    return odd(
        entries.join(DecisionCheck.ties(sources), col("e.mention_id").equalTo(col("tie")), "left"),
        col("member")
            .isNotNull()
            .and(col("e.other_mention_id").equalTo(col("tie")))
            .and(col("e.score").isNull())
            .and(col("e.other_record_id").notEqual(col("record_id")))
            .and(array_contains(col("of"), col("record_id")))
            .and(array_contains(col("of"), col("e.other_record_id"))));
  }

  /** Of things: evidence is an identifier that both have. */
  private static Dataset<Row> oddMentions(Sources sources, Dataset<Row> entries) {
    Dataset<Row> mentions =
        sources.mentions(
            entries.select("e.mention_id").union(entries.select("e.other_mention_id")));
    Dataset<Row> own =
        mentions.select("mention", "subject", "shared", "kind").toDF("m1", "s1", "v1", "k1");
    Dataset<Row> other = mentions.select("mention", "subject", "shared").toDF("m2", "s2", "v2");
    return odd(
        entries
            .join(own, SaltedHash.of(col("e.mention_id")).equalTo(col("m1")), "left")
            .join(other, SaltedHash.of(col("e.other_mention_id")).equalTo(col("m2")), "left"),
        col("s1")
            .equalTo(SaltedHash.of(col("record_id")))
            .and(col("s2").equalTo(col("other")))
            .and(col("v1").equalTo(col("v2")))
            .and(col("k1").equalTo(col("e.kind")))
            .and(col("member").isNotNull()));
  }

  private static Dataset<Row> odd(Dataset<Row> entries, Column sound) {
    return entries
        .where(coalesce(sound, lit(false)).equalTo(false))
        .select("entity_id", "record_id", "policy_id");
  }
}
