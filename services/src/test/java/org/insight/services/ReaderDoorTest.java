package org.insight.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.insight.engine.PublishedRun;
import org.insight.engine.PublishedRun.Action;
import org.junit.jupiter.api.Test;

class ReaderDoorTest {

  @Test
  void aClockThatWasSetBackOpensNothingThatHadEnded() {
    LocalDate day = LocalDate.of(2026, 11, 25);
    Optional<PublishedRun> last =
        Optional.of(
            new PublishedRun(
                1,
                Instant.parse("2026-11-25T23:59:59Z"),
                Action.RUN,
                null,
                new TreeSet<>(),
                new TreeMap<>()));
    assertThat(ReaderDoor.day(day.minusDays(3), last)).isEqualTo(day);
    assertThat(ReaderDoor.day(day, last)).isEqualTo(day);
    assertThat(ReaderDoor.day(day.plusDays(1), last)).isEqualTo(day.plusDays(1));
    assertThat(ReaderDoor.day(day, Optional.empty())).isEqualTo(day);
  }
}
