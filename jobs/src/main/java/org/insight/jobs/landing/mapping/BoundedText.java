package org.insight.jobs.landing.mapping;

/**
 * A text of a stranger as a pattern sees it, which looks at no more characters than so many times
 * those that there are: a pattern that tries all ways for a text made for it would never end.
 */
final class BoundedText implements CharSequence {

  /** So often every character may be looked at, and so many times more in all. */
  private static final long LOOKS_OF_A_CHARACTER = 50;

  private static final long LOOKS = 10_000_000;

  /** The pattern looked too often. */
  static final class TooManyLooksException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyLooksException() {
      super("a pattern looks at a text again and again");
    }
  }

  private final String text;
  private long left;

  BoundedText(String text) {
    this.text = text;
    this.left = LOOKS + LOOKS_OF_A_CHARACTER * text.length();
  }

  @Override
  public char charAt(int index) {
    left--;
    if (left < 0) {
      throw new TooManyLooksException();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
