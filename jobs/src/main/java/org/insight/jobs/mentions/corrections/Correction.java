package org.insight.jobs.mentions.corrections;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a reader says of some words of a document.
 *
 * @param begin first UTF-16 unit of the words; of a person, of the first mention
 * @param end after the last UTF-16 unit
 * @param property of a person, {@code role} or a property; null of all else
 * @param was of a person, the value that was read; null if none was
 * @param valueBegin of a person, first UTF-16 unit of the words that carry the value; else -1
 * @param valueEnd after the last UTF-16 unit of these words; else -1
 * @param fields what is right, by column of the row or by property; of a rejection, what is not
 */
public record Correction(
    int begin,
    int end,
    CorrectionVerdict verdict,
    @Nullable String property,
    @Nullable String was,
    int valueBegin,
    int valueEnd,
    Map<String, String> fields) {

  public Correction {
    fields = Map.copyOf(fields);
  }

  boolean stands() {
    return verdict != CorrectionVerdict.REJECT;
  }

  /** How much of its words and of other words is in both (Jaccard), from 0 to 1. */
  public double overlap(int otherBegin, int otherEnd) {
    double shared = Math.min(end, otherEnd) - Math.max(begin, otherBegin);
    return shared <= 0 ? 0 : shared / (Math.max(end, otherEnd) - Math.min(begin, otherBegin));
  }
}
