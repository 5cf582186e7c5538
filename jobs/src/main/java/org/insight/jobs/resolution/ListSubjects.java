package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Puts records, and persons that texts describe, into one form. What follows takes both alike, but
 * that a person of a text never makes two others one.
 *
 * <p>A person of a text is listed if he has a full name or something that tells persons apart. Who
 * signs or judges is no person of the case.
 */
public final class ListSubjects implements UpdateJob {

  private static final String RECORD = "record";
  static final String TEXT = "text";

  /** A town is no address, and FollowTheMoney has no property for it. */
  private static final String RESIDENCE = "residence";

  /** Of two words at least, or with a number or a date. */
  private static final Column IS_LISTED =
      expr(
          "schema = 'Person' AND role <> 'office' AND (name LIKE '% %' OR exists(attributes, a ->"
              + " a.property IN ('birthDate', 'passportNumber', 'idNumber', 'phone', 'email')))");

  private static final DataType IDENTIFIERS =
      DataType.fromDDL("array<struct<kind:string,value:string,strong:boolean>>");

  private static final UserDefinedFunction PROPERTIES =
      udf(
          (UDF2<String, Seq<Row>, Map<String, List<String>>>) ListSubjects::properties,
          DataType.fromDDL("map<string,array<string>>"));

  /** Raised when other persons of texts are listed, or they say something else. */
  @Override
  public String settings() {
    return "listed=1";
  }

  @Override
  public Set<Read> reads() {
    return Set.of(
        Read.whole(Tables.RECORDS), Read.whole(Tables.DESCRIBED), Read.whole(Tables.IDENTIFIERS));
  }

  @Override
  public TableName writes() {
    return Tables.SUBJECTS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    Dataset<Row> identifiers = inputs.table(Tables.IDENTIFIERS);
    return ofRecords(inputs.table(Tables.RECORDS), identifiers)
        .unionByName(ofTexts(inputs.table(Tables.DESCRIBED), identifiers));
  }

  /** The records that changed or whose identifiers did, and all persons of documents that did. */
  @Override
  public Optional<Update> update(Changes changes) {
    Dataset<Row> found = changes.changed(Tables.IDENTIFIERS).select("subject_kind", "subject_id");
    Dataset<Row> records =
        HeldRows.keys(
            changes
                .changed(Tables.RECORDS)
                .select("record_id")
                .union(found.where(col("subject_kind").equalTo(RECORD)).select("subject_id"))
                .distinct());
    Dataset<Row> documents =
        HeldRows.keys(
            changes
                .keys(Tables.DESCRIBED)
                .union(found.where(col("subject_kind").equalTo("document")).select("subject_id"))
                .distinct());
    Dataset<Row> described =
        HeldRows.of(
            changes
                .table(Tables.DESCRIBED)
                .join(documents, new String[] {"document_id"}, "left_semi"));
    Dataset<Row> before =
        changes
            .output()
            .where(col("basis").equalTo(TEXT))
            .join(documents, col("item_id").equalTo(col("document_id")), "left_semi")
            .select("record_id");
    Dataset<Row> identifiers = changes.table(Tables.IDENTIFIERS);
    return Optional.of(
        new Update(
            HeldRows.keys(records.union(before).union(described.select("described_id")).distinct()),
            ofRecords(
                    changes
                        .table(Tables.RECORDS)
                        .join(records, new String[] {"record_id"}, "left_semi"),
                    identifiers.join(
                        records, col("subject_id").equalTo(col("record_id")), "left_semi"))
                .unionByName(
                    ofTexts(
                        described,
                        identifiers.join(
                            documents,
                            col("subject_id").equalTo(col("document_id")),
                            "left_semi")))));
  }

  private static Dataset<Row> ofRecords(Dataset<Row> records, Dataset<Row> identifiers) {
    Dataset<Row> found =
        identifiers
            .where(col("subject_kind").equalTo(RECORD))
            .select(col("subject_id").as("record_id"), col("kind"), col("value"), col("strong"));
    return withIdentifiers(
        records.select(
            col("record_id"),
            lit(RECORD).as("basis"),
            col("item_id"),
            col("locator"),
            col("mapping"),
            col("schema"),
            col("properties"),
            col("policy_id")),
        found);
  }

  /** Of what documents describe, the persons of the case whom a name or a number tells apart. */
  public static Dataset<Row> listed(Dataset<Row> described) {
    return described.where(IS_LISTED);
  }

  /** The identifiers of a person are those that stand where his attributes stand. */
  private static Dataset<Row> ofTexts(Dataset<Row> described, Dataset<Row> identifiers) {
    Dataset<Row> listed = listed(described);
    Dataset<Row> found =
        listed
            .select(
                col("described_id").as("record_id"),
                col("document_id"),
                explode(col("attributes")).as("a"))
            .select("record_id", "document_id", "a.begin", "a.end")
            .distinct()
            .join(
                identifiers
                    .where(col("subject_kind").equalTo("document"))
                    .select(
                        col("subject_id").as("document_id"),
                        col("begin"),
                        col("end"),
                        col("kind"),
                        col("value"),
                        col("strong")),
                new String[] {"document_id", "begin", "end"})
            .select("record_id", "kind", "value", "strong");
    return withIdentifiers(
        listed.select(
            col("described_id").as("record_id"),
            lit(TEXT).as("basis"),
            col("document_id").as("item_id"),
            expr("concat('characters ', mentions[0].begin, '-', mentions[0].end)").as("locator"),
            lit(null).cast("string").as("mapping"),
            col("schema"),
            PROPERTIES.apply(col("name"), col("attributes")).as("properties"),
            col("policy_id")),
        found);
  }

  private static Dataset<Row> withIdentifiers(Dataset<Row> subjects, Dataset<Row> found) {
    return subjects
        .join(
            found
                .groupBy("record_id")
                .agg(
                    // Sorted, for a profile keeps the first ones.
                    sort_array(collect_set(struct("kind", "value", "strong"))).as("identifiers")),
            new String[] {"record_id"},
            "left")
        .withColumn("identifiers", coalesce(col("identifiers"), expr("array()").cast(IDENTIFIERS)));
  }

  private static Map<String, List<String>> properties(@Nullable String name, Seq<Row> attributes) {
    Map<String, List<String>> properties = new TreeMap<>();
    if (name != null) {
      properties.put("name", new ArrayList<>(List.of(name)));
    }
    for (Row attribute : JavaConverters.seqAsJavaList(attributes)) {
      List<String> values =
          properties.computeIfAbsent(attribute.getString(0), property -> new ArrayList<>());
      if (!values.contains(attribute.getString(1))) {
        values.add(attribute.getString(1));
      }
    }
    properties.remove(RESIDENCE);
    return properties;
  }
}
