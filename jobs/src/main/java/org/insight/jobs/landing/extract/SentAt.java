package org.insight.jobs.landing.extract;

import java.time.Instant;

/** When an item was sent, as it says itself. */
final class SentAt {

  private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

  private SentAt() {}

  /**
   * Whether an item may have been sent then. Others are typing errors, of people or of programs,
   * and a table's timestamp holds not all of them: one would end every run.
   */
  static boolean mayBe(Instant sentAt) {
    return sentAt.isAfter(FIRST) && sentAt.isBefore(END);
  }
}
