package org.insight.jobs.mentions.places;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H3CellsTest {

  /** The example of H3's own pages, in California. */
  private static FoundPlace place(Precision precision) {
    return new FoundPlace(
        0,
        4,
        "Here",
        "1",
        "Here",
        "US",
        "CA",
        37.3615593,
        -122.0553238,
        precision,
        1,
        Role.INCIDENT,
        List.of());
  }

  @ParameterizedTest
  @CsvSource({"TOWN, 87283472bffffff", "ADDRESS, 87283472bffffff", "REGION, 8428347ffffffff"})
  void aCellIsAsLargeAsThePlaceIsExact(Precision precision, String cell) {
    assertThat(H3Cells.of(place(precision))).isEqualTo(cell);
  }

  @Test
  void aCountryHasNoCell() {
    assertThat(H3Cells.of(place(Precision.COUNTRY))).isNull();
  }
}
