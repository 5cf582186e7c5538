package org.insight.resolution;

import java.util.Arrays;

/**
 * What the comparison of two subjects found: one observation a value or word that was compared.
 * Reused from pair to pair; one instance belongs to one thread.
 */
public final class Evidence {

  private int[] at = new int[64];
  private int[] adjustments = new int[64];

  /** Places of the two words of a name that were compared, or -1. */
  private int[] words = new int[128];

  private int size;

  /** Which name of each was compared. */
  int nameOfOne;

  int nameOfOther;

  /** The given name, the birth date or a personal number agrees: not just a household. */
  boolean personal;

  /** Of the names only the family name agrees, and a side has no other. */
  boolean familyOnly;

  /** The given names are known and have nothing in common. */
  boolean otherGivenName;

  /** Only the birth date is personal, and the given names differ: twins, or one person. */
  boolean siblings;

  /** A number agrees that belongs to one person alone. */
  boolean number;

  /** Both birth dates are known in full and have little in common. */
  boolean otherDate;

  /** Both birth dates are known in full, are of one year, and have little else in common. */
  boolean otherDay;

  void clear() {
    siblings = false;
    number = false;
    otherDate = false;
    otherDay = false;
    size = 0;
    personal = false;
    familyOnly = false;
    otherGivenName = false;
  }

  void add(Comparison comparison, int level, int adjustment) {
    add(comparison, level, adjustment, -1, -1);
  }

  void add(Comparison comparison, int level, int adjustment, int one, int other) {
    if (size == at.length) {
      at = Arrays.copyOf(at, 2 * size);
      adjustments = Arrays.copyOf(adjustments, 2 * size);
      words = Arrays.copyOf(words, 4 * size);
    }
    at[size] = comparison.at(level);
    words[2 * size] = one;
    words[2 * size + 1] = other;
    adjustments[size++] = adjustment;
  }

  /** Number of observations. */
  public int size() {
    return size;
  }

  public Comparison comparison(int index) {
    return Comparison.of(at[index]);
  }

  public int level(int index) {
    return Comparison.level(at[index]);
  }

  /** What the frequency of the value adds to the level's weight, in thousandths of a bit. */
  public int adjustment(int index) {
    return adjustments[index];
  }

  /** The word of the first profile's name that was compared; empty if there is none. */
  public String wordOfOne(int index, Profile one) {
    return one.word(nameOfOne, words[2 * index]);
  }

  /** The word of the second profile's name that was compared; empty if there is none. */
  public String wordOfOther(int index, Profile other) {
    return other.word(nameOfOther, words[2 * index + 1]);
  }

  /** Makes the words of one side those of the other. */
  void turn() {
    for (int i = 0; i < size; i++) {
      int one = words[2 * i];
      words[2 * i] = words[2 * i + 1];
      words[2 * i + 1] = one;
    }
  }

  int at(int index) {
    return at[index];
  }

  /** Copies the observations of another from one on. */
  void addAll(Evidence other) {
    for (int i = 0; i < other.size; i++) {
      add(
          Comparison.of(other.at[i]),
          Comparison.level(other.at[i]),
          other.adjustments[i],
          other.words[2 * i],
          other.words[2 * i + 1]);
    }
  }
}
