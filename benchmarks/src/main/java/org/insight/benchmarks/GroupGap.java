package org.insight.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.jspecify.annotations.Nullable;

/**
 * How far the best and the worst group of persons are apart in a share.
 *
 * @param by what the groups differ in, for example {@code sex}
 * @param share {@code precision} or {@code recall}
 * @param worst null if no group has enough pairs
 * @param best null if no group has enough pairs
 * @param compared groups with enough pairs
 * @param tooFew groups that have fewer pairs, and are not compared
 */
record GroupGap(
    String by,
    String share,
    @Nullable Group worst,
    @Nullable Group best,
    int compared,
    List<String> tooFew) {

  /** Shares that differ by less are equal but for how fractions are stored. */
  private static final double EQUAL = 1e-9;

  /** A group and its share. */
  record Group(String name, double share) {

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s %.4f", name, share);
    }
  }

  /**
   * The gaps in precision and in recall.
   *
   * @param leastPairs found pairs that a group needs for its precision to be compared, and true
   *     pairs for its recall
   */
  static List<GroupGap> of(Map<String, Map<String, PairCounts>> byGroup, long leastPairs) {
    List<GroupGap> gaps = new ArrayList<>();
    byGroup.forEach(
        (by, groups) -> {
          gaps.add(
              of(by, "precision", groups, leastPairs, PairCounts::found, PairCounts::precision));
          gaps.add(of(by, "recall", groups, leastPairs, PairCounts::truth, PairCounts::recall));
        });
    return gaps;
  }

  private static GroupGap of(
      String by,
      String share,
      Map<String, PairCounts> groups,
      long leastPairs,
      ToLongFunction<PairCounts> whole,
      Function<PairCounts, @Nullable Double> part) {
    Group worst = null;
    Group best = null;
    int compared = 0;
    List<String> tooFew = new ArrayList<>();
    for (Map.Entry<String, PairCounts> group : groups.entrySet()) {
      Double value = part.apply(group.getValue());
      if (value == null || whole.applyAsLong(group.getValue()) < leastPairs) {
        tooFew.add(group.getKey());
        continue;
      }
      compared++;
      Group found = new Group(group.getKey(), value);
      worst = worst == null || value < worst.share() ? found : worst;
      best = best == null || value > best.share() ? found : best;
    }
    return new GroupGap(by, share, worst, best, compared, tooFew);
  }

  /** Null if there are no two groups to compare. */
  @Nullable Double gap() {
    return best == null || worst == null || compared < 2
        ? null
        : Math.round(1e4 * (best.share() - worst.share())) / 1e4;
  }

  private boolean exceeds(double most) {
    // Not as it is printed: a rounded gap would pass a limit that it exceeds.
    return best != null && worst != null && best.share() - worst.share() > most + EQUAL;
  }

  /**
   * Holds every gap to a limit.
   *
   * @throws InsightException CONTRACT if one is greater; INPUT if there are no two groups to
   *     compare, as a limit that nothing is held to would pass by itself
   */
  static void require(List<GroupGap> gaps, double most) {
    String wide =
        gaps.stream()
            .filter(gap -> gap.exceeds(most))
            .map(GroupGap::toString)
            .collect(Collectors.joining("; "));
    if (!wide.isEmpty()) {
      throw new InsightException(
          ErrorKind.CONTRACT,
          "Cannot accept the gaps between groups: each must be at most "
              + most
              + ", found "
              + wide);
    }
    String missing =
        gaps.stream()
            .filter(gap -> gap.gap() == null)
            .map(gap -> gap.compared() + " in " + gap.share() + " by " + gap.by())
            .collect(Collectors.joining("; "));
    if (gaps.isEmpty() || !missing.isEmpty()) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot hold the gaps between groups to a limit: two groups with enough pairs are needed,"
              + " found "
              + (missing.isEmpty() ? "no persons" : missing));
    }
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f in %s by %s (%s, %s)", gap(), share, by, worst, best);
  }

  /** With the keys of the JSON answer, which stay. */
  Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("by", by);
    map.put("share", share);
    map.put("gap", gap());
    map.put("worst", worst == null ? null : worst.name());
    map.put("best", best == null ? null : best.name());
    map.put("too_few_pairs", tooFew);
    return map;
  }
}
