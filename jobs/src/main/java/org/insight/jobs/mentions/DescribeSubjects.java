package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.udf;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.mentions.described.CaseReader;
import org.insight.jobs.mentions.described.CorrectedNames;
import org.insight.jobs.mentions.described.CorrectedPersons;
import org.insight.jobs.mentions.described.DescribedSubject;
import org.insight.jobs.mentions.described.Mention;
import org.insight.jobs.mentions.described.NameSpan;
import org.insight.jobs.mentions.described.ValueSpan;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Says whom and what a document describes, in which role and with which attributes, by {@link
 * CaseReader}.
 */
public final class DescribeSubjects extends DocumentJob {

  private static final UserDefinedFunction SUBJECTS =
      udf(
          (UDF3<String, String, Row, List<Row>>) DescribeSubjects::subjects,
          new ArrayType(
              StructType.fromDDL(
                  "number int, schema string, role string, name string, owner int, mentions"
                      + " array<struct<begin:int,end:int,form:string,text:string>>, attributes"
                      + " array<struct<property:string,value:string,begin:int,end:int,confidence:double>>"),
              false));

  @Override
  public String settings() {
    return "rules=" + RuleVersion.DESCRIBED.text();
  }

  @Override
  Set<TableName> sources() {
    return Set.of(
        Tables.DOCUMENTS,
        Tables.SENTENCES,
        Tables.NAMES,
        Tables.IDENTIFIERS,
        Tables.TIMES,
        Tables.PLACES,
        Tables.CORRECTIONS);
  }

  @Override
  public TableName writes() {
    return Tables.DESCRIBED;
  }

  @Override
  Dataset<Row> rows(Function<TableName, Dataset<Row>> tables) {
    Dataset<Row> documents =
        with(withLanguage(tables), tables.apply(Tables.SENTENCES), "sentences", "begin", "end");
    documents =
        with(
            documents,
            tables.apply(Tables.NAMES).where("kind IN ('person', 'organization', 'location')"),
            "names",
            "begin",
            "end",
            "kind",
            "text",
            "name",
            "script",
            "found_by",
            "confidence");
    documents =
        with(
            documents,
            tables.apply(Tables.IDENTIFIERS),
            "identifiers",
            "begin",
            "end",
            "kind",
            "value",
            "raw",
            "country",
            "checked",
            "strong");
    documents = with(documents, tables.apply(Tables.PLACES), "places", "begin", "end", "name");
    documents =
        with(
            documents,
            tables.apply(Tables.TIMES).where("value IS NOT NULL"),
            "times",
            "begin",
            "end",
            "value");
    return withCorrections(documents, tables, "person")
        .select(
            col(ID),
            SUBJECTS
                .apply(
                    col("text"),
                    col("language"),
                    struct("sentences", "names", "identifiers", "places", "times", "corrections"))
                .as("all"),
            col("policy_id"))
        .withColumn(
            "ids",
            transform(
                col("all"),
                subject ->
                    sha2(
                        concat_ws(
                            "\n",
                            col(ID),
                            subject.getField("schema"),
                            subject.getField("mentions").getItem(0).getField("begin"),
                            subject.getField("mentions").getItem(0).getField("end")),
                        256)))
        .select(col(ID), col("ids"), explode(col("all")).as("found"), col("policy_id"))
        .select(
            expr("ids[found.number]").as("described_id"),
            col(ID),
            col("found.schema").as("schema"),
            col("found.role").as("role"),
            col("found.name").as("name"),
            expr("ids[found.owner]").as("owner_id"),
            col("found.mentions").as("mentions"),
            col("found.attributes").as("attributes"),
            col("policy_id"));
  }

  private static List<Row> subjects(String text, String language, Row found) {
    List<NameSpan> names =
        list(found, 1).stream()
            .map(
                name ->
                    new NameSpan(
                        name.getInt(0),
                        name.getInt(1),
                        CorrectedNames.kind(name.getString(2)),
                        name.getString(3),
                        name.isNullAt(4) ? name.getString(3) : name.getString(4),
                        Objects.requireNonNull(name.getString(5)),
                        by(name.getString(6)),
                        name.isNullAt(7) ? 1 : name.getDouble(7)))
            .toList();
    List<FoundIdentifier> identifiers =
        list(found, 2).stream()
            .map(
                id ->
                    new FoundIdentifier(
                        id.getInt(0),
                        id.getInt(1),
                        IdentifierKind.of(id.getString(2)),
                        id.getString(3),
                        id.getString(4),
                        id.getString(5),
                        id.getBoolean(6),
                        id.getBoolean(7)))
            .toList();
    List<DescribedSubject> subjects =
        CaseReader.read(
            text,
            language,
            names,
            identifiers,
            list(found, 0).stream()
                .map(s -> new ValueSpan(s.getInt(0), s.getInt(1), "", "sentence"))
                .toList(),
            values(list(found, 3), "place"),
            values(list(found, 4), "time"));
    return CorrectedPersons.of(subjects, corrections(list(found, 5))).stream()
        .map(subject -> row(text, subject))
        .toList();
  }

  private static List<ValueSpan> values(List<Row> rows, String kind) {
    return rows.stream()
        .map(v -> new ValueSpan(v.getInt(0), v.getInt(1), v.getString(2), kind))
        .toList();
  }

  private static NameSpan.By by(@Nullable String foundBy) {
    if (foundBy == null) {
      return NameSpan.By.MODEL;
    }
    return switch (foundBy) {
      case "rule" -> NameSpan.By.RULE;
      case "reader" -> NameSpan.By.READER;
      default -> NameSpan.By.MODEL;
    };
  }

  private static Row row(String text, DescribedSubject subject) {
    return RowFactory.create(
        subject.id(),
        subject.schema(),
        code(subject.role()),
        subject.name().isEmpty() ? null : subject.name(),
        subject.owner() < 0 ? null : subject.owner(),
        subject.mentions().stream().map(m -> mention(text, m)).toList(),
        subject.attributes().stream()
            .map(
                a -> RowFactory.create(a.property(), a.value(), a.begin(), a.end(), a.confidence()))
            .toList());
  }

  private static Row mention(String text, Mention mention) {
    return RowFactory.create(
        mention.begin(),
        mention.end(),
        code(mention.form()),
        text.substring(mention.begin(), mention.end()));
  }
}
