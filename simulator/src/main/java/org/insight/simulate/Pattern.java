package org.insight.simulate;

/**
 * The shape of an identifier: {@code #} is a digit, {@code %} a digit from 2 to 9, {@code ?} a
 * letter that plates and passports use, all else stands for itself. Different serials below the
 * capacity give different values.
 */
record Pattern(String shape) {
  /** Without I, O, Q and U, which many countries leave out. */
  private static final String LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ";

  /** A prime that divides no capacity. */
  private static final long FACTOR = 2_654_435_761L;

  private static final long SHIFT = 987_654_321L;

  String of(long serial) {
    long capacity = capacity();
    long rest =
        capacity > 1L << 31
            ? (serial * FACTOR + SHIFT) % capacity
            : (serial % capacity * (FACTOR % capacity) + SHIFT) % capacity;
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < shape.length(); i++) {
      char c = shape.charAt(i);
      if (c == '#') {
        text.append((char) ('0' + rest % 10));
        rest /= 10;
      } else if (c == '%') {
        text.append((char) ('2' + rest % 8));
        rest /= 8;
      } else if (c == '?') {
        text.append(LETTERS.charAt((int) (rest % LETTERS.length())));
        rest /= LETTERS.length();
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** How many values it has, at most 10^15. */
  long capacity() {
    long capacity = 1;
    for (int i = 0; i < shape.length() && capacity < 1_000_000_000_000_000L; i++) {
      char c = shape.charAt(i);
      capacity *=
          switch (c) {
            case '#' -> 10;
            case '%' -> 8;
            case '?' -> LETTERS.length();
            default -> 1;
          };
    }
    return Math.min(capacity, 1_000_000_000_000_000L);
  }
}
