package org.insight.resolution;

import java.util.List;
import java.util.Locale;

/**
 * What two subjects are compared in, and the levels of agreement of each comparison, best first.
 * The three comparisons of names share one set of levels; each word of a name is compared by
 * itself.
 */
public enum Comparison {
  /** A word of the given name on both sides. */
  GIVEN_NAME("exact", "sounds alike", "near", "close", "initial", "differs", "missing"),
  /** A word of the family name on both sides. */
  FAMILY_NAME("exact", "sounds alike", "near", "close", "initial", "differs", "missing"),
  /**
   * A word of a name of which a side does not say what it is, or the sides say different things.
   */
  NAME_WORD("exact", "sounds alike", "near", "close", "initial", "differs", "missing"),
  /** A given name on one side is a family name on the other. */
  NAME_ORDER("swapped"),
  BIRTH_DATE("exact", "one digit or swapped", "agrees in part", "same year", "differs"),
  BIRTH_PLACE("exact", "similar", "differs"),
  COUNTRY("shared", "differs"),
  SEX("exact", "differs"),
  IDENTIFIER("exact", "exact without country", "one character", "exact, not unique", "differs"),
  /** The entry of a list or notice that each names. Different entries say nothing. */
  LIST_ENTRY("same"),
  ADDRESS("exact", "near", "in part", "city", "differs"),
  PHONE("exact", "differs"),
  EMAIL("exact", "similar", "differs");

  /** Room for levels of one comparison in a flat array. */
  static final int ROOM = 8;

  static final int EXACT = 0;
  static final int SOUNDS_ALIKE = 1;
  static final int NEAR = 2;
  static final int CLOSE = 3;
  static final int INITIAL = 4;
  static final int DIFFERS = 5;
  static final int MISSING = 6;

  private final List<String> levels;

  Comparison(String... levels) {
    this.levels = List.of(levels);
  }

  /** Levels of agreement, best first. */
  public List<String> levels() {
    return levels;
  }

  /** As models and explanations write it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A level of this comparison as one number among all comparisons. */
  int at(int level) {
    return ordinal() * ROOM + level;
  }

  static Comparison of(int at) {
    return values()[at / ROOM];
  }

  static int level(int at) {
    return at % ROOM;
  }
}
