package org.insight.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyPatternsTest {

  /** Transfers as written in a table: "ab100@3" goes from a to b on day 3. */
  private static List<Transfer> transfers(String written) {
    List<Transfer> transfers = new ArrayList<>();
    for (String one : written.split(" ")) {
      String[] parts = one.substring(2).split("@");
      transfers.add(
          new Transfer(
              "t" + (10 + transfers.size()),
              one.substring(0, 1),
              one.substring(1, 2),
              Double.parseDouble(parts[0]),
              Long.parseLong(parts[1])));
    }
    return transfers;
  }

  private static String found(FindingKind kind, List<Transfer> transfers) {
    return new MoneyPatterns(transfers, MoneyRules.STANDARD)
        .of(kind).stream()
            .map(f -> f.parts().stream().map(Finding.Part::id).collect(Collectors.joining()))
            .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    // Money comes back, a little less at each step.
    "ab100@1 bc95@2 ca90@3, abc",
    // In one day, in any order of the ids.
    "ca90@1 ab100@1 bc95@1, ''",
    "ab100@1 bc95@1 ca90@1, abc",
    // Back and forth between two is none.
    "ab100@1 ba95@2, ''",
    // Not in this order of time.
    "ab100@3 bc95@2 ca90@1, ''",
    // Something else was passed on: much less, or more than came.
    "ab100@1 bc60@2 ca55@3, ''",
    "ab100@1 bc150@2 ca140@3, ''",
    // It took too long.
    "ab100@1 bc95@20 ca90@31, ''",
    "ab100@1 bc95@20 ca90@30, abc",
    // As long as may be, and longer.
    "ab100@1 bc99@2 cd98@3 de97@4 ef96@5 fa95@6, abcdef",
    "ab100@1 bc99@2 cd98@3 de97@4 ef96@5 fg95@6 ga94@7, ''",
    // A transfer is part of one cycle: that with the smallest loss.
    "ab100@1 bc99@2 bd80@2 ca98@3 da75@3, abc",
    // Transfers to oneself, and of nothing, are none.
    "aa100@1 ab100@1 bb100@1 bc95@2 ca0@3, ''",
  })
  void moneyThatComesBackIsACycle(String transfers, String cycles) {
    assertThat(found(FindingKind.CYCLE, transfers(transfers))).isEqualTo(cycles);
  }

  @ParameterizedTest
  @CsvSource({
    "ab100@1 bc95@2 cd90@4, abcd",
    // Too few layers.
    "ab100@1 bc95@2, ''",
    // Too late, too little, or more than came.
    "ab100@1 bc95@5 cd90@6, ''",
    "ab100@1 bc70@2 cd65@3, ''",
    "ab100@1 bc101@2 cd100@3, ''",
    // Whoever receives much else is no layer.
    "ab100@1 xb500@1 bc95@2 cd90@4, ''",
    // What is left of it at each step goes on.
    "ab100@1 bx10@2 bc90@2 cd85@3 cy5@3, abcd",
  })
  void whatIsPassedOnQuicklyAndWholeIsLayered(String transfers, String rows) {
    assertThat(found(FindingKind.LAYERING, transfers(transfers))).isEqualTo(rows);
  }

  private static List<Transfer> fan(int payers, int day, int days) {
    List<Transfer> fan = new ArrayList<>();
    for (int i = 0; i < payers; i++) {
      fan.add(new Transfer("fan" + i, "p" + i, "hub", 100, day + (long) i * days / payers));
    }
    return fan;
  }

  /** Half a year of a shop, salaries and rents. */
  private static List<Transfer> usual() {
    List<Transfer> usual = new ArrayList<>();
    for (int day = 0; day < 180; day++) {
      usual.add(new Transfer("shop" + day, "customer" + day % 90, "shop", 20, day));
    }
    for (int i = 0; i < 72; i++) {
      String other = "q" + i % 12;
      usual.add(new Transfer("pay" + i, "employer", other, 2000, 30 * (i / 12) + 5L));
      usual.add(new Transfer("rent" + i, other, "landlord", 700, 30 * (i / 12) + 2L));
    }
    return usual;
  }

  private static String hubs(FindingKind kind, List<Transfer> transfers) {
    return new MoneyPatterns(transfers, MoneyRules.STANDARD)
        .of(kind).stream().map(f -> f.parts().get(0).id()).collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({"8, 10, hub", "5, 14, hub", "4, 10, ''", "8, 60, ''"})
  void manyWhoPayOneWithinTwoWeeksAreAFan(int payers, int days, String hubs) {
    List<Transfer> all = usual();
    all.addAll(fan(payers, 40, days));
    assertThat(hubs(FindingKind.FAN_IN, all)).isEqualTo(hubs);
    List<Transfer> reversed =
        all.stream().map(t -> new Transfer(t.id(), t.to(), t.from(), t.amount(), t.day())).toList();
    assertThat(hubs(FindingKind.FAN_OUT, reversed)).isEqualTo(hubs);
  }

  @Test
  void shopsEmployersAndLandlordsAreNoFans() {
    assertThat(hubs(FindingKind.FAN_IN, usual()) + hubs(FindingKind.FAN_OUT, usual())).isEmpty();
  }

  @Test
  void aFanNamesItsPayersAndTransfersAndNoOthers() {
    List<Transfer> all = usual();
    all.addAll(fan(6, 40, 10));
    all.add(new Transfer("early", "other", "hub", 100, 3));
    Finding fan = new MoneyPatterns(all, MoneyRules.STANDARD).of(FindingKind.FAN_IN).get(0);
    assertThat(fan.evidence()).containsExactly("fan0", "fan1", "fan2", "fan3", "fan4", "fan5");
    assertThat(fan.parts())
        .extracting(p -> p.role() + " " + p.id())
        .containsExactly(
            "hub hub", "payer p0", "payer p1", "payer p2", "payer p3", "payer p4", "payer p5");
    assertThat(fan.figures()).containsEntry("amount", 600.0).containsEntry("first_day", 40.0);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 1, .6321", "5, .5, .000172", "3, 3, .5768", "60, 1, 0"})
  void theProbabilityOfSoManyOrMore(int count, double expected, double probability) {
    assertThat(MoneyPatterns.orMore(count, expected)).isCloseTo(probability, within(5e-5));
  }

  /** By trying all ordered choices of three to five transfers. */
  @Property(tries = 300)
  void aNetworkHasACycleIfTryingAllFindsOne(@ForAll @IntRange(max = 1_000_000) int seed) {
    Random random = new Random(seed);
    List<Transfer> transfers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      transfers.add(
          new Transfer(
              "t" + (10 + i),
              "n" + random.nextInt(5),
              "n" + random.nextInt(5),
              80 + random.nextInt(40),
              random.nextInt(40)));
    }
    List<Finding> found = new MoneyPatterns(transfers, MoneyRules.STANDARD).of(FindingKind.CYCLE);
    Set<Set<String>> all = new HashSet<>();
    for (Transfer first : transfers) {
      tryAll(transfers, new ArrayList<>(List.of(first)), all);
    }
    assertThat(found.isEmpty()).isEqualTo(all.isEmpty());
    Set<String> used = new HashSet<>();
    for (Finding cycle : found) {
      assertThat(all).contains(new TreeSet<>(cycle.evidence()));
      cycle.evidence().forEach(id -> assertThat(used.add(id)).isTrue());
    }
    // No cycle is left of transfers that are in none of the found ones.
    all.removeIf(cycle -> cycle.stream().anyMatch(used::contains));
    assertThat(all).isEmpty();
    List<Transfer> shuffled = new ArrayList<>(transfers);
    Collections.shuffle(shuffled, random);
    assertThat(new MoneyPatterns(shuffled, MoneyRules.STANDARD).of(FindingKind.CYCLE))
        .isEqualTo(found);
  }

  private static void tryAll(List<Transfer> transfers, List<Transfer> path, Set<Set<String>> all) {
    Transfer first = path.get(0);
    Transfer last = path.get(path.size() - 1);
    Set<String> met = path.stream().map(Transfer::from).collect(Collectors.toSet());
    if (first.from().equals(first.to()) || path.size() > 6) {
      return;
    }
    for (Transfer next : transfers) {
      double share = next.amount() / last.amount();
      boolean fits =
          next.from().equals(last.to())
              && next.day() >= last.day()
              && next.day() < first.day() + 30
              && share >= .7
              && share <= 1.02
              && !path.contains(next)
              && (next.day() > first.day() || next.id().compareTo(first.id()) > 0);
      if (fits && next.to().equals(first.from()) && path.size() > 1) {
        Set<String> ids = path.stream().map(Transfer::id).collect(Collectors.toSet());
        ids.add(next.id());
        if (ids.size() <= 6) {
          all.add(new TreeSet<>(ids));
        }
      } else if (fits && !met.contains(next.to()) && !next.to().equals(next.from())) {
        List<Transfer> longer = new ArrayList<>(path);
        longer.add(next);
        tryAll(transfers, longer, all);
      }
    }
  }
}
