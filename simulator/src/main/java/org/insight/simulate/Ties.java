package org.insight.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is tied to whom. Persons are taken in blocks of {@link #BLOCK}; each block has the same
 * {@link #PLAN} of ties, whose places are given to its members in an order of its own. A tie exists
 * only where the block has all its members.
 */
final class Ties {
  /** Persons a block. */
  static final int BLOCK = 40;

  /** What two persons can share. */
  enum Via {
    PHONE,
    ACCOUNT,
    ADDRESS,
    PLATE,
    BOOKING
  }

  /** Two places of a block that share something; the value is that of the first. */
  record Step(Via via, int from, int to) {}

  /**
   * A planted link.
   *
   * @param kind as the truth names it
   * @param steps each begins where an earlier one began or ended
   */
  record Tie(String kind, List<Step> steps) {

    List<Integer> places() {
      List<Integer> places = new ArrayList<>();
      for (Step step : steps) {
        if (!places.contains(step.from())) {
          places.add(step.from());
        }
        if (!places.contains(step.to())) {
          places.add(step.to());
        }
      }
      return places;
    }
  }

  static final List<Tie> PLAN =
      List.of(
          new Tie("shared_phone", List.of(new Step(Via.PHONE, 0, 1))),
          new Tie(
              "shared_account", List.of(new Step(Via.ACCOUNT, 2, 3), new Step(Via.ACCOUNT, 2, 4))),
          new Tie("shared_address", List.of(new Step(Via.ADDRESS, 5, 6))),
          new Tie("shared_plate", List.of(new Step(Via.PLATE, 7, 8))),
          new Tie("co_travel", List.of(new Step(Via.BOOKING, 9, 10), new Step(Via.BOOKING, 9, 11))),
          new Tie(
              "chain",
              List.of(
                  new Step(Via.PHONE, 12, 13),
                  new Step(Via.ACCOUNT, 13, 14),
                  new Step(Via.ADDRESS, 14, 15),
                  new Step(Via.BOOKING, 15, 16))),
          new Tie("chain", List.of(new Step(Via.PLATE, 18, 19), new Step(Via.PHONE, 19, 20))),
          new Tie(
              "chain",
              List.of(
                  new Step(Via.ACCOUNT, 21, 22),
                  new Step(Via.PHONE, 22, 23),
                  new Step(Via.PLATE, 23, 24))));

  /** Places of persons who are one only by a third record. */
  static final List<Integer> BRIDGES = List.of(17, 25);

  private static final List<Integer> STRIDES = List.of(1, 3, 7, 9, 11, 13, 17, 19, 21, 23, 27, 29);

  private final long seed;
  private final long persons;

  Ties(long seed, long persons) {
    this.seed = seed;
    this.persons = persons;
  }

  long blocks() {
    return (persons + BLOCK - 1) / BLOCK;
  }

  /** The person at a place of a block; beyond the last person where the block is cut short. */
  long member(long block, int place) {
    Draws draws = Draws.of(seed, "block", block);
    int stride = draws.pick(STRIDES);
    int shift = draws.below(BLOCK);
    return block * BLOCK + Math.floorMod(place * stride + shift, BLOCK);
  }

  int place(long person) {
    long block = person / BLOCK;
    Draws draws = Draws.of(seed, "block", block);
    int stride = draws.pick(STRIDES);
    int shift = draws.below(BLOCK);
    int within = (int) (person % BLOCK);
    for (int place = 0; place < BLOCK; place++) {
      if ((place * stride + shift) % BLOCK == within) {
        return place;
      }
    }
    throw new IllegalStateException("Cannot place a person: the order of its block is broken");
  }

  boolean exists(long block, Tie tie) {
    return tie.places().stream().allMatch(place -> member(block, place) < persons);
  }

  boolean bridge(long person) {
    return BRIDGES.contains(place(person));
  }

  /**
   * What a person shares with others. Only planted evidence shows it, so that the truth names all
   * evidence that there is.
   */
  Set<Via> shared(long person) {
    int place = place(person);
    Set<Via> shared = new TreeSet<>();
    for (Tie tie : PLAN) {
      for (Step step : tie.steps()) {
        if (step.from() == place || step.to() == place) {
          shared.add(step.via());
        }
      }
    }
    return shared;
  }

  /** Whose value of {@code via} a person uses: its own, or that of the one it is tied to. */
  long owner(long person, int place, Via via) {
    long block = person / BLOCK;
    for (Tie tie : PLAN) {
      for (Step step : tie.steps()) {
        if (step.to() == place && step.via() == via && exists(block, tie)) {
          return member(block, step.from());
        }
      }
    }
    return person;
  }
}
