package org.insight.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.run.HeldRows;
import org.insight.run.SaltedHash;
import org.insight.schemas.TableContract;

/**
 * For every set of policies that some scope has in view, the entities in view are the connected
 * sets of the records in view; and the evidence of each is of records that are in it under the same
 * label, so that it tells of no other.
 */
final class EntityViews implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> looked = sources.looked(contract);
    Dataset<Row> there = looked.select(col("entity_id"), col("record_id"), col("policy_id"));
    Dataset<Row> due =
        sources.dueOf(
            contract, Views.entities(sources).toDF("entity_id", "record_id", "policy_id"));
    Tally tally =
        Tally.of(sources, contract, there, due, List.of("entity_id", "record_id"), examples);
    Dataset<Row> odd =
        HeldRows.of(oddEvidence(sources, looked, ofEntities(sources, contract, looked)));
    long count = odd.count();
    List<String> named =
        count == 0
            ? List.of()
            : odd.limit(examples)
                .select(
                    concat_ws(
                        "",
                        lit("entity_id="),
                        col("entity_id"),
                        lit(" record_id="),
                        col("record_id"),
                        lit(" policy_id="),
                        col("policy_id")))
                .as(Encoders.STRING())
                .collectAsList();
    return tally.with(Why.EVIDENCE, count, named, examples);
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

  /** Memberships of which some evidence is not of the record and of another of its entity. */
  private static Dataset<Row> oddEvidence(
      Sources sources, Dataset<Row> memberships, Dataset<Row> all) {
    Dataset<Row> evidence = memberships.select(explode(col("evidence")).as("e"));
    Dataset<Row> mentions =
        sources.mentions(
            evidence.select("e.mention_id").union(evidence.select("e.other_mention_id")));
    Dataset<Row> own = mentions.select("mention", "subject", "shared").toDF("m1", "s1", "v1");
    Dataset<Row> other = mentions.select("mention", "subject", "shared").toDF("m2", "s2", "v2");
    Column version = SaltedHash.of(col("entity_id"), col("policy_id"));
    Dataset<Row> members =
        all.select(version.as("version_2"), SaltedHash.of(col("record_id")).as("member"));
    Column sound =
        col("s1")
            .equalTo(SaltedHash.of(col("record_id")))
            .and(col("s2").equalTo(col("other")))
            .and(col("v1").equalTo(col("v2")))
            .and(col("member").isNotNull());
    return memberships
        .select(
            col("entity_id"),
            col("record_id"),
            col("policy_id"),
            version.as("version"),
            explode(col("evidence")).as("e"))
        .withColumn("other", SaltedHash.of(col("e.other_record_id")))
        .join(own, SaltedHash.of(col("e.mention_id")).equalTo(col("m1")), "left")
        .join(other, SaltedHash.of(col("e.other_mention_id")).equalTo(col("m2")), "left")
        .join(
            members,
            col("version").equalTo(col("version_2")).and(col("other").equalTo(col("member"))),
            "left")
        .where(coalesce(sound, lit(false)).equalTo(false))
        .select("entity_id", "record_id", "policy_id")
        .distinct();
  }
}
