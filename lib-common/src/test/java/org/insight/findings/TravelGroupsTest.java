package org.insight.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.insight.findings.Ride.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TravelGroupsTest {

  private static final TravelRules RULES = TravelRules.STANDARD;

  private static void ride(List<Ride> rides, String person, String route, long day) {
    rides.add(
        new Ride(
            String.format("r%05d", rides.size()),
            person,
            Kind.DEPARTURE,
            route + "@" + day,
            route,
            day));
  }

  /** Three hundred persons with five journeys each at random, on twenty routes. */
  private static List<Ride> strangers(Random random) {
    List<Ride> rides = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      ride(rides, "p" + i % 300, "route " + random.nextInt(20), random.nextInt(100));
    }
    return rides;
  }

  private static String told(List<Ride> rides) {
    return new TravelGroups(rides, RULES)
        .found().stream().map(TravelGroupsTest::told).collect(Collectors.joining(" "));
  }

  private static String told(Finding finding) {
    return finding.parts().stream()
            .map(p -> p.role().equals("member") ? p.id() : "(" + p.id() + ")")
            .collect(Collectors.joining())
        + finding.figures().get("journeys").intValue();
  }

  @ParameterizedTest
  @CsvSource({
    // Who travels on which days, by turns on two routes: four persons twice, two persons often.
    "abcd@10 abcd@40, abcd2",
    "ab@10 ab@20 ab@30 ab@40 ab@50, ab5",
    // Two persons twice is what chance makes among three hundred.
    "ab@10 ab@40, ''",
    // One journey is none, and neither is one that lasts two days.
    "abcde@10, ''",
    "abcde@10 abcde@11, ''",
    "abcde@10 abcde@12, abcde2",
    // Whoever came along at times is named, and no subset is told beside the group.
    "abcd@10 abcd@30 abcd@50 abc@70 ab@90, abcd3",
    "abcde@10 abcde@30 abcd@50 abcd@70, abcd(e)4",
    // Two groups.
    "abcd@10 wxyz@11 abcd@40 wxyz@41, abcd2 wxyz2",
  })
  void whoTravelsTogetherMoreOftenThanByChanceIsAGroup(String journeys, String groups) {
    List<Ride> rides = strangers(new Random(5));
    int turn = 0;
    for (String journey : journeys.split(" ")) {
      String[] parts = journey.split("@");
      for (String person : parts[0].split("")) {
        ride(rides, person, "route " + turn % 2, Long.parseLong(parts[1]));
      }
      turn++;
    }
    assertThat(told(rides)).isEqualTo(groups);
    Collections.shuffle(rides, new Random(6));
    assertThat(told(rides)).isEqualTo(groups);
  }

  @Test
  void strangersAreNoGroup() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(told(strangers(new Random(seed)))).as("seed %d", seed).isEmpty();
    }
  }

  /** Fifty who take one coach there and back on four of five days. */
  @Test
  void commutersAreNoGroup() {
    Random random = new Random(8);
    List<Ride> rides = strangers(random);
    for (int day = 0; day < 60; day++) {
      for (int i = 0; i < 50; i++) {
        if (random.nextInt(5) > 0) {
          ride(rides, "c" + i, "coach", day);
          ride(rides, "c" + i, "coach back", day);
        }
      }
    }
    TravelGroups groups = new TravelGroups(rides, RULES);
    assertThat(groups.found()).isEmpty();
    assertThat(groups.cut()).as("persons of too many groups to look at").isPositive();
  }

  /** Two who share bookings on aeroplanes that many take. */
  @Test
  void sharedBookingsSayMoreThanSharedFlights() {
    List<Ride> rides = new ArrayList<>();
    Random random = new Random(9);
    for (int flight = 0; flight < 10; flight++) {
      for (int seat = 0; seat < 100; seat++) {
        String person = seat < 2 ? "ab".substring(seat, seat + 1) : "p" + random.nextInt(2_000);
        String booking = seat < 2 && flight < 3 ? "both " + flight : "own " + flight + person;
        String id = String.format("r%02d-%03d", flight, seat);
        rides.add(new Ride(id, person, Kind.DEPARTURE, "f" + flight, "from to", 10L * flight));
        rides.add(new Ride(id, person, Kind.BOOKING, booking, "", 10L * flight));
      }
    }
    List<Finding> found = new TravelGroups(rides, RULES).found();
    assertThat(found).hasSize(1);
    assertThat(told(found.get(0))).startsWith("ab");
    assertThat(found.get(0).evidence()).contains("r00-000", "r00-001", "r02-000", "r02-001");
  }

  @Test
  void aJourneyThatCarriesTooManyIsLeftOut() {
    List<Ride> rides = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ride(rides, "p" + i, "ferry", 1);
    }
    TravelGroups groups = new TravelGroups(rides, new TravelRules(2, 2, .05, 10, 11, 100));
    assertThat(groups.leftOut()).isEqualTo(1);
    assertThat(groups.found()).isEmpty();
  }

  @Test
  void aGroupNamesItsRecordsAndWhatChanceMakes() {
    List<Ride> rides = strangers(new Random(5));
    for (int i = 0; i < 8; i++) {
      ride(rides, "abcd".substring(i % 4, i % 4 + 1), "route 1", i < 4 ? 200 : 300);
    }
    Finding group = new TravelGroups(rides, RULES).found().get(0);
    assertThat(group.evidence())
        .containsExactlyElementsOf(
            IntStream.range(1_500, 1_508).mapToObj(i -> String.format("r%05d", i)).toList());
    assertThat(group.figures())
        .containsEntry("persons", 4.0)
        .containsEntry("journeys", 2.0)
        .containsEntry("first_day", 200.0)
        .containsEntry("last_day", 300.0);
    assertThat(group.figures().get("expected_by_chance")).isBetween(0.0, .01);
    assertThat(group.figures().get("groups_by_chance")).isBetween(0.0, .05);
  }

  /** By trying all choices of persons. */
  @Property(tries = 300)
  void closedGroupsAreThoseOfTryingAll(@ForAll @IntRange(max = 1_000_000) int seed) {
    Random random = new Random(seed);
    List<Ride> rides = new ArrayList<>();
    int persons = 2 + random.nextInt(7);
    for (int journey = 0; journey < 1 + random.nextInt(9); journey++) {
      long day = random.nextInt(15);
      for (int person = 0; person < persons; person++) {
        if (random.nextInt(5) < 3) {
          rides.add(
              new Ride("x", "p" + person, Kind.DEPARTURE, "j" + journey, "r" + journey % 2, day));
        }
      }
    }
    Journeys journeys = Journeys.of(rides, 100);
    List<String> found = new ArrayList<>();
    new ClosedGroups(
            journeys,
            RULES,
            (group, common) -> found.add(Arrays.toString(group) + " on " + Arrays.toString(common)))
        .find();
    List<String> all = new ArrayList<>();
    for (int choice = 0; choice < 1 << journeys.persons(); choice++) {
      int bits = choice;
      int[] group =
          IntStream.range(0, journeys.persons()).filter(p -> (bits >> p & 1) > 0).toArray();
      if (group.length > 1) {
        int[] common =
            IntStream.range(0, journeys.size())
                .filter(
                    j ->
                        Arrays.stream(group)
                            .allMatch(p -> Arrays.binarySearch(journeys.carried(j), p) >= 0))
                .toArray();
        boolean closed =
            IntStream.range(0, journeys.persons())
                .filter(p -> Arrays.binarySearch(group, p) < 0)
                .noneMatch(p -> journeys.madeToo(common, p).length == common.length);
        if (journeys.separate(common, 2) > 1 && closed) {
          all.add(Arrays.toString(group) + " on " + Arrays.toString(common));
        }
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(all);
    assertThat(new TreeSet<>(found)).hasSameSizeAs(found);
  }

  @ParameterizedTest
  @CsvSource({"1, .5", "2, .01", "5, .5", "7, 3", "60, 20"})
  void theLogarithmOfAProbabilityOfSoManyOrMore(int count, double expected) {
    assertThat(Math.exp(TravelChance.logOrMore(count, Math.log(expected))))
        .isCloseTo(MoneyPatterns.orMore(count, expected), within(1e-9));
    assertThat(TravelChance.logOrMore(count, Math.log(count + 800.0))).isZero();
  }

  /** Against journeys of the same sizes that persons join at random. */
  @Test
  void journeysTogetherAreExpectedAsOftenAsChanceMakesThem() {
    Random random = new Random(4);
    double met = 0;
    double expected = 0;
    for (int round = 0; round < 200; round++) {
      List<Ride> rides = strangers(random);
      Journeys journeys = Journeys.of(rides, 100);
      int[] all = IntStream.range(0, journeys.size()).toArray();
      TravelChance chance = new TravelChance(journeys, new TravelRules(2, 2, -1, 10, 100, 100));
      for (int i = 0; i + 1 < journeys.persons(); i += 2) {
        int[] pair = {i, i + 1};
        int[] common = journeys.madeToo(journeys.made(i), i + 1);
        met += common.length;
        // Any journey may be theirs, the largest too.
        expected += chance.of(pair, all, 2).journeys();
      }
    }
    assertThat(met / expected).isCloseTo(1, within(.1));
  }
}
