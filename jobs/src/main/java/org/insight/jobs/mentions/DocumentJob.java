package org.insight.jobs.mentions;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Changes;
import org.insight.engine.HeldRows;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.jobs.governance.CorrectionVerdict;
import org.insight.jobs.governance.PolicyAccesses;
import org.insight.jobs.governance.StandingCorrections;
import org.insight.jobs.mentions.corrections.Correction;
import org.insight.jobs.text.DocumentLanguage;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * A job that makes the rows of a document from what other tables have of that document alone. The
 * rows of a document are made anew where one of these has changed; its settings name the models and
 * word lists, so a new version of one makes all rows anew.
 */
abstract class DocumentJob implements UpdateJob {

  static final String ID = "document_id";

  /** Tables that are updated by document; all others are appended to. */
  private static final Set<TableName> UPDATED =
      Set.of(Tables.NAMES, Tables.TIMES, Tables.PLACES, Tables.DESCRIBED);

  /** The tables that it reads of each document. */
  abstract Set<TableName> sources();

  /** Whether it looks up what the policies of documents say. */
  boolean readsPolicies() {
    return false;
  }

  /**
   * The rows of documents.
   *
   * @param tables the rows of a table that are of these documents, with {@code document_id}; of the
   *     policies all rows
   */
  abstract Dataset<Row> rows(Function<TableName, Dataset<Row>> tables);

  @Override
  public final Set<Read> reads() {
    return Stream.concat(
            sources().stream(), readsPolicies() ? Stream.of(Tables.POLICIES) : Stream.of())
        .map(Read::whole)
        .collect(Collectors.toSet());
  }

  @Override
  public final Dataset<Row> build(Inputs inputs) {
    return rows(table -> ofDocuments(table, inputs.table(table)));
  }

  @Override
  public final Optional<Update> update(Changes changes) {
    Dataset<Row> changed =
        sources().stream()
            .map(
                table ->
                    table.equals(Tables.CORRECTIONS)
                        ? StandingCorrections.changed(changes)
                        : UPDATED.contains(table)
                            ? changes.keys(table)
                            : ofDocuments(table, changes.changed(table)))
            .map(rows -> rows.select(ID))
            .reduce(Dataset::union)
            .orElseThrow();
    if (readsPolicies()) {
      Dataset<Row> policies = PolicyAccesses.changed(changes);
      changed =
          changed.union(
              changes
                  .table(Tables.DOCUMENTS)
                  .join(policies, new String[] {"policy_id"}, "left_semi")
                  .select(ID));
    }
    Dataset<Row> documents = HeldRows.keys(changed.distinct());
    return Optional.of(
        new Update(
            documents,
            rows(
                table ->
                    table.equals(Tables.POLICIES)
                        ? changes.table(table)
                        : ofDocuments(table, changes.table(table))
                            .join(documents, new String[] {ID}, "left_semi"))));
  }

  private static Dataset<Row> ofDocuments(TableName table, Dataset<Row> rows) {
    return table.equals(Tables.IDENTIFIERS)
        ? rows.where(col("subject_kind").equalTo("document")).withColumnRenamed("subject_id", ID)
        : rows;
  }

  /**
   * Adds what a table has of each document, in the order of the columns; empty where it has
   * nothing.
   *
   * @param as the array's column
   */
  static Dataset<Row> with(
      Dataset<Row> documents, Dataset<Row> rows, String as, String... columns) {
    Column[] parts = Stream.of(columns).map(c -> col(c)).toArray(Column[]::new);
    Dataset<Row> gathered = rows.groupBy(ID).agg(sort_array(collect_list(struct(parts))).as(as));
    return documents
        .join(gathered, new String[] {ID}, "left_outer")
        .withColumn(as, coalesce(col(as), array().cast(gathered.schema().apply(as).dataType())));
  }

  /**
   * Adds {@code corrections}: those that stand, of one kind of row, as {@link #corrections} reads
   * them.
   */
  static Dataset<Row> withCorrections(
      Dataset<Row> documents, Function<TableName, Dataset<Row>> tables, String kind) {
    return with(
        documents,
        StandingCorrections.of(tables.apply(Tables.CORRECTIONS)).where(col("kind").equalTo(kind)),
        "corrections",
        "begin",
        "end",
        "verdict",
        "property",
        "was",
        "value_begin",
        "value_end",
        "fields");
  }

  /** The corrections in rows as {@link #withCorrections} gathers them. */
  static List<Correction> corrections(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                new Correction(
                    row.getInt(0),
                    row.getInt(1),
                    CorrectionVerdict.of(row.getString(2)),
                    row.getString(3),
                    row.getString(4),
                    row.isNullAt(5) ? -1 : row.getInt(5),
                    row.isNullAt(6) ? -1 : row.getInt(6),
                    list(row, 7).stream()
                        .collect(Collectors.toMap(f -> f.getString(0), f -> f.getString(1)))))
        .toList();
  }

  /** Documents with the language that most of their text is in. */
  static Dataset<Row> withLanguage(Function<TableName, Dataset<Row>> tables) {
    return tables
        .apply(Tables.DOCUMENTS)
        .join(DocumentLanguage.of(tables.apply(Tables.SENTENCES)), new String[] {ID}, "left_outer")
        .withColumn("language", coalesce(col("language"), lit(DocumentLanguage.UNKNOWN)));
  }

  /**
   * Rows of mentions out of what was found.
   *
   * @param found {@code document_id}, the struct {@code found} with {@code begin} and {@code end},
   *     and {@code policy_id}
   */
  static Dataset<Row> mentions(Dataset<Row> found) {
    return found.select(
        sha2(concat_ws("\n", col(ID), col("found.begin"), col("found.end")), 256).as("mention_id"),
        col(ID),
        col("found.*"),
        col("policy_id"));
  }

  /** The rows of a field that is an array. */
  static List<Row> list(Row row, int field) {
    Seq<Row> rows = row.getSeq(field);
    return JavaConverters.seqAsJavaList(rows);
  }

  /** The word in a column. */
  static String code(Enum<?> of) {
    return of.name().toLowerCase(Locale.ROOT);
  }
}
