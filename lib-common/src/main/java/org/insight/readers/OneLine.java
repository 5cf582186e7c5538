package org.insight.readers;

/** What a reader wrote, made fit to stand in a one-line message. */
final class OneLine {

  private static final int LONGEST = 80;

  private OneLine() {}

  static String of(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cf}]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  /** The first line of an error of Spark's, which what follows (the plan) only repeats. */
  static String first(String message) {
    return message.strip().lines().findFirst().orElse("").strip();
  }
}
