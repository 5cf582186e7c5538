package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.insight.benchmarks.LinkFigures.Ends;
import org.insight.benchmarks.LinkFigures.FoundLink;
import org.insight.benchmarks.LinkFigures.View;
import org.junit.jupiter.api.Test;

class LinkFiguresTest {

  private static final List<JsonNode> CHAIN =
      List.of(
          json(
              """
              {"id": "L0-6", "kind": "chain", "persons": [1, 2, 3], "hops": 2, "via": [
                {"kind": "phone", "value": "+1",
                 "evidence": [{"person": 1, "path": "a"}, {"person": 2, "path": "b"}]},
                {"kind": "account", "value": "FR1",
                 "evidence": [{"person": 2, "path": "c"}, {"person": 3, "path": "d"}]}]}"""));

  private static final Map<String, JsonNode> PERSONS =
      Map.of(
          "1", json("{\"phone\": \"+9\"}"),
          "2", json("{\"phone\": \"+8\", \"iban\": null}"),
          "3", json("{\"phone\": \"+7\"}"),
          "4", json("{\"phone\": \"+9\"}"));

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static LinkFigures figures(FoundLink... links) {
    return figures(path -> true, List.of(), links);
  }

  /**
   * @param path the only path between the ends of the chain
   */
  private static LinkFigures figures(
      Predicate<String> sees, List<String> path, FoundLink... links) {
    Map<String, Map<String, Long>> entities = new HashMap<>();
    for (int i = 1; i <= 4; i++) {
      entities.put("E" + i, Map.of(String.valueOf(i), 1L));
    }
    entities.put("M1", Map.of("1", 2L, "4", 1L));
    return LinkFigures.of(
        CHAIN,
        PERSONS,
        new View(
            sees,
            List.of(links),
            entities,
            List.of(new Ends("M1", "E1"), new Ends("E2", "E3"), new Ends("E1", "U1")),
            ends -> paths(ends, path)));
  }

  private static Map<Ends, List<List<String>>> paths(Collection<Ends> wanted, List<String> path) {
    Map<Ends, List<List<String>>> paths = new HashMap<>();
    for (Ends ends : wanted) {
      assertThat(ends)
          .as("the entities with most of their records")
          .isEqualTo(new Ends("M1", "E3"));
      paths.put(ends, List.of(List.of("M1", "E4", "E3"), path));
    }
    return paths;
  }

  private static FoundLink link(String source, String target, String... kinds) {
    return new FoundLink(source, target, List.of(kinds));
  }

  @Test
  void possibleMatchesAreRightIfBothAreOnePersons() {
    assertThat(figures().matches())
        .as("M1 and E1 are one; E2 and E3 are two; nothing is known of U1")
        .isEqualTo(new PairCounts(1, 2, 1));
  }

  @Test
  void aStepIsFoundByItsKindAndWithTheOthersItIsAChain() {
    LinkFigures none = figures(link("E1", "E2", "iban", "owner"));
    assertThat(none.byKind().get("phone")).isEqualTo(new PairCounts(1, 0, 0));
    assertThat(none.byKind().get("iban")).as("not planted").isEqualTo(new PairCounts(1, 1, 0));
    LinkFigures both = figures(link("E2", "M1", "phone"), link("E3", "E2", "iban", "phone"));
    assertThat(both.unseen()).isZero();
    assertThat(both.inSteps()).isEqualTo(new PairCounts(1, 1, 1));
    assertThat(figures(link("E2", "E1", "phone")).inSteps()).isEqualTo(new PairCounts(1, 0, 0));
    assertThat(both.byKind().get("phone")).isEqualTo(new PairCounts(1, 2, 1));
    assertThat(both.byKind().get("iban")).isEqualTo(new PairCounts(1, 1, 1));
  }

  @Test
  void aChainIsFoundIfItIsAmongTheBestPathsBetweenItsEnds() {
    assertThat(figures(path -> true, List.of("M1", "E2", "E3")).chains())
        .isEqualTo(new PairCounts(1, 1, 1));
    assertThat(figures(path -> true, List.of("M1", "E3")).chains())
        .isEqualTo(new PairCounts(1, 0, 0));
  }

  @Test
  void whatTheReaderCannotSeeIsCountedApart() {
    LinkFigures figures =
        figures(
            path -> !path.equals("d"),
            List.of("M1", "E2", "E3"),
            link("E1", "E2", "phone"),
            link("E2", "E3", "iban"));
    assertThat(figures.byKind().get("phone")).isEqualTo(new PairCounts(1, 1, 1));
    assertThat(figures.byKind().get("iban")).isEqualTo(new PairCounts(0, 0, 0));
    assertThat(figures.chains()).isEqualTo(new PairCounts(0, 0, 0));
    assertThat(figures.unseen()).isOne();
    assertThat(figures.all()).isEqualTo(new PairCounts(1, 1, 1));
  }

  @Test
  void whatNobodyCanFindIsNotCounted() {
    String plate =
        CHAIN.get(0).toString().replace("\"value\":\"+1\"", "\"value\":\"+1\",\"findable\":false");
    LinkFigures figures =
        LinkFigures.of(
            List.of(json(plate)),
            PERSONS,
            new View(
                path -> true,
                List.of(link("E1", "E2", "phone")),
                Map.of("E1", Map.of("1", 1L), "E2", Map.of("2", 1L)),
                List.of(),
                ends -> Map.of()));
    assertThat(figures.byKind().get("phone")).isEqualTo(new PairCounts(0, 0, 0));
    assertThat(figures.byKind().get("iban")).isEqualTo(new PairCounts(1, 0, 0));
    assertThat(figures.chains()).isEqualTo(new PairCounts(0, 0, 0));
  }

  @Test
  void whoSharesAValueThatNobodyPlantedIsNotCounted() {
    LinkFigures household = figures(link("E1", "E4", "phone"), link("E1", "unknown", "phone"));
    assertThat(household.byKind().get("phone")).isEqualTo(new PairCounts(1, 0, 0));
  }
}
