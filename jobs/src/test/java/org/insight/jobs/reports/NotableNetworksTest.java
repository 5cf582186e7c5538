package org.insight.jobs.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotableNetworksTest {

  private static final List<String> COLUMNS =
      List.of("source_id", "target_id", "strength", "source_roles", "target_roles");

  private final List<Map<String, @Nullable Object>> links = new ArrayList<>();

  /** A link; an end whose id begins with S is a suspect. */
  private void link(String source, String target, double strength) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("source_id", source);
    row.put("target_id", target);
    row.put("strength", strength);
    row.put("source_roles", source.startsWith("S") ? List.of("suspect") : null);
    row.put("target_roles", target.startsWith("S") ? List.of("suspect") : List.of("witness"));
    links.add(row);
  }

  private void triangle(String one, String two, String three, double strength) {
    link(one, two, strength);
    link(one, three, strength);
    link(two, three, strength);
  }

  private Rows chosen() {
    return NotableNetworks.of(new Rows(COLUMNS, links));
  }

  private List<String> ends(int network) {
    TreeSet<String> ends = new TreeSet<>();
    chosen().rows().stream()
        .filter(row -> Rows.number(row, "network") == network)
        .forEach(
            row -> {
              ends.add(Rows.text(row, "source_id"));
              ends.add(Rows.text(row, "target_id"));
            });
    return List.copyOf(ends);
  }

  @Test
  void linksBetweenPersonsOfInterestComeBeforeStrongerOnes() {
    triangle("a1", "a2", "a3", 20);
    triangle("S1", "S2", "S3", 5);
    triangle("S4", "b1", "b2", 12);

    assertThat(ends(1)).containsExactly("S1", "S2", "S3");
    assertThat(ends(2))
        .as("of one suspect alone no strength counts")
        .containsExactly("a1", "a2", "a3");
    assertThat(ends(3)).containsExactly("S4", "b1", "b2");
  }

  @Test
  void thereAreThreeNetworksAtMostAndEachHasThreeEnds() {
    triangle("S1", "S2", "S3", 9);
    triangle("b1", "b2", "b3", 8);
    triangle("c1", "c2", "c3", 7);
    triangle("d1", "d2", "d3", 6);
    link("S8", "S9", 40);

    assertThat(List.of(ends(1), ends(2), ends(3)))
        .containsExactly(
            List.of("S1", "S2", "S3"), List.of("b1", "b2", "b3"), List.of("c1", "c2", "c3"));
    assertThat(ends(4)).isEmpty();
  }

  @Test
  void networksOfTheSameStrengthAreInTheOrderOfTheirIds() {
    triangle("b1", "b2", "b3", 8);
    triangle("a1", "a2", "a3", 8);

    assertThat(ends(1)).containsExactly("a1", "a2", "a3");
  }

  /** A star: all hang on the hub, and the strongest of them are kept. */
  @Test
  void ofALargeNetworkTheEndsWithTheStrongestLinksAreKept() {
    for (int i = 0; i < 20; i++) {
      link("hub", String.format("x%02d", i), 10 + i);
    }

    List<String> kept = ends(1);

    assertThat(kept)
        .hasSize(NotableNetworks.MOST_ENDS)
        .contains("hub", "x19", "x09")
        .doesNotContain("x08", "x00");
    assertThat(chosen().rows()).allMatch(row -> Rows.number(row, "ends") == 21);
  }

  @Test
  void twoGroupsWithOneLinkBetweenThemAreTwoNetworks() {
    triangle("a1", "a2", "a3", 10);
    triangle("b1", "b2", "b3", 9);
    link("a1", "b1", 4);

    assertThat(ends(1)).containsExactly("a1", "a2", "a3");
    assertThat(ends(2)).containsExactly("b1", "b2", "b3");
  }

  @Test
  void theOrderOfTheLinksChangesNothing() {
    Random random = new Random(11);
    for (int i = 0; i < 60; i++) {
      String one = (random.nextInt(3) == 0 ? "S" : "p") + random.nextInt(25);
      String other = (random.nextInt(3) == 0 ? "S" : "p") + (25 + random.nextInt(25));
      double strength = 3 + random.nextInt(17_000) / 1_000.0;
      if (links.stream()
          .noneMatch(
              row -> one.equals(row.get("source_id")) && other.equals(row.get("target_id")))) {
        link(one, other, strength);
      }
    }
    Rows first = chosen();
    assertThat(first.rows()).isNotEmpty();
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(links, random);
      assertThat(chosen()).isEqualTo(first);
    }
  }

  @Test
  void noLinksAndOneLinkAreNoNetwork() {
    assertThat(chosen().rows()).isEmpty();
    assertThat(chosen().columns()).startsWith("network", "ends", "source_id");
    link("S1", "S2", 20);
    assertThat(chosen().rows()).isEmpty();
  }
}
