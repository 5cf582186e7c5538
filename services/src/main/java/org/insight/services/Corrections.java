package org.insight.services;

import static org.apache.spark.sql.functions.col;

import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.audit.ChainedEntry;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.core.Sha256;
import org.insight.engine.JobRunner;
import org.insight.jobs.governance.CorrectionVerdict;
import org.insight.jobs.governance.RecordCorrections;
import org.insight.jobs.mentions.CorrectableRow;
import org.insight.jobs.mentions.KeepCorrections;
import org.insight.lake.Lake;
import org.insight.policy.Scope;
import org.insight.schemas.Tables;
import org.jspecify.annotations.Nullable;

/**
 * Takes what readers correct in what was read of documents, and what they undo. A correction has
 * the label of its document. The next run follows it.
 */
public final class Corrections {

  /** First letters of the id of a correction. */
  public static final String PREFIX = "C-";

  private static final StructType ROW =
      StructType.fromDDL(
          """
          act_id string, at timestamp, login string, reader string, body string, act string,
          document_id string, kind string, begin int, end int, text string, property string,
          was string, value_begin int, value_end int,
          fields array<struct<field:string,value:string>>, undoes string, reason string,
          audit_hash string""");

  private static final String ENGINE = "insight correct";

  private final Lake lake;
  private final AuditTrail trail;
  private final Access access;

  private Corrections(LakeSession session, Function<String, Access> as) {
    lake = session.lakeToWrite();
    trail = AuditBook.trail(session.settings(), lake);
    access = as.apply(trail.login());
  }

  /**
   * Says that a row of mentions or translations is right, that other values are right, or that it
   * is wrong.
   *
   * @param as who corrects, by the system's login; its reason is that of the correction
   * @param id of the row: {@code mention_id}, {@code event_id}, {@code described_id} or {@code
   *     translation_id}
   * @param fields values by column or, of a described person, by property; of a correction what is
   *     right, of a person also what is confirmed or rejected
   * @param insteadOf of a person, which value of the property is meant; null: the only one
   * @return the id of the correction
   * @throws InsightException USAGE if the reader may not decide, or no such field can be corrected
   *     so; INPUT if the reader sees no such row
   */
  public static String correct(
      LakeSession session,
      Function<String, Access> as,
      CorrectionVerdict verdict,
      String id,
      Map<String, String> fields,
      @Nullable String insteadOf) {
    return new Corrections(session, as).correct(verdict, id, fields, insteadOf);
  }

  /**
   * Takes a correction back.
   *
   * @throws InsightException USAGE if the reader may not decide, or it was undone before; INPUT if
   *     the reader sees no such correction
   */
  public static void undo(LakeSession session, Function<String, Access> as, String correction) {
    new Corrections(session, as).undo(correction);
  }

  private String correct(
      CorrectionVerdict verdict,
      String id,
      Map<String, String> fields,
      @Nullable String insteadOf) {
    AuditedAct audit = AuditedAct.decision(trail, ENGINE, Act.CORRECTIONS_MAKE, access);
    ReaderSession reader = audit.opening(this::open);
    CorrectableRow.Correctable row =
        audit.opening(() -> row(reader, id).corrected(verdict, fields, insteadOf));
    String body = audit.opening(this::body);
    Timestamp now = Deciding.now();
    String act =
        Deciding.id(PREFIX, access, now, verdict.code(), id, String.join(",", fields.keySet()));
    audit.on(
        access.reader(),
        reader.scope(),
        List.of(),
        null,
        said(
            act,
            verdict.code(),
            row.documentId(),
            row.kind(),
            row.begin(),
            row.end(),
            content(
                act,
                body,
                row.text(),
                row.property(),
                row.was(),
                row.valueBegin(),
                row.valueEnd(),
                row.fields())));
    ChainedEntry entry = audit.start();
    audit.ending(
        () -> {
          record(
              RowFactory.create(
                  act,
                  now,
                  trail.login(),
                  access.reader(),
                  body,
                  verdict.code(),
                  row.documentId(),
                  row.kind(),
                  row.begin(),
                  row.end(),
                  row.text(),
                  row.property(),
                  row.was(),
                  row.valueBegin(),
                  row.valueEnd(),
                  fields(row.fields()),
                  null,
                  Deciding.reason(access),
                  entry.hash()));
          return null;
        });
    return act;
  }

  private void undo(String correction) {
    AuditedAct audit = AuditedAct.decision(trail, ENGINE, Act.CORRECTIONS_UNDO, access);
    ReaderSession reader = audit.opening(this::open);
    Row made = audit.opening(() -> standing(reader, correction));
    Timestamp now = Deciding.now();
    String act = Deciding.id("U-", access, now, correction);
    audit.on(access.reader(), reader.scope(), List.of(), null, said(act, correction));
    ChainedEntry entry = audit.start();
    audit.ending(
        () -> {
          record(
              RowFactory.create(
                  act,
                  now,
                  trail.login(),
                  access.reader(),
                  body(),
                  KeepCorrections.UNDO,
                  made.getAs("document_id"),
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  fields(Map.of()),
                  correction,
                  Deciding.reason(access),
                  entry.hash()));
          return null;
        });
  }

  private ReaderSession open() {
    return Deciding.open(lake, access, Tables.DOCUMENTS);
  }

  /** The row of an id, in whichever table the reader sees it. */
  private static CorrectableRow row(ReaderSession reader, String id) {
    for (CorrectableRow.Table table : CorrectableRow.Table.values()) {
      List<Row> found =
          table.rows(reader::table).where(col(table.id()).equalTo(id)).limit(1).collectAsList();
      if (!found.isEmpty()) {
        return new CorrectableRow(table, found.get(0));
      }
    }
    throw new InsightException(
        ErrorKind.INPUT, "Cannot correct: the reader sees no such row, found " + OneLine.shown(id));
  }

  /** A correction of a document that the reader sees, which was not undone. */
  private Row standing(ReaderSession reader, String correction) {
    Dataset<Row> acts = lake.read(Tables.CORRECTION_ACTS);
    List<Row> made =
        acts.where(col("act_id").equalTo(correction).and(col("act").notEqual(KeepCorrections.UNDO)))
            .collectAsList();
    if (made.isEmpty()
        || reader
            .table(Tables.DOCUMENTS)
            .where(col("document_id").equalTo(made.get(0).<String>getAs("document_id")))
            .isEmpty()) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot undo: the reader sees no such correction, found " + OneLine.shown(correction));
    }
    if (!acts.where(col("undoes").equalTo(correction)).isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot undo: it was undone before, found " + OneLine.of(correction));
    }
    return made.get(0);
  }

  /**
   * What a row of governance.correction_acts says, as the audit has it: of the words of a document
   * and the values a digest alone.
   */
  static String said(Row act) {
    String undoes = act.getAs("undoes");
    return undoes != null
        ? said(act.getAs("act_id"), undoes)
        : said(
            act.getAs("act_id"),
            act.getAs("act"),
            act.getAs("document_id"),
            act.getAs("kind"),
            act.<Integer>getAs("begin"),
            act.<Integer>getAs("end"),
            content(
                act.getAs("act_id"),
                act.getAs("body"),
                act.getAs("text"),
                act.getAs("property"),
                act.getAs("was"),
                act.getAs("value_begin"),
                act.getAs("value_end"),
                act.<Row>getList(act.fieldIndex("fields")).stream()
                    .collect(Collectors.toMap(f -> f.getString(0), f -> f.getString(1)))));
  }

  private static String content(
      String id,
      String body,
      String text,
      @Nullable String property,
      @Nullable String was,
      @Nullable Integer valueBegin,
      @Nullable Integer valueEnd,
      Map<String, String> fields) {
    return Sha256.hex(
            String.join(
                "\n",
                id,
                body,
                text,
                String.valueOf(property),
                String.valueOf(was),
                valueBegin + "-" + valueEnd,
                new TreeMap<>(fields).toString()))
        .substring(0, 16);
  }

  private static String said(
      String id, String verdict, String document, String kind, int begin, int end, String content) {
    return String.join(" ", id, verdict, document, kind, begin + "-" + end, content);
  }

  private static String said(String id, String undoes) {
    return id + " " + undoes;
  }

  private String body() {
    Scope rights = Deciding.rights(lake, access);
    return rights.country() != null
        ? rights.country()
        : Objects.requireNonNullElse(rights.body(), Scope.PLATFORM);
  }

  private static List<Row> fields(Map<String, String> fields) {
    List<Row> rows = new ArrayList<>();
    new TreeMap<>(fields).forEach((field, value) -> rows.add(RowFactory.create(field, value)));
    return rows;
  }

  private void record(Row row) {
    new JobRunner(lake)
        .run(
            new RecordCorrections(),
            Map.of(RecordCorrections.ORDERED, lake.spark().createDataFrame(List.of(row), ROW)));
  }
}
