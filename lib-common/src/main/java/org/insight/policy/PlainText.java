package org.insight.policy;

import org.insight.core.OneLine;

/** Words of a policy, kept as received but for outer space. */
final class PlainText {

  private static final int LONGEST = 1_000;

  private PlainText() {}

  /**
   * Refuses what has no single spelling in bytes or in a line: control characters, unpaired
   * surrogates, nothing at all.
   *
   * @throws IllegalArgumentException naming the key
   */
  static String of(String key, String text) {
    String plain = text.strip();
    if (plain.isEmpty()) {
      throw new IllegalArgumentException("Cannot read a policy: " + key + " is empty");
    }
    boolean unpaired =
        plain.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE);
    if (unpaired || !OneLine.is(plain) || plain.length() > LONGEST) {
      throw new IllegalArgumentException(
          "Cannot read a policy: "
              + key
              + " must be one line of at most 1000 characters, found "
              + OneLine.of(plain));
    }
    return plain;
  }
}
