package org.insight.jobs.text.translation;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * From one language into another.
 *
 * @param from fr, en, es or ar
 * @param to fr, en or es
 */
public record Pair(String from, String to) implements Serializable {

  private static final Pattern FORM = Pattern.compile("(fr|en|es|ar)-(fr|en|es)");

  /**
   * A pair such as {@code fr-en}.
   *
   * @throws IllegalArgumentException where it is none
   */
  public static Pair of(String text) {
    String[] parts = text.split("-", 2);
    if (!FORM.matcher(text).matches() || parts[0].equals(parts[1])) {
      throw new IllegalArgumentException("no pair of fr, en, es and, as a source, ar: " + text);
    }
    return new Pair(parts[0], parts[1]);
  }

  @Override
  public String toString() {
    return from + "-" + to;
  }
}
