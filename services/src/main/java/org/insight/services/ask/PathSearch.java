package org.insight.services.ask;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import org.insight.services.ask.LinkGraph.Path;

/**
 * The best paths between two ends, by A* (Hart, Nilsson and Raphael, 1968). What is left of a path
 * costs at least what the best walk of as many links costs, which is worked out first. So paths are
 * met in the order of their chances, and no more of them are tried than are asked for.
 */
final class PathSearch {

  private static final long NONE = Long.MAX_VALUE / 4;

  private final LinkGraph graph;
  private final String from;
  private final String to;

  /** By links left and end: the least chance of a walk from there that goes on with a link. */
  private final List<Map<String, Long>> goingOn = new ArrayList<>();

  /** The same of a walk that may first pass to whoever may be the same. */
  private final List<Map<String, Long>> left = new ArrayList<>();

  /**
   * @param hops most links of a path
   */
  PathSearch(LinkGraph graph, String from, String to, int hops) {
    this.graph = graph;
    this.from = from;
    this.to = to;
    goingOn.add(Map.of());
    left.add(orSame(Map.of()));
    for (int i = 1; i <= hops; i++) {
      goingOn.add(withLink(left.get(i - 1)));
      left.add(orSame(goingOn.get(i)));
    }
  }

  private Map<String, Long> withLink(Map<String, Long> after) {
    Map<String, Long> best = new HashMap<>();
    after.forEach(
        (end, rest) ->
            graph
                .links(end)
                .forEach((before, chance) -> best.merge(before, rest + chance, Math::min)));
    best.replaceAll((end, rest) -> rest + passing(end));
    return best;
  }

  private Map<String, Long> orSame(Map<String, Long> going) {
    Map<String, Long> there = new HashMap<>(going);
    there.put(to, 0L);
    Map<String, Long> best = new HashMap<>(there);
    there.forEach(
        (end, rest) ->
            graph
                .matches(end)
                .forEach((other, chance) -> best.merge(other, rest + chance, Math::min)));
    return best;
  }

  private long passing(String end) {
    return end.equals(from) ? 0 : graph.passing(end);
  }

  /**
   * The beginning of a path.
   *
   * @param links that may follow
   * @param least chance of a whole path that begins so
   */
  private record Begun(Path path, int links, long least) implements Comparable<Begun> {

    /** Of equal ones the lesser ids are gone on with first, so they come to an end first. */
    @Override
    public int compareTo(Begun other) {
      int order = Long.compare(least, other.least);
      return order != 0 ? order : Path.BY_ENDS.compare(path, other.path);
    }
  }

  /**
   * The best paths; no path meets an end twice. Nor is a hypothesis given that goes from somebody
   * over others to one who may be the same, if it is at least as likely that both are one.
   *
   * @param way what a path says: of those that say the same only the best is given
   */
  List<Path> best(int most, Function<Path, ?> way) {
    List<Path> best = new ArrayList<>();
    Set<Object> ways = new HashSet<>();
    PriorityQueue<Begun> open = new PriorityQueue<>();
    int hops = left.size() - 1;
    add(open, new Path(List.of(from), Set.of(), 0), hops, left.get(hops));
    while (!open.isEmpty() && best.size() < most) {
      Begun begun = open.remove();
      Path path = begun.path();
      if (path.last().equals(to)) {
        if (!isDetour(path) && ways.add(way.apply(path))) {
          best.add(path);
        }
        continue;
      }
      int links = begun.links();
      if (links > 0) {
        long over = passing(path.last());
        graph
            .links(path.last())
            .forEach(
                (next, chance) -> {
                  if (!path.nodes().contains(next)) {
                    add(open, path.to(next, over + chance), links - 1, left.get(links - 1));
                  }
                });
      }
      if (!path.endsInMatch()) {
        graph
            .matches(path.last())
            .forEach(
                (next, chance) -> {
                  if (!path.nodes().contains(next)) {
                    Path longer = path.over(next, chance);
                    if (next.equals(to)) {
                      open.add(new Begun(longer, links, longer.chance()));
                    } else {
                      add(open, longer, links, goingOn.get(links));
                    }
                  }
                });
      }
    }
    return best;
  }

  /** Whether a path over matches may leave out what is between two ends, and is no less likely. */
  private boolean isDetour(Path path) {
    List<String> nodes = path.nodes();
    for (int i = 0; i + 2 < nodes.size() && !path.matches().isEmpty(); i++) {
      long between = step(path, i + 1);
      for (int j = i + 2; j < nodes.size(); j++) {
        between += step(path, j);
        // Two matches never follow each other.
        boolean mayPass = !path.matches().contains(i) && !path.matches().contains(j + 1);
        if (mayPass && graph.matches(nodes.get(i)).getOrDefault(nodes.get(j), NONE) <= between) {
          return true;
        }
      }
    }
    return false;
  }

  /** The chance that a step to a place of a path adds. */
  private long step(Path path, int to) {
    String before = path.nodes().get(to - 1);
    String at = path.nodes().get(to);
    return path.matches().contains(to)
        ? graph.matches(before).getOrDefault(at, NONE)
        : graph.links(before).getOrDefault(at, NONE) + passing(before);
  }

  private static void add(
      PriorityQueue<Begun> open, Path path, int links, Map<String, Long> after) {
    long rest = after.getOrDefault(path.last(), NONE);
    if (rest < NONE) {
      open.add(new Begun(path, links, path.chance() + rest));
    }
  }
}
