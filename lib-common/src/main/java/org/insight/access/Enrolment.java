package org.insight.access;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.SortedSet;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.entitlements.StatedReason;
import org.insight.policy.Purpose;
import org.insight.policy.ReaderRole;
import org.insight.schemas.Sensitivity;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** A reader who is let in, and says why. */
record Enrolment(Standing.LetIn rights, boolean mayDecide) {

  /**
   * @throws InsightException USAGE where the reader is not let in, as {@link Standing} has it, or
   *     where what is said of purpose and reason does not fit
   */
  static Enrolment of(Function<TableName, Dataset<Row>> tables, Access access) {
    String reader = access.reader();
    List<Row> rows =
        tables
            .apply(Tables.READERS)
            .where(col("reader").equalTo(reader))
            .select("scope", "role", "purposes", "clearance")
            .collectAsList();
    List<Row> acts =
        tables
            .apply(Tables.READER_ACTS)
            .where(col("reader").equalTo(reader))
            .select("number", "scope", "clearance", "role")
            .collectAsList();
    Standing standing = Standing.of(rows, acts);
    if (standing instanceof Standing.Refused refused) {
      // All may have been revoked since.
      if (rows.isEmpty()
          && tables.apply(Tables.READERS).isEmpty()
          && tables.apply(Tables.READER_ACTS).isEmpty()) {
        throw refused("no run is published yet, so no reader is known (`insight run`)");
      }
      throw refused(refused.why() + ", found " + OneLine.of(reader));
    }
    Row row = rows.get(0);
    purpose(access, row);
    reason(access);
    // Scopes do not tell who decides, so a revocation of that alone leaves the reader let in.
    boolean mayDecide =
        is(ReaderRole.DECIDER, row)
            && Standing.latest(acts).stream().allMatch(act -> is(ReaderRole.DECIDER, act));
    return new Enrolment((Standing.LetIn) standing, mayDecide);
  }

  String scope() {
    return rights.scope();
  }

  boolean isShownIdentifiers() {
    return rights.clearance() >= Sensitivity.IDENTIFIERS_FROM;
  }

  private static boolean is(ReaderRole role, Row row) {
    return role.code().equals(row.getAs("role"));
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
    if (!is(ReaderRole.CONTROL, row)
        && (row.isNullAt(2) || !row.<String>getList(2).contains(named.first().code()))) {
      throw refused(
          "the purpose is none of the reader's own, found " + OneLine.of(access.purpose()));
    }
  }

  private static void reason(Access access) {
    String reason = access.reason();
    if (reason == null) {
      return;
    }
    if (!StatedReason.isInWords(reason)) {
      throw refused("a reason is given in words, found " + OneLine.of(reason));
    }
    if (!StatedReason.isOneLine(reason)) {
      throw refused(
          "a reason is one line of at most "
              + StatedReason.LONGEST
              + " characters, found "
              + reason.length());
    }
  }

  private static InsightException refused(String why) {
    return new InsightException(ErrorKind.USAGE, "Cannot read as a reader: " + why);
  }
}
