package org.insight.findings;

import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Groups of persons to whom nobody can be added who was on all their common journeys: the closed
 * frequent item sets of the journeys, each once, by LCM (Uno and others 2004).
 */
final class ClosedGroups {

  private final Journeys journeys;
  private final TravelRules rules;
  private final BiConsumer<int[], int[]> taker;
  private final int[] counts;
  private int looked;
  private int cut;

  /**
   * @param taker takes the persons of a group, two or more, and their common journeys, both
   *     ascending
   */
  ClosedGroups(Journeys journeys, TravelRules rules, BiConsumer<int[], int[]> taker) {
    this.journeys = journeys;
    this.rules = rules;
    this.taker = taker;
    counts = new int[journeys.persons()];
  }

  /** Finds all, and gives from how many persons there were too many to look at. */
  int find() {
    for (int person = 0; person < journeys.persons(); person++) {
      looked = 0;
      extend(new int[0], person, journeys.made(person));
    }
    return cut;
  }

  /**
   * Adds a person, and all who come with that one, unless another order finds that group.
   *
   * @param common journeys of the group that the person made too
   */
  private void extend(int[] group, int person, int[] common) {
    if (looked >= rules.looked() || journeys.separate(common, rules.apart()) < rules.journeys()) {
      return;
    }
    int[] closed = journeys.onAll(common);
    if (before(closed, person) != before(group, person)) {
      return;
    }
    if (++looked == rules.looked()) {
      cut++;
    }
    if (closed.length > 1) {
      taker.accept(closed, common);
    }
    for (int next : others(common, person, closed)) {
      extend(closed, next, journeys.madeToo(common, next));
    }
  }

  /** Persons behind one who made several of these journeys, and are not of the group yet. */
  private int[] others(int[] common, int person, int[] group) {
    int total = Arrays.stream(common).map(journey -> journeys.carried(journey).length).sum();
    int[] met = new int[total];
    int size = 0;
    for (int journey : common) {
      int[] carried = journeys.carried(journey);
      for (int i = carried.length - 1; i >= 0 && carried[i] > person; i--) {
        if (counts[carried[i]]++ == 0) {
          met[size++] = carried[i];
        }
      }
    }
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (counts[met[i]] >= rules.journeys() && Arrays.binarySearch(group, met[i]) < 0) {
        counts[met[i]] = 0;
        met[kept++] = met[i];
      } else {
        counts[met[i]] = 0;
      }
    }
    int[] others = Arrays.copyOf(met, kept);
    Arrays.sort(others);
    return others;
  }

  /**
   * How many of a group stand before a person. As one group holds the other, this compares them.
   */
  private static int before(int[] group, int person) {
    int at = Arrays.binarySearch(group, person);
    return at < 0 ? -at - 1 : at;
  }
}
