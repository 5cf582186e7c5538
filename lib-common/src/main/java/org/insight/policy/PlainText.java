package org.insight.policy;

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
    boolean odd =
        plain
            .codePoints()
            .anyMatch(
                c ->
                    Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
    if (odd || plain.length() > LONGEST) {
      throw new IllegalArgumentException(
          "Cannot read a policy: "
              + key
              + " must be one line of at most 1000 characters, found "
              + OneLine.of(plain));
    }
    return plain;
  }
}
