package org.insight.jobs.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.insight.findings.LinkStrength;
import org.insight.testing.SharedSpark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkQueriesTest {

  private final InventedLake lake = InventedLake.empty(SharedSpark.session());
  private final List<Row> links = new ArrayList<>();

  private void link(String source, String kind, String target, String otherKind, String... shared) {
    links.add(InventedLake.link(source, source, kind, target, target, otherKind, List.of(shared)));
  }

  private List<Map<String, @Nullable Object>> answer(String query) {
    lake.view("curated.links", links);
    return Rows.of(lake.query().apply(query)).rows();
  }

  private Map<String, Object> strengths(String query) {
    Map<String, Object> strengths = new TreeMap<>();
    for (Map<String, @Nullable Object> row : answer(query)) {
      strengths.put(Rows.text(row, "source_id") + Rows.text(row, "target_id"), row.get("strength"));
    }
    return strengths;
  }

  /** A telephone of five, an account of two, a link that is stated, and documents beside. */
  private void someLinks() {
    for (String pair : List.of("ab", "ac", "ad", "ae", "bc", "bd", "be", "cd", "ce", "de")) {
      String[] ends = pair.split("", -1);
      if (pair.equals("ab")) {
        link("a", "Person", "b", "Person", "phone:+1", "phone:+2", "iban:X");
      } else {
        link(ends[0], "Person", ends[1], "Person", "phone:+1");
      }
    }
    link("a", "Person", "f", "Vehicle", "owner");
    for (int i = 0; i < 40; i++) {
      link("doc" + i, "Document", "z" + i, "Organization", "email:" + i);
    }
  }

  /** The chance of each link by the rule of the formula, on all links. */
  private Map<String, Object> byTheFormula(boolean values) {
    Map<String, Map<String, Long>> sharing = new HashMap<>();
    for (Row row : links) {
      for (String end : List.of(row.getString(1), row.getString(2))) {
        shared(row, values)
            .forEach(
                share ->
                    sharing
                        .computeIfAbsent(end, id -> new HashMap<>())
                        .merge(share, 1L, Long::sum));
      }
    }
    Map<String, Object> strengths = new TreeMap<>();
    for (Row row : links) {
      Map<String, Long> rarest = new TreeMap<>();
      for (String share : shared(row, values)) {
        long others =
            Math.min(
                sharing.getOrDefault(row.getString(1), Map.of()).getOrDefault(share, 0L),
                sharing.getOrDefault(row.getString(2), Map.of()).getOrDefault(share, 0L));
        rarest.merge(share.replaceAll(":.*", ""), 1 + others, Math::min);
      }
      if (!row.getString(4).equals("Document")) {
        strengths.put(
            row.getString(1) + row.getString(2),
            LinkStrength.bits(LinkStrength.chance(sharing.size(), rarest)));
      }
    }
    return strengths;
  }

  @SuppressWarnings("unchecked")
  private static Collection<String> shared(Row row, boolean values) {
    List<String> own = (List<String>) row.get(10);
    return values && !own.isEmpty() ? own : (List<String>) row.get(9);
  }

  @Test
  void theStrengthIsThatOfPathsAndNetworks() {
    someLinks();
    assertThat(strengths(LinkQueries.LINKS)).isEqualTo(byTheFormula(true)).hasSize(11);
  }

  /** Below the clearance for identifiers the kind stands for the value. */
  @Test
  void withoutValuesTheKindIsWhatIsShared() {
    someLinks();
    Map<String, Object> expected = byTheFormula(false);
    lake.view("curated.links", links);
    List<Row> masked =
        lake.query()
            .apply("SELECT * FROM curated.links")
            .withColumn("values", functions.lit(null).cast("array<string>"))
            .collectAsList();
    links.clear();
    links.addAll(masked);
    assertThat(strengths(LinkQueries.LINKS)).isEqualTo(expected).hasSize(11);
  }

  @Test
  void theStrongestComeFirstAndLinksOfOneStrengthHaveOneRank() {
    someLinks();
    List<Map<String, @Nullable Object>> rows = answer(LinkQueries.LINKS);
    assertThat(rows.get(0)).containsEntry("source_id", "a").containsEntry("target_id", "b");
    assertThat(rows).allMatch(row -> Rows.number(row, "links") == 11);
    assertThat(rows.stream().map(row -> Rows.number(row, "rank")).toList())
        .containsExactly(1L, 2L, 3L, 3L, 3L, 3L, 3L, 3L, 3L, 3L, 3L);
  }

  @Test
  void linksOfNetworksHaveTheRolesAndYearsOfTheirEndsThoseOfInterestFirst() {
    someLinks();
    lake.view(
        "resolution.memberships",
        List.of(
            RowFactory.create("d", "told1", "R"),
            RowFactory.create("d", "told2", "R"),
            RowFactory.create("d", "record", "R"),
            RowFactory.create("e", "told3", "R")));
    lake.view(
        "mentions.described",
        List.of(
            RowFactory.create("told1", "victim", "R"),
            RowFactory.create("told2", "suspect", "R"),
            RowFactory.create("told3", "office", "R")));
    lake.view(
        "curated.persons",
        List.of(person("c", List.of("wanted", "SDGT"), List.of("1971", "1971-03-05", "1972~"))));

    List<Map<String, @Nullable Object>> rows = answer(LinkQueries.NETWORKS);

    assertThat(rows.get(0))
        .containsEntry("source_id", "c")
        .containsEntry("target_id", "d")
        .containsEntry("source_roles", List.of("wanted"))
        .containsEntry("target_roles", List.of("suspect", "victim"))
        .containsEntry("source_born", List.of("1971", "1972"));
    assertThat(rows).noneMatch(row -> Rows.text(row, "source_kind").equals("Document"));
    assertThat(rows)
        .filteredOn(row -> Rows.text(row, "target_id").equals("e"))
        .isNotEmpty()
        .allMatch(row -> row.get("target_roles") == null);
  }

  private static Row person(String id, List<String> topics, List<String> births) {
    List<String> none = List.of();
    return RowFactory.create(
        id, id, births, none, none, 1, none, 1, none, none, none, none, topics, "R");
  }
}
