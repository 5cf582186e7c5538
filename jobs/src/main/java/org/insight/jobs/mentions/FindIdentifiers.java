package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.Read;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Finds the identifiers of sentences (telephone numbers, e-mail addresses, IBANs, machine readable
 * zones, passports, identity cards, plates, vehicle numbers) and of records.
 */
public final class FindIdentifiers implements Job {

  private static final ArrayType FOUND =
      new ArrayType(
          new StructType()
              .add("begin", DataTypes.IntegerType)
              .add("end", DataTypes.IntegerType)
              .add("property", DataTypes.StringType)
              .add("position", DataTypes.IntegerType)
              .add("kind", DataTypes.StringType)
              .add("value", DataTypes.StringType)
              .add("raw", DataTypes.StringType)
              .add("country", DataTypes.StringType)
              .add("checked", DataTypes.BooleanType)
              .add("strong", DataTypes.BooleanType),
          false);

  private static final UserDefinedFunction IN_TEXT =
      udf((UDF2<String, String, List<Row>>) FindIdentifiers::inText, FOUND);

  private static final UserDefinedFunction IN_RECORD =
      udf(
          (UDF2<String, scala.collection.Map<String, Seq<String>>, List<Row>>)
              FindIdentifiers::inRecord,
          FOUND);

  @Override
  public Set<Read> reads() {
    return Set.of(Read.newRows(Tables.SENTENCES), Read.newRows(Tables.RECORDS));
  }

  @Override
  public TableName writes() {
    return Tables.IDENTIFIERS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return inputs
        .table(Tables.SENTENCES)
        .transform(FindIdentifiers::ofSentences)
        .unionByName(inputs.table(Tables.RECORDS).transform(FindIdentifiers::ofRecords))
        .transform(FindIdentifiers::named);
  }

  private static Dataset<Row> ofSentences(Dataset<Row> sentences) {
    return sentences
        .select(
            lit("document").as("subject_kind"),
            col("document_id").as("subject_id"),
            col("sentence_id"),
            col("begin").as("sentence_begin"),
            explode(IN_TEXT.apply(col("text"), col("language"))).as("found"),
            col("policy_id"))
        .select(
            columns(
                col("found.begin").plus(col("sentence_begin")).as("begin"),
                col("found.end").plus(col("sentence_begin")).as("end")));
  }

  private static Dataset<Row> ofRecords(Dataset<Row> records) {
    return records
        .select(
            lit("record").as("subject_kind"),
            col("record_id").as("subject_id"),
            lit(null).cast("string").as("sentence_id"),
            explode(IN_RECORD.apply(col("schema"), col("properties"))).as("found"),
            col("policy_id"))
        .select(columns(lit(null).cast("int").as("begin"), lit(null).cast("int").as("end")));
  }

  private static Column[] columns(Column begin, Column end) {
    return new Column[] {
      col("subject_kind"),
      col("subject_id"),
      col("sentence_id"),
      begin,
      end,
      col("found.property").as("property"),
      col("found.position").as("position"),
      col("found.kind").as("kind"),
      col("found.value").as("value"),
      col("found.raw").as("raw"),
      col("found.country").as("country"),
      col("found.checked").as("checked"),
      col("found.strong").as("strong"),
      col("policy_id")
    };
  }

  /**
   * With ids that are of the place and not of the value, which who knows the rest could find by
   * trying all.
   */
  private static Dataset<Row> named(Dataset<Row> found) {
    return found.withColumn(
        "mention_id",
        sha2(
            concat_ws(
                "\n",
                col("subject_kind"),
                col("subject_id"),
                col("property"),
                col("position").cast("string"),
                col("begin").cast("string"),
                col("kind")),
            256));
  }

  private static List<Row> inText(String text, String language) {
    return Identifiers.inText(text, language).stream().map(id -> row(id, null, null)).toList();
  }

  private static List<Row> inRecord(
      String schema, scala.collection.Map<String, Seq<String>> properties) {
    Map<String, List<String>> map = new HashMap<>();
    JavaConverters.mapAsJavaMap(properties)
        .forEach(
            (property, values) -> {
              if (values != null) {
                map.put(property, JavaConverters.seqAsJavaList(values));
              }
            });
    List<Row> rows = new ArrayList<>();
    Identifiers.inRecord(schema, map)
        .forEach(
            (property, found) -> {
              for (int i = 0; i < found.size(); i++) {
                rows.add(row(found.get(i), property, i));
              }
            });
    return rows;
  }

  private static Row row(
      FoundIdentifier id, @Nullable String property, @Nullable Integer position) {
    return RowFactory.create(
        id.begin(),
        id.end(),
        property,
        position,
        id.kind().code(),
        id.value(),
        id.raw(),
        id.country(),
        id.checked(),
        id.strong());
  }
}
