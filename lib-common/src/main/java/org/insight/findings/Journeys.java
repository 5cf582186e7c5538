package org.insight.findings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Journeys of one kind, numbered by their first days, and who is on them. A journey of one person
 * counts as well: it tells how much that person travels.
 */
final class Journeys {

  private final String[] persons;
  private final int[][] carried;
  private final int[][] made;
  private final long[] days;
  private final int[] routes;
  private final int[][] ofRoute;
  private final int leftOut;
  private final List<List<Ride>> rides;

  private Journeys(String[] persons, List<List<Ride>> rides, int leftOut) {
    this.persons = persons;
    this.rides = rides;
    this.leftOut = leftOut;
    int size = rides.size();
    carried = new int[size][];
    days = new long[size];
    routes = new int[size];
    List<List<Integer>> byPerson = new ArrayList<>();
    for (int i = 0; i < persons.length; i++) {
      byPerson.add(new ArrayList<>());
    }
    Map<String, Integer> routeNumbers = new HashMap<>();
    List<List<Integer>> byRoute = new ArrayList<>();
    for (int journey = 0; journey < size; journey++) {
      List<Ride> theirs = rides.get(journey);
      carried[journey] =
          theirs.stream()
              .mapToInt(ride -> Arrays.binarySearch(persons, ride.person()))
              .sorted()
              .distinct()
              .toArray();
      days[journey] = firstDay(theirs);
      for (int person : carried[journey]) {
        byPerson.get(person).add(journey);
      }
      routes[journey] = -1;
      if (!theirs.get(0).route().isEmpty()) {
        routes[journey] = routeNumbers.computeIfAbsent(theirs.get(0).route(), r -> byRoute.size());
        if (routes[journey] == byRoute.size()) {
          byRoute.add(new ArrayList<>());
        }
        byRoute.get(routes[journey]).add(journey);
      }
    }
    made = byPerson.stream().map(Journeys::ints).toArray(int[][]::new);
    ofRoute = byRoute.stream().map(Journeys::ints).toArray(int[][]::new);
  }

  /**
   * Journeys of some rides of one kind.
   *
   * @param most journeys of more persons are left out
   */
  static Journeys of(Collection<Ride> all, int most) {
    Map<String, List<Ride>> byKey = new TreeMap<>();
    all.forEach(ride -> byKey.computeIfAbsent(ride.journey(), k -> new ArrayList<>()).add(ride));
    List<List<Ride>> kept = new ArrayList<>();
    TreeSet<String> persons = new TreeSet<>();
    int leftOut = 0;
    for (List<Ride> rides : byKey.values()) {
      if (rides.stream().map(Ride::person).distinct().count() > most) {
        leftOut++;
      } else {
        kept.add(rides);
        rides.forEach(ride -> persons.add(ride.person()));
      }
    }
    kept.sort((a, b) -> Long.compare(firstDay(a), firstDay(b)));
    return new Journeys(persons.toArray(new String[0]), kept, leftOut);
  }

  private static long firstDay(List<Ride> rides) {
    return rides.stream().mapToLong(Ride::day).min().orElse(0);
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(i -> i).toArray();
  }

  int size() {
    return carried.length;
  }

  int persons() {
    return persons.length;
  }

  String person(int number) {
    return persons[number];
  }

  /** Persons on a journey, ascending; not to be changed. */
  int[] carried(int journey) {
    return carried[journey];
  }

  /** Journeys of a person, ascending; not to be changed. */
  int[] made(int person) {
    return made[person];
  }

  /** The route of a journey; negative if it is not known. */
  int route(int journey) {
    return routes[journey];
  }

  /** Journeys of a route, ascending; not to be changed. */
  int[] ofRoute(int route) {
    return ofRoute[route];
  }

  List<Ride> rides(int journey) {
    return rides.get(journey);
  }

  /** How many were left out. */
  int leftOut() {
    return leftOut;
  }

  /**
   * How many of some journeys are separate.
   *
   * @param some ascending
   * @param apart days
   */
  int separate(int[] some, int apart) {
    int count = 0;
    long last = 0;
    for (int journey : some) {
      if (count == 0 || days[journey] - last >= apart) {
        count++;
        last = days[journey];
      }
    }
    return count;
  }

  /** The journeys, of some, that a person made too. */
  int[] madeToo(int[] some, int person) {
    return Arrays.stream(some)
        .filter(journey -> Arrays.binarySearch(carried[journey], person) >= 0)
        .toArray();
  }

  /** All who are on each of some journeys, ascending. */
  int[] onAll(int[] some) {
    int[] fewest = carried[some[0]];
    for (int journey : some) {
      fewest = carried[journey].length < fewest.length ? carried[journey] : fewest;
    }
    return Arrays.stream(fewest)
        .filter(
            person ->
                Arrays.stream(some).allMatch(j -> Arrays.binarySearch(carried[j], person) >= 0))
        .toArray();
  }
}
