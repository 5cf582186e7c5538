package org.insight.jobs.curated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;

class PlaceTableTest {

  @Test
  void aPlaceIsFoundByItsId() {
    PlaceTable table = new PlaceTable("/curated/places-of-tests.tsv");
    assertThat(table.find("1001")).isEqualTo(new Place("1001", "Saltmouth", 45.5, 4.25));
    assertThat(table.find("9")).isNull();
  }

  @Test
  void aBrokenLineIsNamed() {
    assertThatThrownBy(() -> PlaceTable.parse("1\tSaltmouth\tFR", 7))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot read the table of places: line 7 must have id, name, country, latitude and"
                + " longitude, found 3 columns");
  }

  @Test
  void aMissingTableIsNamed() {
    assertThatThrownBy(() -> new PlaceTable("/nowhere.tsv").find("1"))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot read the table of places: it is not on the class path, found no /nowhere.tsv");
  }
}
