package org.insight.services.ask;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Looks for persons, companies and things by name, number or id, and for sentences by their words,
 * in all that a reader sees. A similarity depends on the text and the row alone.
 */
public final class Search {

  /** Tables that a search reads. */
  public static final Set<TableName> TABLES =
      Set.of(
          Tables.PERSONS,
          Tables.MEMBERSHIPS,
          Tables.LEDGER,
          Tables.SUBJECTS,
          Tables.IDENTIFIERS,
          Tables.LINKS,
          Tables.SENTENCES);

  private static final int LONGEST = 500;

  private static final StructType MATCHES =
      StructType.fromDDL(
          "entity_id string, similarity double, whole double, matched string, how string");

  private static final StructType NUMBERS =
      StructType.fromDDL(
          """
          subject_kind string, subject_id string, sentence_id string, similarity double,
          matched string, how string""");

  private final String text;
  private final int limit;

  /**
   * @param text a name or a part of one, a number, or words
   * @param limit most entities, and most sentences
   * @throws InsightException USAGE if there is no letter or digit in the text, or it is too long
   */
  public Search(String text, int limit) {
    this.text = text.strip();
    this.limit = limit;
    if (text.chars().noneMatch(Character::isLetterOrDigit) || text.length() > LONGEST) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot find: the text has letters or digits and at most "
              + LONGEST
              + " characters, found "
              + text.length());
    }
    if (limit < 1) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot find: --limit must be positive, found " + limit);
    }
  }

  /**
   * Entities, then sentences, each best first.
   *
   * @param note takes what the reader should know of the answer
   */
  public List<Found> in(ReaderSession session, Consumer<String> note) {
    if (Handles.isHandle(text)) {
      return handled(session);
    }
    Dataset<Row> numbers = numbersOf(session, note);
    List<Found> found = new ArrayList<>(entities(session, numbers));
    found.addAll(sentences(session, numbers));
    return found;
  }

  /** Entities by name or number, best first. */
  List<Found> entities(ReaderSession session, Consumer<String> note) {
    return entities(session, numbersOf(session, note));
  }

  /** Numbers like the text; null if it is none, or the reader may not search them. */
  private @Nullable Dataset<Row> numbersOf(ReaderSession session, Consumer<String> note) {
    NumberQuery number = NumberQuery.of(text);
    if (number == null) {
      return null;
    }
    if (!session.isShownIdentifiers()) {
      note.accept("Numbers of records are not searched: that needs clearance 1.");
      return null;
    }
    return numbers(session, number);
  }

  /** The entity that an id stands for. */
  private List<Found> handled(ReaderSession session) {
    List<String> ids = Handles.entity(session, text).stream().toList();
    return new SeenEntities(session)
        .shown(ids).entrySet().stream()
            .map(
                e ->
                    new Found(
                        e.getValue().kind(),
                        e.getKey(),
                        e.getValue().caption(),
                        1,
                        text,
                        "id",
                        e.getValue().restrictions()))
            .toList();
  }

  private List<Found> entities(ReaderSession session, @Nullable Dataset<Row> numbers) {
    SeenEntities entities = new SeenEntities(session);
    String sought = text;
    Dataset<Row> matches =
        entities
            .names()
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>) rows -> named(sought, rows),
                Encoders.row(MATCHES));
    if (numbers != null) {
      matches =
          matches.unionByName(
              numbers
                  .where(col("subject_kind").equalTo("record"))
                  .withColumnRenamed("subject_id", "record_id")
                  .join(
                      session.table(Tables.MEMBERSHIPS).select("record_id", "entity_id"),
                      "record_id")
                  .select(
                      col("entity_id"),
                      col("similarity"),
                      lit(1.0).as("whole"),
                      col("matched"),
                      col("how")));
    }
    List<Row> best =
        matches
            .groupBy("entity_id")
            .agg(
                max(struct(col("similarity"), col("whole"), col("matched"), col("how"))).as("best"))
            .select("entity_id", "best.*")
            .orderBy(col("similarity").desc(), col("whole").desc(), col("entity_id"))
            .limit(limit)
            .collectAsList();
    Map<String, SeenEntities.Shown> shown =
        entities.shown(best.stream().map(row -> row.getString(0)).toList());
    List<Found> found = new ArrayList<>();
    for (Row row : best) {
      SeenEntities.Shown entity = shown.get(row.getString(0));
      if (entity != null) {
        found.add(
            new Found(
                entity.kind(),
                row.getString(0),
                entity.caption(),
                row.getDouble(1),
                row.getString(3),
                row.getString(4),
                entity.restrictions()));
      }
    }
    return found;
  }

  private static Iterator<Row> named(String text, Iterator<Row> rows) {
    NameQuery query = new NameQuery(text);
    List<Row> matches = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      NameQuery.Match best = query.best(row.getList(2), row.getBoolean(1));
      if (best != null) {
        matches.add(
            RowFactory.create(
                row.getString(0), best.similarity(), best.whole(), best.name(), best.how()));
      }
    }
    return matches.iterator();
  }

  /** Numbers of records and in texts, and those of persons whom texts describe. */
  private static Dataset<Row> numbers(ReaderSession session, NumberQuery number) {
    String[] columns = {"subject_kind", "subject_id", "sentence_id", "kind", "value", "country"};
    Dataset<Row> ofTexts =
        session
            .table(Tables.SUBJECTS)
            .where(col("basis").equalTo("text"))
            .select(col("record_id"), explode(col("identifiers")).as("number"))
            .selectExpr(
                "'record' AS subject_kind",
                "record_id AS subject_id",
                "CAST(NULL AS string) AS sentence_id",
                "number.kind AS kind",
                "number.value AS value",
                "IF(number.value RLIKE '^[A-Z]{2}:', substring(number.value, 1, 2), NULL) AS country");
    return session
        .table(Tables.IDENTIFIERS)
        .selectExpr(columns)
        .unionByName(ofTexts.selectExpr(columns))
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> numbered(number, rows),
            Encoders.row(NUMBERS));
  }

  private static Iterator<Row> numbered(NumberQuery number, Iterator<Row> rows) {
    List<Row> matches = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      String level = number.level(row.getString(3), row.getString(4), row.getString(5));
      if (level != null) {
        matches.add(
            RowFactory.create(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                NumberQuery.similarity(level),
                row.getString(3).replace('_', ' ') + " " + row.getString(4),
                level));
      }
    }
    return matches.iterator();
  }

  private List<Found> sentences(ReaderSession session, @Nullable Dataset<Row> numbers) {
    Dataset<Row> all =
        session
            .table(Tables.SENTENCES)
            .select("document_id", "position", "sentence_id", "text", "restrictions");
    ContainedWords words = ContainedWords.of(text);
    Dataset<Row> matches =
        all.where(col("text").isNotNull())
            .filter((FilterFunction<Row>) row -> words.areIn(row.getString(3)))
            .withColumn("similarity", lit(1.0))
            .withColumn("matched", lit("words"))
            .withColumn("how", lit("contained"));
    if (numbers != null) {
      matches =
          matches.unionByName(
              all.join(
                  numbers
                      .where(col("subject_kind").equalTo("document"))
                      .select("sentence_id", "similarity", "matched", "how"),
                  "sentence_id"));
    }
    List<Found> best = new ArrayList<>();
    for (Row row :
        matches
            .groupBy("document_id", "position", "sentence_id", "text", "restrictions")
            .agg(max(struct(col("similarity"), col("matched"), col("how"))).as("best"))
            .select("sentence_id", "text", "restrictions", "best.*", "document_id", "position")
            .orderBy(col("similarity").desc(), col("document_id"), col("position"))
            .limit(limit)
            .collectAsList()) {
      best.add(
          new Found(
              "Sentence",
              row.getString(0),
              row.getString(1),
              row.getDouble(3),
              row.getString(4),
              row.getString(5),
              row.isNullAt(2) ? "" : row.getString(2)));
    }
    return best;
  }
}
