package org.insight.verify;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.run.SaltedHash;
import org.insight.schemas.TableContract;

/**
 * There is one row for each version of an entity that has a person's record, it rests on just the
 * records of that version and shows what these say and nothing else, and has its label, the
 * gradings and handling of all that this grants, and as many independent sources as these records
 * have.
 */
final class PersonVersions implements Check {

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> there =
        sources
            .looked(contract)
            .select(
                col("entity_id"),
                col("policy_id"),
                concat_ws(",", array_sort(col("record_ids"))).as("rests_on"),
                Worths.there().as("worth"),
                Shown.ofPerson().as("shown"),
                Shown.soundPerson().as("sound"));
    Dataset<Row> due =
        sources
            .dueOf(contract, Views.entities(sources).withColumnRenamed("id", "entity_id"))
            .join(
                // Those records alone are taken apart that some version is of.
                Views.ofLooked(
                        sources, sources.rows(Sources.RECORDS), SaltedHash.of(col("record_id")))
                    .select(
                        col("record_id").as("subject_id"),
                        col("schema"),
                        Shown.ofRecord().as("says")),
                "subject_id")
            .where(col("schema").isin("Person", "LegalEntity"))
            .withColumn("subject", SaltedHash.of(col("subject_id")))
            .join(Worths.said(sources), col("subject").equalTo(col("said_id")), "left")
            .join(Shown.identifiers(sources), col("subject").equalTo(col("found_id")), "left")
            .groupBy("entity_id", "policy_id")
            .agg(
                concat_ws(",", array_sort(collect_list("subject_id"))).as("rests_on"),
                max(col("schema").equalTo("Person")).as("person"),
                Shown.together(concat(col("says"), Shown.ofSource(col("said"))), col("found"))
                    .as("shown"),
                collect_set("said").as("said"))
            .where(col("person"))
            .join(
                LabelRegister.sound(sources, there.select("policy_id").distinct())
                    .select("policy_id", "granted"),
                new String[] {"policy_id"},
                "left")
            .withColumn("worth", Worths.due(sources, col("granted"), col("said")))
            .withColumn("sound", lit(true))
            .select("entity_id", "policy_id", "rests_on", "worth", "shown", "sound");
    return Tally.of(sources, contract, there, due, List.of("entity_id"), examples);
  }
}
