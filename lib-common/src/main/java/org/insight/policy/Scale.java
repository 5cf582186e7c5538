package org.insight.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Codes of one scheme in the order that the scheme itself gives them. Codes of one step are neither
 * before nor after each other.
 */
final class Scale {

  private final List<Set<String>> steps = new ArrayList<>();
  private final String order;

  /**
   * @param steps from the first to the last; codes of one step are separated by spaces
   */
  Scale(String... steps) {
    order = String.join("<", steps).replace(' ', '=');
    for (String step : steps) {
      this.steps.add(Set.of(step.split(" ")));
    }
  }

  /** Whether it is a code of the scheme, in any case. */
  boolean has(String code) {
    return step(code) >= 0;
  }

  /** From 0; -1 where it is no code of the scheme. */
  int step(String code) {
    String plain = code.strip().toUpperCase(Locale.ROOT);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).contains(plain)) {
        return i;
      }
    }
    return -1;
  }

  /** Those of the codes that are on the last step of any, each once. */
  SortedSet<String> last(Collection<String> codes) {
    SortedSet<String> last = new TreeSet<>();
    int furthest = codes.stream().mapToInt(this::step).max().orElse(-1);
    codes.stream()
        .filter(code -> step(code) == furthest)
        .forEach(code -> last.add(code.strip().toUpperCase(Locale.ROOT)));
    return last;
  }

  /** The codes in their order, as {@code A<B=C<D}. */
  @Override
  public String toString() {
    return order;
  }
}
