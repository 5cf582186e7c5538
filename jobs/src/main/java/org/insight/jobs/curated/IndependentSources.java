package org.insight.jobs.curated;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many sources bear something out independently of each other. A source counts once, however
 * often and by whatever channel it says so; sources that gave the same bytes count as one, for one
 * may have them from the other.
 */
final class IndependentSources {

  private IndependentSources() {}

  /**
   * Where something was said.
   *
   * @param source country or body
   * @param content hash of the bytes of the item
   */
  record Said(String source, long content) {}

  /** The number of sets of sources that have no bytes in common with another set. */
  static int count(Collection<Said> said) {
    Map<String, Set<Long>> contents = new HashMap<>();
    Map<Long, Set<String>> sources = new HashMap<>();
    for (Said one : said) {
      contents.computeIfAbsent(one.source(), s -> new HashSet<>()).add(one.content());
      sources.computeIfAbsent(one.content(), c -> new HashSet<>()).add(one.source());
    }
    int sets = 0;
    TreeSet<String> left = new TreeSet<>(contents.keySet());
    while (!left.isEmpty()) {
      sets++;
      Deque<String> reached = new ArrayDeque<>(List.of(left.first()));
      left.remove(left.first());
      while (!reached.isEmpty()) {
        for (long content : contents.getOrDefault(reached.remove(), Set.of())) {
          // Whoever has it has been reached then: to look once more would cost the square of them.
          Set<String> all = sources.remove(content);
          if (all != null) {
            all.stream().filter(left::remove).forEach(reached::add);
          }
        }
      }
    }
    return sets;
  }
}
