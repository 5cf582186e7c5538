package org.insight.jobs.curated;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BirthDatesTest {

  /** By record, and each record's dates. */
  private static List<List<String>> records(String dates) {
    return Arrays.stream(dates.split(" ")).map(record -> List.of(record.split(","))).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1971 1971-03-05",
        "1971-03 1971-03-05",
        "1971~ 1973",
        "1971~ 1969-01-01",
        "197X 1971-03",
        "1971-XX-XX 1971-12-31",
        "1960/1965 1965-12-31",
        "1960/.. 2001",
        "/1965 1960",
        "1971-13-40 1950",
        "unknown 1950",
        "1971-02-30 1950",
        "1965/1960",
        "1965/1960 1950",
        "1968-08-10,1970",
        "1968-08-10,1970 1970-05-01",
        "1970-05-01 1970,1968-08-10 1960/1970",
        "1950,1960,1970 1955,1961,1970-02 unknown",
        "1960/1969,1965/1980 1980-12-31",
        "1971"
      })
  void datesThatCanBeOneDoNotContradict(String dates) {
    assertThat(BirthDates.contradict(records(dates))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1971 1972",
        "1971-03-05 1971-03-06",
        "1971-03 1971-04-01",
        "1971~ 1974",
        "197X 1980",
        "1960/1965 1966",
        "1968,1970 1969",
        "1968,1970 1968,1971 1970,1971",
        "1950,1960,1970 1955,1961,1971",
        "1971 1971-03-05 1971-05-03"
      })
  void datesThatExcludeEachOtherContradict(String dates) {
    assertThat(BirthDates.contradict(records(dates))).isTrue();
  }
}
