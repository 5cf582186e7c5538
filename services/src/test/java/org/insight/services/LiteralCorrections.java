package org.insight.services;

import static org.apache.spark.sql.functions.col;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.insight.jobs.governance.CorrectionVerdict;
import org.insight.jobs.mentions.CorrectableRow;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;

/** Corrections in a lake of a test, as if readers had made them; the next run follows them. */
public final class LiteralCorrections {

  /** Most rows of a kind. */
  private static final int MOST = 9;

  private LiteralCorrections() {}

  /** Of each kind of mention some are rejected, confirmed or corrected, of whichever policies. */
  public static void ofEachKind(Lake lake) {
    correct(lake, CorrectableRow.Table.NAME, "kind = 'person'", Map.of("kind", "organization"));
    correct(lake, CorrectableRow.Table.NAME, "kind = 'offence'", Map.of());
    correct(lake, CorrectableRow.Table.TIME, "role = 'incident'", Map.of("value", "1999-12-31"));
    correct(lake, CorrectableRow.Table.PLACE, "role <> 'home'", Map.of("role", "home"));
    correct(lake, CorrectableRow.Table.EVENT, "status = 'asserted'", Map.of("status", "negated"));
    correct(
        lake, CorrectableRow.Table.TRANSLATION, "true", Map.of("translation", "As a reader said"));
    List<Row> persons =
        lake.read(Tables.DESCRIBED)
            .where(
                "role = 'suspect' AND size(filter(attributes, a -> a.property = 'birthDate')) = 1")
            .orderBy("described_id")
            .takeAsList(MOST);
    for (int i = 0; i < persons.size(); i++) {
      correct(
          lake,
          "C-person-" + i,
          CorrectableRow.Table.PERSON,
          persons.get(i),
          CorrectionVerdict.CORRECT,
          i % 2 == 0 ? Map.of("role", "witness") : Map.of("birthDate", "1901-02-03"));
    }
  }

  private static void correct(
      Lake lake, CorrectableRow.Table table, String which, Map<String, String> fields) {
    List<Row> rows = table.rows(lake::read).where(which).orderBy(col(table.id())).takeAsList(MOST);
    for (int i = 0; i < rows.size(); i++) {
      CorrectionVerdict verdict =
          switch (i % 3) {
            case 0 -> CorrectionVerdict.REJECT;
            case 1 -> CorrectionVerdict.CONFIRM;
            default -> fields.isEmpty() ? CorrectionVerdict.REJECT : CorrectionVerdict.CORRECT;
          };
      correct(
          lake,
          "C-" + table.code() + rows.get(i).getAs(table.id()),
          table,
          rows.get(i),
          verdict,
          verdict == CorrectionVerdict.CORRECT ? fields : Map.of());
    }
  }

  /** What a reader said of a row of mentions. */
  private static void correct(
      Lake lake,
      String id,
      CorrectableRow.Table table,
      Row row,
      CorrectionVerdict verdict,
      Map<String, String> fields) {
    CorrectableRow.Correctable said =
        new CorrectableRow(table, row).corrected(verdict, fields, null);
    Row act =
        RowFactory.create(
            id,
            Timestamp.from(Instant.EPOCH),
            "login",
            "reader",
            "FR",
            verdict.code(),
            said.documentId(),
            said.kind(),
            said.begin(),
            said.end(),
            said.text(),
            said.property(),
            said.was(),
            said.valueBegin(),
            said.valueEnd(),
            new TreeMap<>(said.fields())
                .entrySet().stream().map(e -> RowFactory.create(e.getKey(), e.getValue())).toList(),
            null,
            "a test",
            "hash of " + id);
    TestLakes.write(
        lake,
        Tables.CORRECTION_ACTS,
        WriteMode.APPEND,
        SharedSpark.session()
            .createDataFrame(List.of(act), lake.read(Tables.CORRECTION_ACTS).schema()));
  }

  /** Corrections of one lake are made in another as well. */
  public static void copy(Lake from, Lake to) {
    Dataset<Row> acts = from.read(Tables.CORRECTION_ACTS);
    TestLakes.write(
        to,
        Tables.CORRECTION_ACTS,
        WriteMode.APPEND,
        to.spark().createDataFrame(acts.collectAsList(), acts.schema()));
  }
}
