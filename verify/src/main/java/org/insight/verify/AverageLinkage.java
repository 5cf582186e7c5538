package org.insight.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.insight.resolution.ClusterRule;
import org.insight.resolution.Scorer;
import org.jspecify.annotations.Nullable;

/**
 * The entities of one connected set, found the plain way: look at every two clusters, merge the two
 * with the highest mean, and start over. Nothing is kept between rounds, so a round cannot rest on
 * what a former one left stale.
 */
final class AverageLinkage {

  private record Ends(int a, int b) {}

  /** Sum and number of the scores between two clusters, and what they say of a merge. */
  private record Between(long sum, long scored, boolean witness, boolean never) {
    Between with(Between other) {
      return new Between(
          sum + other.sum, scored + other.scored, witness || other.witness, never || other.never);
    }
  }

  private record Merge(Ends ends, long sum, long pairs) {
    boolean isBefore(Merge other) {
      int byMean =
          Long.compare(Math.multiplyExact(sum, other.pairs), Math.multiplyExact(other.sum, pairs));
      if (byMean != 0) {
        return byMean > 0;
      }
      return ends.a() == other.ends.a() ? ends.b() < other.ends.b() : ends.a() < other.ends.a();
    }
  }

  private final ClusterRule.Limits limits;

  /** Cluster of each member: the place of its least member. */
  private final int[] clusters;

  private final long[] sizes;
  private final Map<Ends, Between> between = new HashMap<>();

  private AverageLinkage(int members, ClusterRule.Limits limits) {
    this.limits = limits;
    clusters = new int[members];
    sizes = new long[members];
    Arrays.setAll(clusters, i -> i);
    Arrays.fill(sizes, 1);
  }

  /** Gives the score of two members by their places, or null if they were not compared. */
  @FunctionalInterface
  interface Scores {
    @Nullable Integer of(int lesser, int greater);
  }

  /** A decision: some members, by their places, are one with others, or are not. */
  record Said(boolean same, List<Integer> one, List<Integer> other) {}

  /** As below, without decisions. */
  static int[] clusters(int members, Scores scores, ClusterRule.Limits limits) {
    return clusters(members, scores, List.of(), limits);
  }

  /**
   * The cluster of each member.
   *
   * @param members how many; their places are in the order of their ids
   * @param said decisions, latest first: a later one binds an earlier one
   * @return the least place of the member's cluster
   */
  static int[] clusters(int members, Scores scores, List<Said> said, ClusterRule.Limits limits) {
    AverageLinkage linkage = new AverageLinkage(members, limits);
    for (int a = 0; a < members; a++) {
      for (int b = a + 1; b < members; b++) {
        Integer score = scores.of(a, b);
        if (score != null) {
          linkage.between.put(
              new Ends(a, b),
              new Between(score, 1, score >= limits.witness(), score == Scorer.NEVER));
        }
      }
    }
    said.forEach(linkage::follow);
    for (Merge next = linkage.best(); next != null; next = linkage.best()) {
      linkage.merge(next.ends());
    }
    return linkage.clusters;
  }

  private void follow(Said said) {
    if (said.same()) {
      List<Integer> all = Stream.concat(said.one().stream(), said.other().stream()).toList();
      for (int i = 1; i < all.size(); i++) {
        Ends ends = ends(all.get(i - 1), all.get(i));
        Between found = between.get(ends);
        if (ends.a() != ends.b() && (found == null || !found.never())) {
          merge(ends);
        }
      }
      return;
    }
    for (int one : said.one()) {
      for (int other : said.other()) {
        Ends ends = ends(one, other);
        if (ends.a() != ends.b()) {
          between.merge(ends, new Between(0, 0, false, true), Between::with);
        }
      }
    }
  }

  /** The clusters of two members. */
  private Ends ends(int one, int other) {
    return new Ends(
        Math.min(clusters[one], clusters[other]), Math.max(clusters[one], clusters[other]));
  }

  private @Nullable Merge best() {
    Merge best = null;
    for (Map.Entry<Ends, Between> e : between.entrySet()) {
      Between found = e.getValue();
      if (found.witness() && !found.never()) {
        long pairs = sizes[e.getKey().a()] * sizes[e.getKey().b()];
        long sum = found.sum() + limits.absent() * (pairs - found.scored());
        Merge merge = new Merge(e.getKey(), sum, pairs);
        if (sum >= limits.mean() * pairs && (best == null || merge.isBefore(best))) {
          best = merge;
        }
      }
    }
    return best;
  }

  private void merge(Ends merged) {
    for (int i = 0; i < clusters.length; i++) {
      clusters[i] = clusters[i] == merged.b() ? merged.a() : clusters[i];
    }
    sizes[merged.a()] += sizes[merged.b()];
    between.remove(merged);
    List<Ends> moved = new ArrayList<>();
    for (Ends ends : between.keySet()) {
      if (ends.a() == merged.b() || ends.b() == merged.b()) {
        moved.add(ends);
      }
    }
    for (Ends ends : moved) {
      Between found = between.remove(ends);
      int other = ends.a() == merged.b() ? ends.b() : ends.a();
      if (found != null) {
        between.merge(
            new Ends(Math.min(merged.a(), other), Math.max(merged.a(), other)),
            found,
            Between::with);
      }
    }
  }
}
