package org.insight.findings;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * How many groups like one chance would make. There are two ways to be on one journey by chance,
 * and the groups that both make are added up:
 *
 * <ul>
 *   <li>Everybody takes journeys at random: a person who makes k of all M seats is on a journey of
 *       n persons with probability k n / M, and any who travel as often may be the group. Larger
 *       journeys than those of the group do not count, for it was not seen on them.
 *   <li>Those who ride the routes of the common journeys take them as often as the others there do,
 *       and any of these riders may be the group. If members ride these routes more often without
 *       the group than with it, chance makes it for certain. So commuters are no group.
 * </ul>
 */
final class TravelChance {

  /**
   * What chance makes.
   *
   * @param journeys expected number of common journeys of this group
   * @param groups expected number of groups as large with as many common journeys
   */
  record Expected(double journeys, double groups) {}

  private final Journeys journeys;
  private final TravelRules rules;
  private final double seats;

  /** Numbers of journeys that persons made, ascending. */
  private final int[] made;

  private final Map<List<Integer>, Double> places = new HashMap<>();
  private final Map<Integer, Set<Integer>> ofRoute = new HashMap<>();

  TravelChance(Journeys journeys, TravelRules rules) {
    this.journeys = journeys;
    this.rules = rules;
    double all = 0;
    for (int journey = 0; journey < journeys.size(); journey++) {
      all += journeys.carried(journey).length;
    }
    seats = all;
    made =
        IntStream.range(0, journeys.persons())
            .map(person -> journeys.made(person).length)
            .sorted()
            .toArray();
  }

  /**
   * @param common journeys of the group
   * @param separate how many of them are separate
   */
  Expected of(int[] group, int[] common, int separate) {
    int largest = Arrays.stream(common).map(j -> journeys.carried(j).length).max().orElse(0);
    double logExpected =
        places.computeIfAbsent(
            List.of(group.length, largest), key -> logPlaces(group.length, largest));
    for (int person : group) {
      logExpected += Math.log(journeys.made(person).length / seats);
    }
    double groups =
        Math.exp(logChoices(travellers(separate), group.length) + logOrMore(separate, logExpected));
    double expected = Math.exp(logExpected);
    Set<Integer> routes = new TreeSet<>();
    for (int journey : common) {
      if (journeys.route(journey) >= 0) {
        routes.add(journeys.route(journey));
      }
    }
    if (routes.isEmpty() || groups > rules.chance()) {
      return new Expected(expected, groups);
    }
    if (isHabit(group, common, routes)) {
      return new Expected(expected, Math.max(1, groups));
    }
    double[] orMore = new double[separate + 1];
    orMore[0] = 1;
    double byHabit = 0;
    for (int route : routes) {
      byHabit += byHabit(group, route, orMore);
    }
    return new Expected(
        Math.max(expected, byHabit),
        groups + Math.exp(logChoices(riders(routes), group.length)) * orMore[separate]);
  }

  /** Whether the members ride some routes more often without the group than with it. */
  private boolean isHabit(int[] group, int[] common, Set<Integer> routes) {
    long rides = 0;
    for (int person : group) {
      rides +=
          Arrays.stream(journeys.made(person))
              .filter(journey -> routes.contains(journeys.route(journey)))
              .count();
    }
    return rides > 2L * group.length * common.length;
  }

  /** How many persons made so many journeys or more. */
  private int travellers(int journeysOfOne) {
    int fewer = 0;
    int to = made.length;
    while (fewer < to) {
      int middle = (fewer + to) >>> 1;
      if (made[middle] < journeysOfOne) {
        fewer = middle + 1;
      } else {
        to = middle;
      }
    }
    return made.length - fewer;
  }

  /** How many persons ride each of some routes. */
  private int riders(Set<Integer> routes) {
    Set<Integer> all = null;
    for (int route : routes) {
      Set<Integer> theirs = ofRoute.computeIfAbsent(route, this::riders);
      if (all == null) {
        all = new HashSet<>(theirs);
      } else {
        all.retainAll(theirs);
      }
    }
    return all == null ? 0 : all.size();
  }

  private Set<Integer> riders(int route) {
    Set<Integer> riders = new HashSet<>();
    for (int journey : journeys.ofRoute(route)) {
      Arrays.stream(journeys.carried(journey)).forEach(riders::add);
    }
    return riders;
  }

  /**
   * The expected number of journeys of a route on which all of a group are.
   *
   * @param orMore the probability of so many by their index, the last also of more: taken on by the
   *     journeys of this route
   */
  private double byHabit(int[] group, int route, double[] orMore) {
    int[] all = journeys.ofRoute(route);
    int[] others = Arrays.stream(all).map(journey -> journeys.carried(journey).length).toArray();
    int[] own = new int[group.length];
    for (int i = 0; i < group.length; i++) {
      for (int journey : journeys.made(group[i])) {
        int at = Arrays.binarySearch(all, journey);
        if (at >= 0) {
          others[at]--;
          own[i]++;
        }
      }
    }
    double taken = Arrays.stream(others).sum() + rules.habit();
    double expected = 0;
    for (int at = 0; at < all.length; at++) {
      // Few others tell little of the route's habits: then those of all travellers count.
      double share =
          (others[at] + rules.habit() * journeys.carried(all[at]).length / seats) / taken;
      double chance = 1;
      for (int rides : own) {
        chance *= Math.min(1, rides * share);
      }
      expected += chance;
      int most = orMore.length - 1;
      orMore[most] += orMore[most - 1] * chance;
      for (int count = most - 1; count >= 0; count--) {
        orMore[count] =
            orMore[count] * (1 - chance) + (count == 0 ? 0 : orMore[count - 1] * chance);
      }
    }
    return expected;
  }

  /**
   * Logarithm of the ways to seat a group of so many on one journey, over all that carry no more
   * than the largest of the group's.
   */
  private double logPlaces(int size, int largest) {
    double places = Double.NEGATIVE_INFINITY;
    for (int journey = 0; journey < journeys.size(); journey++) {
      if (journeys.carried(journey).length > largest) {
        continue;
      }
      double log = 0;
      for (int i = 0; i < size; i++) {
        log += Math.log(Math.max(0, journeys.carried(journey).length - i));
      }
      places = logSum(places, log);
    }
    return places;
  }

  private static double logSum(double one, double other) {
    double greater = Math.max(one, other);
    return greater == Double.NEGATIVE_INFINITY
        ? greater
        : greater + Math.log1p(Math.exp(Math.min(one, other) - greater));
  }

  /** Logarithm of the number of choices of some out of all. */
  static double logChoices(int all, int some) {
    double log = 0;
    for (int i = 0; i < some; i++) {
      log += Math.log(Math.max(0, all - i)) - Math.log(i + 1.0);
    }
    return log;
  }

  /**
   * Logarithm of the probability of so many or more, if so many are expected (Poisson); of no more
   * than are expected that of certainty.
   */
  static double logOrMore(int count, double logExpected) {
    double expected = Math.exp(logExpected);
    if (count <= expected) {
      return 0;
    }
    double log = -expected + count * logExpected;
    for (int i = 2; i <= count; i++) {
      log -= Math.log(i);
    }
    double sum = 1;
    double term = 1;
    for (int i = count + 1; term > sum * 1e-12; i++) {
      term *= expected / i;
      sum += term;
    }
    return log + Math.log(sum);
  }
}
