package org.insight.services.ask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.insight.findings.LinkStrength;

/**
 * Links between ends, and the chance of each. The chance of a path is the sum of those of its links
 * and of the ends between: at most the probability that any of them is mere chance.
 */
final class LinkGraph {

  /** More hops are not followed: almost all are connected then. */
  static final int MOST_HOPS = 4;

  /**
   * Ends one after the other.
   *
   * @param matches places in {@code nodes} of ends that may be the same as the one before
   * @param chance in parts of {@link LinkStrength#SCALE}
   */
  record Path(List<String> nodes, Set<Integer> matches, long chance) {

    /** By ids, then by the places of matches; what goes on comes after what it goes on from. */
    static final Comparator<Path> BY_ENDS =
        Comparator.comparing(Path::nodes, LinkGraph::compare)
            .thenComparingInt(path -> path.matches.size())
            .thenComparingInt(path -> path.matches.stream().mapToInt(at -> 1 << at).sum());

    String last() {
      return nodes.get(nodes.size() - 1);
    }

    /** The number of links. */
    int hops() {
      return nodes.size() - 1 - matches.size();
    }

    boolean endsInMatch() {
      return matches.contains(nodes.size() - 1);
    }

    /** Longer by a link. */
    Path to(String node, long more) {
      return new Path(longer(node), matches, chance + more);
    }

    /** Longer by an end that may be the last one under another id. */
    Path over(String node, long more) {
      Set<Integer> longer = new TreeSet<>(matches);
      longer.add(nodes.size());
      return new Path(longer(node), Set.copyOf(longer), chance + more);
    }

    private List<String> longer(String node) {
      List<String> longer = new ArrayList<>(nodes);
      longer.add(node);
      return List.copyOf(longer);
    }
  }

  private final Map<String, Map<String, Long>> links = new TreeMap<>();
  private final Map<String, Map<String, Long>> matches = new TreeMap<>();
  private final Map<String, Long> passing;

  /**
   * @param passing the chance of each end between others; 0 for those that are not in it
   */
  LinkGraph(Map<String, Long> passing) {
    this.passing = passing;
  }

  /** Adds a link in both directions. */
  void add(String one, String other, long chance) {
    links.computeIfAbsent(one, id -> new TreeMap<>()).put(other, chance);
    links.computeIfAbsent(other, id -> new TreeMap<>()).put(one, chance);
  }

  /**
   * Adds that two ends may be one.
   *
   * @param chance that they are not
   */
  void match(String one, String other, long chance) {
    matches.computeIfAbsent(one, id -> new TreeMap<>()).put(other, chance);
    matches.computeIfAbsent(other, id -> new TreeMap<>()).put(one, chance);
  }

  /**
   * The best paths between two ends. No path meets an end twice. Between two links, before the
   * first and after the last, it may pass to an end that may be the same: that counts no hop.
   *
   * @param hops most links of a path
   * @param most most paths
   * @param way what a path says: of those that say the same only the best is given
   */
  List<Path> paths(String from, String to, int hops, int most, Function<Path, ?> way) {
    return new PathSearch(this, from, to, hops).best(most, way);
  }

  /**
   * The ends whose best path from a start has the least chance, the start first.
   *
   * @param hops most links of a path
   * @param most most ends beside the start
   */
  List<Path> nearest(String start, int hops, int most) {
    Map<String, Path> best = new HashMap<>();
    best.put(start, new Path(List.of(start), Set.of(), 0));
    List<Path> last = List.of(best.get(start));
    for (int i = 0; i < hops; i++) {
      Map<String, Path> longer = new TreeMap<>();
      for (Path path : last) {
        long so = i == 0 ? 0 : passing(path.last());
        for (Map.Entry<String, Long> link : links(path.last()).entrySet()) {
          if (!path.nodes().contains(link.getKey())) {
            Path to = path.to(link.getKey(), link.getValue() + so);
            longer.merge(to.last(), to, LinkGraph::likelier);
          }
        }
      }
      last = new ArrayList<>();
      for (Path path : longer.values()) {
        Path before = best.get(path.last());
        if (before == null || LEAST_CHANCE.compare(path, before) < 0) {
          best.put(path.last(), path);
          last.add(path);
        }
      }
    }
    return best.values().stream().sorted(LEAST_CHANCE).limit(most + 1L).toList();
  }

  private static final Comparator<Path> LEAST_CHANCE =
      Comparator.comparingLong(Path::chance)
          .thenComparing(path -> path.nodes().size())
          .thenComparing(Path.BY_ENDS);

  private static Path likelier(Path one, Path other) {
    return LEAST_CHANCE.compare(one, other) <= 0 ? one : other;
  }

  /** The links of an end: the other end, and the chance. */
  Map<String, Long> links(String node) {
    return links.getOrDefault(node, Map.of());
  }

  /** The ends that may be the same as one, and the chance that they are not. */
  Map<String, Long> matches(String node) {
    return matches.getOrDefault(node, Map.of());
  }

  /** The chance of an end between others. */
  long passing(String node) {
    return passing.getOrDefault(node, 0L);
  }

  private static int compare(List<String> one, List<String> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int order = one.get(i).compareTo(other.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.size(), other.size());
  }
}
