package org.insight.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.findings.Adjacency;
import org.insight.findings.ShortestPaths;
import org.jspecify.annotations.Nullable;

/** Paths among some ends of a random network, and whether samples are those of brute force. */
final class MeasuredPaths {

  private static final int HOPS = ShortestPaths.MOST_HOPS;

  private final GeneratedLinks links;
  private final Consumer<String> tell;
  private final Map<String, @Nullable Object> line = new LinkedHashMap<>();
  private long different;

  /**
   * @param tell hears what goes on
   */
  MeasuredPaths(GeneratedLinks links, Consumer<String> tell) {
    this.links = links;
    this.tell = tell;
  }

  /**
   * Finds and samples them.
   *
   * @param persons number of ends among which paths are found
   * @param samples number of those whose paths to all others are compared
   * @throws InsightException USAGE if fewer ends have links
   */
  void measure(int persons, int samples, long seed) throws IOException {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    SplittableRandom random = new SplittableRandom(~seed);
    tell.accept("sorting links");
    long begun = process.getProcessCpuTime();
    Adjacency network = links.adjacency();
    long sorted = process.getProcessCpuTime();
    int[] asked = chosen(network, persons, random);
    tell.accept("finding paths");
    long before = process.getProcessCpuTime();
    long wall = System.nanoTime();
    List<int[]> paths = new ShortestPaths(network, HOPS).among(asked);
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    long after = process.getProcessCpuTime();
    long peak = ProcessTree.peakBytes();
    tell.accept("comparing with brute force");
    int[] sample = Arrays.copyOf(asked, Math.min(samples, asked.length));
    different = different(links, asked, sample, HOPS, paths);
    line.put("links", links.links());
    line.put("ends", links.size());
    line.put("network", links.kind());
    line.put("persons", persons);
    line.put("pairs", (long) persons * (persons - 1) / 2);
    for (int hops = 1; hops <= HOPS; hops++) {
      int length = hops + 1;
      line.put(
          hops == 1 ? "of_1_hop" : "of_" + hops + "_hops",
          paths.stream().filter(path -> path.length == length).count());
    }
    line.put("sorting_cpu_seconds", seconds(sorted - begun));
    line.put("cpu_seconds", seconds(after - before));
    line.put("wall_seconds", Math.round(wallSeconds * 1e3) / 1e3);
    line.put("peak_mib", peak >> 20);
    line.put("pairs_compared", pairs(sample.length, asked.length));
    line.put("pairs_different", different);
  }

  /** Pairs of which one end at least is sampled. */
  private static long pairs(long sampled, long all) {
    return sampled * (all - sampled) + sampled * (sampled - 1) / 2;
  }

  private static double seconds(long nanos) {
    return Math.round(nanos / 1e6) / 1e3;
  }

  /** Ends that have links, each once. */
  private static int[] chosen(Adjacency network, int number, SplittableRandom random) {
    int[] linked = new int[network.size()];
    int count = 0;
    for (int end = 0; end < network.size(); end++) {
      if (network.degree(end) > 0) {
        linked[count++] = end;
      }
    }
    if (number > count) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot measure: --paths must be at most the ends that have links, "
              + count
              + ", found "
              + number);
    }
    for (int i = 0; i < number; i++) {
      int other = i + random.nextInt(count - i);
      int end = linked[other];
      linked[other] = linked[i];
      linked[i] = end;
    }
    return Arrays.copyOf(linked, number);
  }

  /**
   * How many pairs of a sample have a path of another length than the shortest, one too many or
   * none, or one of which a step is no link. Looks at all links for each hop, and at nothing else.
   */
  static long different(
      GeneratedLinks links, int[] asked, int[] sample, int hops, List<int[]> paths) {
    Set<Integer> sampled = new HashSet<>();
    Arrays.stream(sample).forEach(sampled::add);
    Map<Long, int[]> byPair = new HashMap<>();
    Set<Long> steps = new HashSet<>();
    for (int[] path : paths) {
      int last = path[path.length - 1];
      if (sampled.contains(path[0]) || sampled.contains(last)) {
        byPair.put(pair(path[0], last), path);
        for (int i = 1; i < path.length; i++) {
          steps.add(pair(path[i - 1], path[i]));
        }
      }
    }
    int[] ends = links.ends();
    for (int i = 0; i < ends.length; i += 2) {
      steps.remove(pair(ends[i], ends[i + 1]));
    }
    Set<Long> seen = new HashSet<>();
    long different = 0;
    for (int from : sample) {
      byte[] away = away(links, from, hops);
      for (int to : asked) {
        if (to != from && seen.add(pair(from, to))) {
          int[] path = byPair.get(pair(from, to));
          int found = path == null ? -1 : path.length - 1;
          if (found != away[to] || path != null && hasStepOf(steps, path)) {
            different++;
          }
        }
      }
    }
    return different;
  }

  private static boolean hasStepOf(Set<Long> steps, int[] path) {
    for (int i = 1; i < path.length; i++) {
      if (steps.contains(pair(path[i - 1], path[i]))) {
        return true;
      }
    }
    return false;
  }

  private static long pair(int one, int other) {
    return (long) Math.min(one, other) << 32 | Math.max(one, other);
  }

  /** Fewest hops to each end; -1 if there are more. */
  private static byte[] away(GeneratedLinks links, int from, int hops) {
    byte[] away = new byte[links.size()];
    Arrays.fill(away, (byte) -1);
    away[from] = 0;
    int[] ends = links.ends();
    for (int hop = 0; hop < hops; hop++) {
      for (int i = 0; i < ends.length; i += 2) {
        int one = ends[i];
        int other = ends[i + 1];
        if (away[one] == hop && away[other] < 0) {
          away[other] = (byte) (hop + 1);
        } else if (away[other] == hop && away[one] < 0) {
          away[one] = (byte) (hop + 1);
        }
      }
    }
    return away;
  }

  /** What was measured. */
  Map<String, @Nullable Object> line() {
    return line;
  }

  /** Pairs that brute force finds otherwise. */
  long different() {
    return different;
  }
}
