package org.insight.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.insight.readers.ReaderSession;
import org.insight.tables.Lake;

/** Opens a reader's session on a lake, as of today. */
final class ReaderDoor {

  private ReaderDoor() {}

  static ReaderSession open(Lake lake, String reader) {
    return ReaderSession.open(
        lake.spark(), lake.contracts(), lake::read, reader, LocalDate.now(ZoneOffset.UTC));
  }
}
