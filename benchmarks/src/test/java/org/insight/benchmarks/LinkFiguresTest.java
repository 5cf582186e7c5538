package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.insight.benchmarks.LinkFigures.FoundLink;
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
    Map<String, Map<String, Long>> entities = new HashMap<>();
    for (int i = 1; i <= 4; i++) {
      entities.put("E" + i, Map.of(String.valueOf(i), 1L));
    }
    entities.put("M1", Map.of("1", 2L, "4", 1L));
    return LinkFigures.of(CHAIN, PERSONS, List.of(links), entities);
  }

  private static FoundLink link(String source, String target, String... kinds) {
    return new FoundLink(source, target, List.of(kinds));
  }

  @Test
  void aStepIsFoundByItsKindAndWithTheOthersItIsAChain() {
    LinkFigures none = figures(link("E1", "E2", "iban", "owner"));
    assertThat(none.byKind().get("phone")).isEqualTo(new PairCounts(1, 0, 0));
    assertThat(none.byKind().get("iban")).as("not planted").isEqualTo(new PairCounts(1, 1, 0));
    LinkFigures both = figures(link("E2", "M1", "phone"), link("E3", "E2", "iban", "phone"));
    assertThat(both.byKind().get("phone")).isEqualTo(new PairCounts(1, 2, 1));
    assertThat(both.byKind().get("iban")).isEqualTo(new PairCounts(1, 1, 1));
    assertThat(both.chains()).isEqualTo(new PairCounts(1, 1, 1));
    assertThat(figures(link("E2", "E1", "phone")).chains()).isEqualTo(new PairCounts(1, 0, 0));
  }

  @Test
  void whatNobodyCanFindIsNotCounted() {
    String plate =
        CHAIN.get(0).toString().replace("\"value\":\"+1\"", "\"value\":\"+1\",\"findable\":false");
    LinkFigures figures =
        LinkFigures.of(
            List.of(json(plate)),
            PERSONS,
            List.of(link("E1", "E2", "phone")),
            Map.of("E1", Map.of("1", 1L), "E2", Map.of("2", 1L)));
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
