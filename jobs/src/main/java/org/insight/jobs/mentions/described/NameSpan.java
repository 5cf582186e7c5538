package org.insight.jobs.mentions.described;

import org.insight.jobs.mentions.corrections.Stretch;

/**
 * A name in a text.
 *
 * @param begin first UTF-16 unit in the text
 * @param end after the last UTF-16 unit
 * @param text as written
 * @param normalForm given name first where that can be told, capitals as in a sentence
 * @param script ISO 15924 code: Latn, Arab or Zyyy
 * @param confidence from 0 to 1
 */
public record NameSpan(
    int begin,
    int end,
    NameKind kind,
    String text,
    String normalForm,
    String script,
    By by,
    double confidence)
    implements Stretch {

  /** What found a name. */
  public enum By {
    MODEL,
    RULE,
    /** A correction of a reader. */
    READER
  }

  /** A name that a model found, before any rule saw it. */
  public static NameSpan ofModel(
      String document, int begin, int end, NameKind kind, double confidence) {
    String text = document.substring(begin, end);
    return new NameSpan(begin, end, kind, text, text, NameForms.script(text), By.MODEL, confidence);
  }

  boolean overlaps(NameSpan other) {
    return begin < other.end && other.begin < end;
  }

  int length() {
    return end - begin;
  }
}
