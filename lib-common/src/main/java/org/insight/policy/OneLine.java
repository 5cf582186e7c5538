package org.insight.policy;

/** Values from outside, made fit to stand in a one-line message. */
final class OneLine {

  private static final int LONGEST = 60;

  private OneLine() {}

  /** Control characters and line ends become spaces; what is long is cut. */
  static String of(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cf}]+", " ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
