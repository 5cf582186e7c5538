package org.insight.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableContract;

/**
 * Each version of an entity that has a record of these schemas, or is so described in a text, has
 * one row. The row has the label of the version, names all of its subjects and no others, and shows
 * only what these say.
 *
 * @param schemas those of persons, or of organisations
 * @param shows array of what a row shows
 */
record EntityCompletenessCheck(List<String> schemas, Column shows) implements Check {

  EntityCompletenessCheck {
    schemas = List.copyOf(schemas);
  }

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> looked = sources.looked(contract);
    Dataset<Row> there =
        looked.select(
            col("entity_id"),
            col("policy_id"),
            ContentCheck.hash(col("record_ids")).as("evidence"),
            col("records"),
            col("texts"),
            col("basis"));
    Column records = count(when(col("basis").equalTo("record"), 1));
    Column texts = count(when(col("basis").equalTo("text"), 1));
    Dataset<Row> due =
        sources
            .dueOf(contract, sources.rows(Sources.MEMBERSHIPS))
            .join(
                sources.rows(Sources.SUBJECTS).select("record_id", "basis"),
                new String[] {"record_id"},
                "left")
            .groupBy("entity_id", "policy_id")
            .agg(
                max(col("schema").isin(schemas.toArray())).as("of_these"),
                ContentCheck.hash(collect_list("record_id")).as("evidence"),
                records.as("records"),
                texts.as("texts"),
                when(texts.equalTo(0), "records")
                    .when(records.equalTo(0), "text")
                    .otherwise("both")
                    .as("basis"))
            .where(col("of_these"))
            .drop("of_these");
    Dataset<Row> shown =
        looked.select(
            col("entity_id"), col("policy_id"), col("policy_id").as("version"), shows.as("shown"));
    Dataset<Row> versions =
        ContentCheck.versions(sources, sources.written().flatMap(w -> w.keys(contract)));
    return Tally.of(sources, contract, there, due, List.of("entity_id"), examples)
        .with(
            MismatchReason.CONTENT,
            ContentCheck.unfounded(sources, shown, versions),
            List.of("entity_id", "policy_id"),
            examples);
  }
}
