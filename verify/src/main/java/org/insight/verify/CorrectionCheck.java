package org.insight.verify;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.types.DataTypes;
import org.insight.schemas.TableContract;
import org.insight.schemas.Tables;

/**
 * The corrections are those that readers made of documents that are there, each under the label of
 * its document; and the tables of mentions and translations say what those that stand say.
 */
final class CorrectionCheck implements Check {

  private static final String UNDO = "undo";

  private static final String[] WORDS = {"document_id", "kind", "begin", "end", "of_what"};

  @Override
  public Tally check(Sources sources, TableContract contract, int examples) {
    String[] columns = contract.columns().stream().map(c -> c.name()).toArray(String[]::new);
    Dataset<Row> due = followed(sources, due(sources)).selectExpr(columns);
    return Tally.of(
        sources,
        contract,
        sources.looked(contract).selectExpr(columns),
        sources.dueOf(contract, due),
        List.of("correction_id"),
        examples);
  }

  private static Dataset<Row> due(Sources sources) {
    Dataset<Row> acts = sources.actsTakenIn(Tables.CORRECTIONS, Tables.CORRECTION_ACTS);
    Dataset<Row> undone =
        acts.where(col("act").equalTo(UNDO))
            .groupBy(col("undoes").as("act_id"))
            .agg(min(struct(col("at"), col("reason"))).as("first"));
    Dataset<Row> documents =
        sources.traced(
            sources.lake().contracts().get(Sources.DOCUMENTS),
            col("document_id"),
            col("text").as("document_text"));
    Column readsSo =
        udf(
                (UDF4<String, Integer, Integer, String, Boolean>)
                    (text, begin, end, words) -> text.startsWith(words, begin),
                DataTypes.BooleanType)
            .apply(col("document_text"), col("begin"), col("end"), col("text"));
    Dataset<Row> made =
        acts.where(col("act").notEqual(UNDO))
            .join(undone, new String[] {"act_id"}, "left")
            .join(documents, "document_id")
            .withColumn("valid", col("first").isNull().and(readsSo))
            .withColumn("of_what", ofWhat());
    Dataset<Row> last =
        made.where("valid")
            .groupBy(Stream.of(WORDS).map(c -> col(c)).toArray(Column[]::new))
            .agg(max(struct(col("at"), col("act_id"))).as("last"));
    Column same =
        Stream.of(WORDS)
            .map(word -> col("m." + word).eqNullSafe(col("l." + word)))
            .reduce(Column::and)
            .orElseThrow();
    return made.as("m")
        .join(last.as("l"), same, "left")
        .select(
            col("m.act_id").as("correction_id"),
            col("m.at").as("corrected_at"),
            col("m.body").as("corrected_by"),
            col("m.document_id"),
            col("m.kind"),
            col("m.begin"),
            col("m.end"),
            col("m.text"),
            col("m.act").as("verdict"),
            col("m.property"),
            col("m.was"),
            col("m.value_begin"),
            col("m.value_end"),
            col("m.fields"),
            col("m.reason"),
            when(col("m.first").isNotNull(), "undone")
                .when(col("m.valid").equalTo(lit(false)), "adrift")
                .when(col("m.act_id").equalTo(col("l.last.act_id")), "standing")
                .otherwise("overruled")
                .as("status"),
            col("m.first.at").as("undone_at"),
            col("m.first.reason").as("undone_because"),
            PolicySets.labelId(col("m.policies")).as("policy_id"),
            col("m.of_what"));
  }

  /** Those that do not stand, and those that the tables of mentions follow. */
  private static Dataset<Row> followed(Sources sources, Dataset<Row> corrections) {
    Dataset<Row> said =
        said(sources)
            .groupBy(Stream.of(WORDS).map(c -> col(c)).toArray(Column[]::new))
            .agg(collect_set("said").as("said"));
    String kind = value("kind");
    Column says =
        expr(
            "CASE kind WHEN 'name' THEN concat_ws('|', %s, if(%s = 'location', '', %s))"
                    .formatted(kind, kind, value("name"))
                + " WHEN 'time' THEN concat_ws('|', %s, %s)"
                    .formatted(value("value"), value("role"))
                + " WHEN 'place' THEN concat_ws('|', %s, %s)".formatted(value("key"), value("role"))
                + " WHEN 'event' THEN concat_ws('|', %s, %s)"
                    .formatted(value("code"), value("status"))
                + " WHEN 'translation' THEN "
                + value("translation")
                + " ELSE map_from_entries(fields)[property] END");
    Column reads = coalesce(col("said"), expr("cast(array() AS array<string>)"));
    // A person is told by the mention that the reader saw; one that is described otherwise now by
    // none, and follows nothing.
    Column follows =
        when(col("status").notEqual("standing"), true)
            .when(col("kind").equalTo("person").and(col("said").isNull()), true)
            .when(col("kind").equalTo("translation").and(col("of_sentence").isNull()), true)
            .when(
                col("kind").equalTo("person").and(col("verdict").equalTo("reject")),
                array_contains(reads, says).equalTo(lit(false)))
            .when(col("verdict").equalTo("reject"), size(reads).equalTo(0))
            .otherwise(array_contains(reads, says));
    return corrections
        .withColumn(
            "of_what",
            when(col("kind").equalTo("person"), col("property")).otherwise(col("of_what")))
        .join(said, WORDS, "left")
        .join(sentences(sources), WORDS, "left")
        .where(follows);
  }

  /** What rows of mentions say, as corrections do. */
  private static Dataset<Row> said(Sources sources) {
    Dataset<Row> names =
        sources
            .rows(Tables.NAMES)
            .selectExpr(
                "document_id",
                "'name' AS kind",
                "begin",
                "end",
                "if(kind IN ('person', 'organization', 'location'), 'entity', kind) AS of_what",
                "concat_ws('|', kind, if(kind = 'location', '', name)) AS said");
    Dataset<Row> times =
        sources
            .rows(Tables.TIMES)
            .selectExpr(
                "document_id",
                "'time' AS kind",
                "begin",
                "end",
                "'' AS of_what",
                "concat_ws('|', value, role) AS said");
    Dataset<Row> places =
        sources
            .rows(Tables.PLACES)
            .selectExpr(
                "document_id",
                "'place' AS kind",
                "begin",
                "end",
                "'' AS of_what",
                "concat_ws('|', key, role) AS said");
    Dataset<Row> events =
        sources
            .rows(Tables.EVENTS)
            .selectExpr(
                "document_id",
                "'event' AS kind",
                "begin",
                "end",
                "kind AS of_what",
                "concat_ws('|', code, status) AS said");
    Dataset<Row> translations =
        sources
            .rows(Tables.SENTENCES)
            .select("sentence_id", "document_id", "begin", "end")
            .join(
                sources.rows(Tables.TRANSLATIONS).select("sentence_id", "language", "text"),
                "sentence_id")
            .selectExpr(
                "document_id",
                "'translation' AS kind",
                "begin",
                "end",
                "language AS of_what",
                "text AS said");
    return names
        .union(times)
        .union(places)
        .union(events)
        .union(persons(sources))
        .union(translations);
  }

  /** Each sentence with each language that it may be translated into. */
  private static Dataset<Row> sentences(Sources sources) {
    return sources
        .rows(Tables.SENTENCES)
        .selectExpr(
            "document_id",
            "'translation' AS kind",
            "begin",
            "end",
            "explode(array_except(array('fr', 'en', 'es'), array(language))) AS of_what",
            "true AS of_sentence");
  }

  /** Each mention of a described person with the person's role, and with each of its values. */
  private static Dataset<Row> persons(Sources sources) {
    return sources
        .rows(Tables.DESCRIBED)
        .selectExpr(
            "document_id",
            "explode(mentions) AS mention",
            "concat(array(struct('role' AS property, role AS value)),"
                + " transform(attributes, a -> struct(a.property AS property, a.value AS value)))"
                + " AS properties")
        .selectExpr("document_id", "mention", "explode(properties) AS one")
        .selectExpr(
            "document_id",
            "'person' AS kind",
            "mention.begin AS begin",
            "mention.end AS end",
            "one.property AS of_what",
            "one.value AS said");
  }

  private static Column ofWhat() {
    return expr(
        "CASE WHEN kind = 'person' AND property = 'role' THEN 'role'"
            + " WHEN kind = 'person' THEN concat_ws('=', property, was)"
            + " WHEN kind = 'name' AND "
            + value("kind")
            + " IN ('person', 'organization', 'location') THEN 'entity'"
            + " WHEN kind = 'translation' THEN property"
            + " WHEN kind IN ('name', 'event') THEN "
            + value("kind")
            + " ELSE '' END");
  }

  private static String value(String field) {
    return "map_from_entries(fields)['" + field + "']";
  }
}
