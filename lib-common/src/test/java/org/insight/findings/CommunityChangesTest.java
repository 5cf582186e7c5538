package org.insight.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunityChangesTest {

  private static final Periods DAYS = new Periods(0, 1);

  /** Links among all of each group on each day: "abc def|abcd" has two groups, then one. */
  private static List<DatedTie> ties(String written) {
    List<DatedTie> ties = new ArrayList<>();
    int day = 0;
    for (String groups : written.split("\\|")) {
      for (String group : groups.strip().split(" ")) {
        for (int i = 0; i < group.length(); i++) {
          for (int j = i + 1; j < group.length(); j++) {
            ties.add(
                new DatedTie(
                    new Network.Tie(group.substring(i, i + 1), group.substring(j, j + 1), 1), day));
          }
        }
      }
      day++;
    }
    return ties;
  }

  private static String told(Finding finding) {
    return finding.what()
        + finding.figures().get("after_day").intValue()
        + ":"
        + finding.parts().stream()
            .collect(
                Collectors.groupingBy(
                    Finding.Part::role,
                    LinkedHashMap::new,
                    Collectors.mapping(Finding.Part::id, Collectors.joining())))
            .entrySet()
            .stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(","));
  }

  private static String told(List<DatedTie> ties) {
    return new CommunityChanges(ties, DAYS)
        .found().stream().map(CommunityChangesTest::told).collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "abcd|abcd; ''",
        "abcd|abcdef; 'grown1:stayed=abcd,came=ef'",
        "abcdef|abcd; 'shrunk1:stayed=abcd,went=ef'",
        "abcd|abce; 'changed1:stayed=abc,came=e,went=d'",
        "abcd xyz|abcd; 'gone1:went=xyz'",
        "abcd|abcd xyz; 'born1:came=xyz'",
        "abcdef|abc def; 'split1:stayed-1=abc,stayed-2=def'",
        "abcdefz|abc defx; 'split1:stayed-1=abc,stayed-2=def,came-2=x,went=z'",
        "abc def|abcdef; 'merged1:stayed-1=abc,stayed-2=def'",
        "abcy def|abcdefx; 'merged1:stayed-1=def,stayed-2=abc,came=x,went-2=y'",
        // Two of seven in common are too few: nothing says that it is the same.
        "abcd|abefg; 'born1:came=abefg gone1:went=abcd'",
        // Three of ten in common are as many as needed.
        "abcdefg|abcxyz; 'shrunk1:stayed=abc,came=xyz,went=defg'",
        // Two ends are no community.
        "ab|ab cd; ''",
        // A period without links.
        "abc|ab|abc; 'gone1:went=abc born2:came=abc'",
      })
  void communitiesAreFollowedFromPeriodToPeriod(String ties, String changes) {
    assertThat(told(ties(ties))).isEqualTo(changes);
    List<DatedTie> shuffled = new ArrayList<>(ties(ties));
    Collections.shuffle(shuffled, new Random(3));
    assertThat(told(shuffled)).isEqualTo(changes);
  }

  @Test
  void aPeriodWithoutAnyLinksIsAPeriod() {
    List<DatedTie> ties = ties("abc");
    ties("abc").forEach(tie -> ties.add(new DatedTie(tie.tie(), 5)));
    assertThat(told(ties)).isEqualTo("gone1:went=abc born5:came=abc");
    assertThat(told(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "month, 2026-03-31, 2026-03-01",
    "quarter, 2026-06-30, 2026-04-01",
    "quarter, 1969-12-31, 1969-10-01",
    "year, 2026-01-01, 2026-01-01",
    "7, 1970-01-09, 1970-01-08",
    "7, 1969-12-31, 1969-12-25",
  })
  void aDayIsInAPeriodThatBeginsThen(String named, LocalDate day, LocalDate first) {
    Periods periods = Periods.named(named).orElseThrow();
    long period = periods.of(day.toEpochDay());
    assertThat(LocalDate.ofEpochDay(periods.firstDay(period))).isEqualTo(first);
    assertThat(periods.of(first.toEpochDay())).isEqualTo(period);
    assertThat(periods.of(periods.firstDay(period) - 1)).isEqualTo(period - 1);
  }

  @ParameterizedTest
  @CsvSource({"week", "0", "-3", "100000", "Month", "''"})
  void otherPeriodsAreNone(String named) {
    assertThat(Periods.named(named)).isEmpty();
  }
}
