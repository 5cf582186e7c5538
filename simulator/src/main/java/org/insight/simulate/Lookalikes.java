package org.insight.simulate;

import org.jspecify.annotations.Nullable;

/**
 * Persons who are easily taken for one another: households, twins, namesakes, and those who show a
 * stolen passport. They have places of a block that no tie has, so what they share is no planted
 * link. A block that is not whole has none.
 */
final class Lookalikes {

  /** Places of a household of four, of two of two, or of one of three. */
  private static final int HOUSEHOLD = 26;

  private static final int NAMESAKES = 30;

  private static final int STOLEN_PASSPORT = 32;

  private final long seed;
  private final long persons;
  private final Ties ties;

  Lookalikes(long seed, long persons, Ties ties) {
    this.seed = seed;
    this.persons = persons;
    this.ties = ties;
  }

  /**
   * The person of the household whose family name, country, home, address and telephone are those
   * of all; the same person where there is no household.
   */
  long head(long person) {
    int seat = seat(person, HOUSEHOLD, 4);
    if (seat < 0) {
      return person;
    }
    int size = size(person / Ties.BLOCK);
    return seat / size * size + size > 4
        ? person
        : ties.member(person / Ties.BLOCK, HOUSEHOLD + seat / size * size);
  }

  /** Names the household of a person who lives in one. */
  @Nullable String household(long person) {
    int seat = seat(person, HOUSEHOLD, 4);
    int size = seat < 0 ? 0 : size(person / Ties.BLOCK);
    return seat < 0 || seat / size * size + size > 4 ? null : "H" + head(person);
  }

  private int size(long block) {
    int way = draws("household", block).below(10);
    return way < 4 ? 4 : way < 8 ? 2 : 3;
  }

  /** The other of two twins, who live in one household. */
  @Nullable Long twin(long person) {
    return other(person, HOUSEHOLD, 20);
  }

  /** Whether the person was born as the second of two twins. */
  boolean secondTwin(long person) {
    return twin(person) != null && seat(person, HOUSEHOLD, 2) == 1;
  }

  /** Another person of the same full name. */
  @Nullable Long namesake(long person) {
    return other(person, NAMESAKES, 40);
  }

  /** The person whose names and country this one has, too; most have their own. */
  long namedAs(long person) {
    Long namesake = namesake(person);
    return namesake == null || seat(person, NAMESAKES, 2) == 0 ? person : namesake;
  }

  /** Whose passport a person shows at times, as if it were the own. */
  @Nullable Long usesPassportOf(long person) {
    Long other = other(person, STOLEN_PASSPORT, 40);
    return other == null || seat(person, STOLEN_PASSPORT, 2) == 1 ? null : other;
  }

  /** The other of two places, in as many of a hundred blocks. */
  private @Nullable Long other(long person, int first, int percent) {
    int seat = seat(person, first, 2);
    long block = person / Ties.BLOCK;
    return seat < 0 || !draws("lookalikes " + first, block).percent(percent)
        ? null
        : Long.valueOf(ties.member(block, first + 1 - seat));
  }

  /** Counts from the first of some places of a block; -1 elsewhere. */
  private int seat(long person, int first, int places) {
    int seat = ties.place(person) - first;
    boolean whole = (person / Ties.BLOCK + 1) * Ties.BLOCK <= persons;
    return whole && seat >= 0 && seat < places ? seat : -1;
  }

  private Draws draws(String what, long block) {
    return Draws.of(seed, what, block);
  }
}
