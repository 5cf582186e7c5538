package org.insight.services;

import static org.apache.spark.sql.functions.col;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.core.Sha256;
import org.insight.jobs.governance.ReaderRights;
import org.insight.lake.Lake;
import org.insight.policy.Scope;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/** What acts of readers with the role decider have in common. */
final class Deciding {

  private Deciding() {}

  /**
   * Opens the lake as the reader.
   *
   * @param on a table that the act is on
   * @throws InsightException USAGE if the reader may not decide, or gave no purpose or reason where
   *     a read of the table needs them
   */
  static ReaderSession open(Lake lake, Access access, TableName on) {
    ReaderSession reader = ReaderDoor.open(lake, access);
    reader.table(on);
    if (!reader.mayDecide()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot decide: the reader has not the right (role decider), found "
              + OneLine.of(access.reader()));
    }
    return reader;
  }

  static Scope rights(Lake lake, Access access) {
    return Objects.requireNonNull(
        ReaderRights.rights(
            lake.read(Tables.READERS).where(col("reader").equalTo(access.reader())).first()));
  }

  static String reason(Access access) {
    return Objects.requireNonNull(access.reason()).strip();
  }

  static Timestamp now() {
    return Timestamp.from(Instant.now().truncatedTo(ChronoUnit.MICROS));
  }

  /** The id of an act of a reader at a time. */
  static String id(String prefix, Access access, Timestamp at, String... what) {
    return prefix
        + Sha256.hex(
                String.join(
                    "\n", access.reader(), at.toInstant().toString(), String.join("\n", what)))
            .substring(0, 32);
  }
}
