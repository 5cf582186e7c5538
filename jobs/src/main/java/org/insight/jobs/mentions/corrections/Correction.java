package org.insight.jobs.mentions.corrections;

import java.util.Map;
import org.insight.jobs.governance.CorrectionVerdict;
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

  private static final double SAME = 0.5;

  public Correction {
    fields = Map.copyOf(fields);
  }

  boolean stands() {
    return verdict != CorrectionVerdict.REJECT;
  }

  /**
   * Whether a stretch may be its words, read with other limits: at least half of all units of both
   * are in both (Jaccard).
   */
  public boolean isNear(Stretch other) {
    return overlap(other) >= SAME;
  }

  /** How much of its words and of other words is in both (Jaccard), from 0 to 1. */
  public double overlap(Stretch other) {
    double shared = Math.min(end, other.end()) - Math.max(begin, other.begin());
    return shared <= 0 ? 0 : shared / (Math.max(end, other.end()) - Math.min(begin, other.begin()));
  }
}
