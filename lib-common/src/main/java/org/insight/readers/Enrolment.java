package org.insight.readers;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.policy.Purpose;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.OneLine;
import org.insight.schemas.Sensitivity;
import org.insight.schemas.TableName;

/**
 * A reader as enrolled, who may read at all.
 *
 * <p>The acts on readers count beside the enrolment, so that a revocation holds from the moment in
 * which its row is there, whatever the tables that follow from it say still: a reader whose rights
 * by the latest act are not those of the enrolment reads nothing.
 */
record Enrolment(String scope, int clearance) {

  private static final TableName READERS = TableName.of("governance.readers");
  private static final TableName ACTS = TableName.of("governance.reader_acts");
  private static final String CONTROL = "control";
  private static final int LONGEST_REASON = 500;

  /**
   * @throws InsightException USAGE where the reader is not enrolled exactly once, or was revoked or
   *     changed since, or where what is said of purpose and reason does not fit
   */
  static Enrolment of(Function<TableName, Dataset<Row>> tables, Access access) {
    String reader = access.reader();
    List<Row> rows =
        tables
            .apply(READERS)
            .where(col("reader").equalTo(reader))
            .select("scope", "role", "purposes", "clearance")
            .collectAsList();
    List<Row> acts =
        tables
            .apply(ACTS)
            .where(col("reader").equalTo(reader))
            .orderBy(col("number").desc())
            .select("scope", "clearance")
            .limit(1)
            .collectAsList();
    if (!acts.isEmpty() && acts.get(0).isNullAt(0)) {
      throw refused("the reader was revoked, found " + OneLine.of(reader));
    }
    if (rows.isEmpty()) {
      throw refused("no such reader, found " + OneLine.of(reader));
    }
    Row row = rows.get(0);
    if (rows.size() != 1 || row.isNullAt(0)) {
      throw refused("not enrolled exactly once, found " + OneLine.of(reader));
    }
    // The scope of who sees all does not tell clearances apart.
    if (!acts.isEmpty()
        && !(Objects.equals(acts.get(0).get(0), row.get(0))
            && Objects.equals(acts.get(0).get(1), row.get(3)))) {
      throw refused(
          "the reader's rights have changed and the tables do not follow yet (`insight run` makes"
              + " them), found "
              + OneLine.of(reader));
    }
    purpose(access, row);
    reason(access);
    return new Enrolment(row.getString(0), row.isNullAt(3) ? 0 : row.getInt(3));
  }

  boolean isShownIdentifiers() {
    return clearance >= Sensitivity.IDENTIFIERS_FROM;
  }

  private static void purpose(Access access, Row row) {
    if (access.purpose() == null) {
      return;
    }
    SortedSet<Purpose> named;
    try {
      named = Purpose.parseAll(List.of(access.purpose()));
    } catch (IllegalArgumentException e) {
      throw refused("no such purpose, found " + OneLine.of(access.purpose()));
    }
    boolean control = !row.isNullAt(1) && row.getString(1).equals(CONTROL);
    if (!control && (row.isNullAt(2) || !row.<String>getList(2).contains(named.first().code()))) {
      throw refused(
          "the purpose is none of the reader's own, found " + OneLine.of(access.purpose()));
    }
  }

  private static void reason(Access access) {
    String reason = access.reason();
    if (reason == null) {
      return;
    }
    if (reason.codePoints().filter(Character::isLetter).count() < 3) {
      throw refused("a reason is given in words, found " + OneLine.of(reason));
    }
    if (reason.length() > LONGEST_REASON || !OneLine.is(reason)) {
      throw refused(
          "a reason is one line of at most "
              + LONGEST_REASON
              + " characters, found "
              + reason.length());
    }
  }

  private static InsightException refused(String why) {
    return new InsightException(ErrorKind.USAGE, "Cannot read as a reader: " + why);
  }
}
