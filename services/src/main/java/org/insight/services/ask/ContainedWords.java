package org.insight.services.ask;

import java.io.Serializable;
import java.util.List;
import org.insight.jobs.mentions.Folding;

/** Words that a text must contain, whatever their case and accents. */
final class ContainedWords implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String[] words;

  private ContainedWords(String[] words) {
    this.words = words;
  }

  static ContainedWords of(String text) {
    return new ContainedWords(Folding.fold(text).split(" "));
  }

  /** Whether a text contains all of them. */
  boolean areIn(String text) {
    String folded = Folding.fold(text);
    return List.of(words).stream().allMatch(folded::contains);
  }
}
