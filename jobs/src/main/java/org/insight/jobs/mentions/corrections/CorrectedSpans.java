package org.insight.jobs.mentions.corrections;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How what was found at stretches of a text follows corrections. A correction takes the place of
 * what was found at its words, or else of what shares most of them: so it stays when another model
 * finds other limits. What a reader confirmed or corrected is there though no model finds it.
 *
 * @param <T> what is found
 */
public abstract class CorrectedSpans<T extends Stretch> {

  /** Whether a correction can be of what was found, by their kinds. */
  protected boolean isOfKind(T found, Correction correction) {
    return true;
  }

  /**
   * What the reader says is there.
   *
   * @param found what was found there; null if nothing was
   * @return empty if it cannot be made, as of a place that the gazetteer has no more
   */
  protected abstract Optional<T> made(String text, Correction correction, @Nullable T found);

  /**
   * What was found, as the corrections have it.
   *
   * @param text of the document
   * @param found in the order of the text
   * @param corrections those that stand, one for each stretch and kind
   */
  public final List<T> of(String text, List<T> found, List<Correction> corrections) {
    if (corrections.isEmpty()) {
      return found;
    }
    List<T> left = new ArrayList<>(found);
    List<T> made = new ArrayList<>();
    for (Correction correction : corrections) {
      List<T> replaced = replaced(left, correction);
      if (correction.stands()) {
        T first = replaced.isEmpty() ? null : replaced.get(0);
        Optional<T> right = made(text, correction, first);
        if (right.isEmpty()) {
          continue;
        }
        made.add(right.get());
      }
      left.removeAll(replaced);
    }
    left.addAll(made);
    left.sort(Comparator.<T>comparingInt(Stretch::begin).thenComparingInt(Stretch::end));
    return left;
  }

  private List<T> replaced(List<T> found, Correction correction) {
    List<T> near =
        found.stream().filter(one -> isOfKind(one, correction)).filter(correction::isNear).toList();
    List<T> exact = near.stream().filter(one -> correction.overlap(one) == 1).toList();
    return exact.isEmpty() ? near : exact;
  }
}
