package org.insight.verify;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableContract;

/**
 * Each number or address of a thing has a row for each policy of the records and documents that
 * give it, as their arrivals had it. The row names all of these and no others, and shows what they
 * write.
 */
final class ObjectCheck implements Check {

  private static final String[] COLUMNS = {
    "object",
    "kind",
    "value",
    "policy_id",
    "evidence",
    "written",
    "countries",
    "records",
    "documents"
  };

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    Dataset<Row> there =
        sources
            .looked(contract)
            .withColumn("evidence", ContentCheck.hash(col("subject_ids")))
            .withColumn("written", ContentCheck.hash(col("written")))
            .withColumn("countries", ContentCheck.hash(col("countries")))
            .select(columns());
    Dataset<Row> given =
        sources.dueOf(contract, sources.rows(Sources.IDENTIFIERS)).where(object().isNotNull());
    Dataset<Row> traced =
        sources
            .traced(
                sources.lake().contracts().get(Sources.IDENTIFIERS),
                given,
                object().as("object"),
                col("kind"),
                col("value"),
                trim(col("raw")).as("raw"),
                col("country"),
                col("subject_id"),
                col("subject_kind"))
            .withColumn(
                "policy_id",
                PolicySets.labelId(coalesce(col("policies"), lit(PolicySets.QUARANTINE))));
    // First each record and document by itself, so that none counts twice.
    Dataset<Row> due =
        traced
            .groupBy("object", "kind", "value", "policy_id", "subject_id", "subject_kind")
            .agg(collect_list("raw").as("raws"), collect_list("country").as("named"))
            .groupBy("object", "kind", "value", "policy_id")
            .agg(
                ContentCheck.hash(collect_list("subject_id")).as("evidence"),
                ContentCheck.hash(distinct("raws")).as("written"),
                ContentCheck.hash(distinct("named")).as("countries"),
                ofKind("record").as("records"),
                ofKind("document").as("documents"))
            .select(columns());
    return Tally.of(sources, contract, there, due, List.of("kind", "value"), examples);
  }

  private static Column[] columns() {
    return List.of(COLUMNS).stream().map(c -> col(c)).toArray(Column[]::new);
  }

  private static Column distinct(String arrays) {
    return array_distinct(flatten(collect_list(arrays)));
  }

  private static Column ofKind(String kind) {
    return sum(when(col("subject_kind").equalTo(kind), 1).otherwise(0)).cast("int");
  }

  private static Column object() {
    Column kind = col("kind");
    return when(kind.isin("plate", "vin"), "vehicle")
        .when(kind.isin("phone", "imei", "imsi"), "telephone")
        .when(kind.equalTo("iban"), "account")
        .when(kind.isin("email", "address"), kind)
        .when(kind.isin("passport", "national_id"), "document");
  }
}
