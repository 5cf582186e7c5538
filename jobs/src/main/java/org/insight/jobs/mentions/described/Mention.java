package org.insight.jobs.mentions.described;

import org.insight.jobs.mentions.corrections.Stretch;

/**
 * Words that speak of a subject.
 *
 * @param begin first UTF-16 unit in the text
 * @param end after the last UTF-16 unit
 */
public record Mention(int begin, int end, Form form) implements Stretch {

  /** How a subject is mentioned. */
  public enum Form {
    /** The longest form of its name in the text. */
    FULL,
    /** A part of its name. */
    SHORT,
    /** Words as "the suspect". */
    REFERENCE,
    PRONOUN
  }
}
