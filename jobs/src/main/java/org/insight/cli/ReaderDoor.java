package org.insight.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.insight.readers.Access;
import org.insight.readers.ReaderSession;
import org.insight.tables.Lake;

/** Opens a reader's session on a lake, as of today. */
final class ReaderDoor {

  private ReaderDoor() {}

  static ReaderSession open(Lake lake, Access access) {
    return ReaderSession.open(
        lake.spark(), lake.contracts(), lake::read, access, LocalDate.now(ZoneOffset.UTC));
  }
}
