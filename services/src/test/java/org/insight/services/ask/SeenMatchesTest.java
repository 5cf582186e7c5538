package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.insight.services.ask.SeenMatches.Match;
import org.insight.services.ask.SeenMatches.Pair;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeenMatchesTest {

  /** Records a1 and a2 are of entity A, and so on. */
  private static Map<String, String> entities(String records) {
    Map<String, String> entities = new HashMap<>();
    for (String record : records.split(" ")) {
      entities.put(record, record.substring(0, 1).toUpperCase(java.util.Locale.ROOT));
    }
    return entities;
  }

  private static List<String> records(String pair) {
    return List.of(pair.split("-")[0], pair.split("-")[1].split("=")[0]);
  }

  private static Stream<String> words(String text) {
    return text.isEmpty() ? Stream.of() : Stream.of(text.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "a1 b1, a1-b1=-2000, '', A a1 b1 B",
    // The best pair stands for both; of equal ones the greater ids.
    "a1 b1 b2, a1-b1=-2000 a1-b2=-1000, '', A a1 b2 B",
    "a1 b1 b2, a1-b1=-2000 a1-b2=-2000, '', A a1 b2 B",
    // Half of all pairs of their records must be there.
    "a1 b1 b2, a1-b1=-2000, '', A a1 b1 B",
    "a1 b1 b2 b3, a1-b1=-2000, '', ''",
    "a1 a2 b1 b2, a1-b1=-2000, '', ''",
    // Records of one entity, and those that are not visible, make none.
    "a1 a2, a1-a2=9000, '', ''",
    "a1, a1-b1=9000, '', ''",
    // A decision on any of their records is one on both, whether that pair agrees or not.
    "a1 b1 b2, a1-b1=-2000 a1-b2=-2000, a1-b1, ''",
    "a1 b1 b2, a1-b1=-2000, a1-b2, ''",
    "a1 b1 c1, a1-b1=-2000, a1-c1, A a1 b1 B",
  })
  void entitiesMayBeOne(String records, String pairs, String decided, String match) {
    SeenMatches matches =
        SeenMatches.among(
            entities(records),
            words(pairs)
                .map(
                    pair ->
                        new Pair(
                            records(pair).get(0),
                            records(pair).get(1),
                            Integer.parseInt(pair.split("=")[1]),
                            ""))
                .toList(),
            words(decided).map(SeenMatchesTest::records).toList(),
            3_000);
    assertThat(matches.all().stream().map(SeenMatchesTest::shown))
        .containsExactlyElementsOf(match.isEmpty() ? List.of() : List.of(match));
  }

  private static String shown(Match match) {
    return String.join(
        " ", match.one(), match.pair().leftId(), match.pair().rightId(), match.other());
  }

  @ParameterizedTest
  @CsvSource({"-3000, 1.0", "0, 3.17", "7000, 10.001"})
  void chanceIsThatOfSoFewSubjects(int score, double bits) {
    SeenMatches matches =
        SeenMatches.among(
            entities("a1 b1"), List.of(new Pair("a1", "b1", score, "")), List.of(), 3_000);
    assertThat(matches.all())
        .extracting(match -> org.insight.findings.LinkStrength.bits(match.chance()))
        .containsExactly(bits);
  }
}
