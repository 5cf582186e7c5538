package org.insight.services.ask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
   * @param chance in parts of {@link LinkStrength#SCALE}
   */
  record Path(List<String> nodes, long chance) {

    /** Fewest hops first, then least chance, then by ids. */
    static final Comparator<Path> BEST_FIRST =
        Comparator.comparingInt((Path path) -> path.nodes.size())
            .thenComparingLong(Path::chance)
            .thenComparing(Path::nodes, LinkGraph::compare);

    String last() {
      return nodes.get(nodes.size() - 1);
    }

    private Path to(String node, long more) {
      List<String> longer = new ArrayList<>(nodes);
      longer.add(node);
      return new Path(List.copyOf(longer), chance + more);
    }
  }

  private final Map<String, Map<String, Long>> links = new TreeMap<>();
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
   * The best paths between two ends. No path meets an end twice.
   *
   * @param hops most links of a path
   * @param most most paths
   */
  List<Path> paths(String from, String to, int hops, int most) {
    List<Path> best = new ArrayList<>();
    Set<String> ends = Set.of(from, to);
    for (int length = 1; length <= hops && best.size() < most; length++) {
      best.addAll(ofLength(from, to, ends, length, most));
    }
    return best.subList(0, Math.min(most, best.size()));
  }

  private List<Path> ofLength(String from, String to, Set<String> ends, int length, int most) {
    if (length == 1) {
      Long direct = next(from).get(to);
      return direct == null ? List.of() : List.of(new Path(List.of(from, to), direct));
    }
    // Halves share one end at most beside the middle, so one more of each is enough.
    Map<String, List<Path>> left = halves(from, ends, (length + 1) / 2, most + 1);
    Map<String, List<Path>> right = halves(to, ends, length / 2, most + 1);
    List<Path> found = new ArrayList<>();
    left.forEach(
        (middle, firsts) -> {
          for (Path first : firsts) {
            for (Path second : right.getOrDefault(middle, List.of())) {
              Path whole = joined(first, second, middle);
              if (new HashSet<>(whole.nodes()).size() == whole.nodes().size()) {
                found.add(whole);
              }
            }
          }
        });
    found.sort(Path.BEST_FIRST);
    return found.subList(0, Math.min(most, found.size()));
  }

  private Path joined(Path first, Path second, String middle) {
    List<String> nodes = new ArrayList<>(first.nodes());
    for (int i = second.nodes().size() - 2; i >= 0; i--) {
      nodes.add(second.nodes().get(i));
    }
    return new Path(
        List.copyOf(nodes), first.chance() + second.chance() + passing.getOrDefault(middle, 0L));
  }

  /** By their last end, the best paths of one or two links that meet none of both ends again. */
  private Map<String, List<Path>> halves(String start, Set<String> ends, int length, int most) {
    List<Path> paths = List.of(new Path(List.of(start), 0));
    Map<String, List<Path>> byLast = new TreeMap<>();
    for (int i = 0; i < length; i++) {
      byLast = new TreeMap<>();
      for (Path path : paths) {
        long so = i == 0 ? 0 : passing.getOrDefault(path.last(), 0L);
        for (Map.Entry<String, Long> link : next(path.last()).entrySet()) {
          if (!ends.contains(link.getKey()) && !path.nodes().contains(link.getKey())) {
            byLast
                .computeIfAbsent(link.getKey(), id -> new ArrayList<>())
                .add(path.to(link.getKey(), link.getValue() + so));
          }
        }
      }
      paths = new ArrayList<>();
      for (List<Path> some : byLast.values()) {
        some.sort(Path.BEST_FIRST);
        if (some.size() > most) {
          some.subList(most, some.size()).clear();
        }
        paths.addAll(some);
      }
    }
    return byLast;
  }

  /**
   * The ends whose best path from a start has the least chance, the start first.
   *
   * @param hops most links of a path
   * @param most most ends beside the start
   */
  List<Path> nearest(String start, int hops, int most) {
    Map<String, Path> best = new HashMap<>();
    best.put(start, new Path(List.of(start), 0));
    List<Path> last = List.of(best.get(start));
    for (int i = 0; i < hops; i++) {
      Map<String, Path> longer = new TreeMap<>();
      for (Path path : last) {
        long so = i == 0 ? 0 : passing.getOrDefault(path.last(), 0L);
        for (Map.Entry<String, Long> link : next(path.last()).entrySet()) {
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
          .thenComparing(Path::nodes, LinkGraph::compare);

  private static Path likelier(Path one, Path other) {
    return LEAST_CHANCE.compare(one, other) <= 0 ? one : other;
  }

  private Map<String, Long> next(String node) {
    return links.getOrDefault(node, Map.of());
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
