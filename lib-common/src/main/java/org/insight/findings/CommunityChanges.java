package org.insight.findings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.insight.findings.Finding.Part;

/**
 * How communities change from one period to the next. Communities of both are matched by the
 * overlap of their members (Greene, Doyle and Cunningham 2010): those of a Jaccard index of {@link
 * #LEAST_OVERLAP} or more. One that matches none is born or gone, one that matches several is split
 * or merged. Periods without links between others are periods too.
 */
public final class CommunityChanges {

  /** Least share of the members of both that two matching communities have in common. */
  public static final double LEAST_OVERLAP = .3;

  private final Periods periods;
  private final TreeMap<Long, List<Set<String>>> byPeriod = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();

  /**
   * A change.
   *
   * @param before members of each community before
   * @param after members of each community after
   */
  private record Change(
      String what, long period, List<Set<String>> before, List<Set<String>> after) {

    /** How many are in another company than most. */
    int moved() {
      int same = 0;
      for (Set<String> one : before) {
        for (Set<String> other : after) {
          same = Math.max(same, inCommon(one, other));
        }
      }
      return all().size() - same;
    }

    Set<String> all() {
      Set<String> all = new TreeSet<>();
      before.forEach(all::addAll);
      after.forEach(all::addAll);
      return all;
    }
  }

  /** Links of one period are one network; several of the same ends add up their weights. */
  public CommunityChanges(Collection<DatedTie> ties, Periods periods) {
    this.periods = periods;
    Map<Long, List<Network.Tie>> dated = new TreeMap<>();
    for (DatedTie one : ties) {
      dated.computeIfAbsent(periods.of(one.day()), p -> new ArrayList<>()).add(one.tie());
    }
    dated.forEach((period, theirs) -> byPeriod.put(period, communities(Network.of(theirs))));
    for (long period : byPeriod.keySet()) {
      if (period > byPeriod.firstKey()) {
        compare(period);
      }
      if (!byPeriod.containsKey(period + 1) && period < byPeriod.lastKey()) {
        compare(period + 1);
      }
    }
  }

  private static List<Set<String>> communities(Network network) {
    List<Set<String>> communities = new ArrayList<>();
    for (int[] group : Communities.of(network).groups()) {
      if (group.length >= NetworkFindings.FEWEST_MEMBERS) {
        Set<String> members = new TreeSet<>();
        for (int end : group) {
          members.add(network.id(end));
        }
        communities.add(members);
      }
    }
    return communities;
  }

  private void compare(long period) {
    List<Set<String>> before = byPeriod.getOrDefault(period - 1, List.of());
    List<Set<String>> after = byPeriod.getOrDefault(period, List.of());
    for (Set<String> one : before) {
      List<Set<String>> next = matching(one, after);
      if (next.isEmpty()) {
        changes.add(new Change("gone", period, List.of(one), List.of()));
      } else if (next.size() > 1) {
        changes.add(new Change("split", period, List.of(one), next));
      } else if (matching(next.get(0), before).size() == 1 && !one.equals(next.get(0))) {
        changes.add(new Change(resized(one, next.get(0)), period, List.of(one), next));
      }
    }
    for (Set<String> one : after) {
      List<Set<String>> last = matching(one, before);
      if (last.isEmpty()) {
        changes.add(new Change("born", period, List.of(), List.of(one)));
      } else if (last.size() > 1) {
        changes.add(new Change("merged", period, last, List.of(one)));
      }
    }
  }

  private static String resized(Set<String> before, Set<String> after) {
    int more = Integer.compare(after.size(), before.size());
    return more > 0 ? "grown" : more < 0 ? "shrunk" : "changed";
  }

  /** The communities that match one, the most alike first. */
  private static List<Set<String>> matching(Set<String> one, List<Set<String>> others) {
    return others.stream()
        .filter(other -> overlap(one, other) >= LEAST_OVERLAP)
        .sorted(Comparator.<Set<String>>comparingDouble(other -> -overlap(one, other)))
        .toList();
  }

  private static double overlap(Set<String> one, Set<String> other) {
    double both = inCommon(one, other);
    return both / (one.size() + other.size() - both);
  }

  private static int inCommon(Set<String> one, Set<String> other) {
    return (int) one.stream().filter(other::contains).count();
  }

  /** All changes, those first in which most members are in another company than before. */
  public List<Finding> found() {
    return changes.stream()
        .sorted(
            Comparator.<Change>comparingInt(change -> -change.moved())
                .thenComparingLong(Change::period)
                .thenComparing(Change::what)
                .thenComparing(change -> String.join("\n", change.all())))
        .map(this::finding)
        .toList();
  }

  private Finding finding(Change change) {
    TreeMap<String, Double> figures = new TreeMap<>();
    figures.put("before", (double) members(change.before()).size());
    figures.put("after", (double) members(change.after()).size());
    figures.put("moved", (double) change.moved());
    figures.put("before_day", (double) periods.firstDay(change.period() - 1));
    figures.put("after_day", (double) periods.firstDay(change.period()));
    // By role, in the order of the roles.
    Map<String, Set<String>> roles = new LinkedHashMap<>();
    Set<String> was = members(change.before());
    Set<String> is = members(change.after());
    if (change.before().size() > 1) {
      roles(roles, "stayed", change.before(), is, true);
    } else {
      roles(roles, "stayed", change.after(), was, true);
    }
    roles(roles, "came", change.after(), was, false);
    roles(roles, "went", change.before(), is, false);
    List<Part> parts = new ArrayList<>();
    roles.forEach((role, some) -> some.forEach(id -> parts.add(new Part(id, role))));
    return new Finding(FindingKind.COMMUNITY_CHANGE, change.what(), parts, figures, List.of());
  }

  private static Set<String> members(List<Set<String>> communities) {
    Set<String> all = new TreeSet<>();
    communities.forEach(all::addAll);
    return all;
  }

  /** Numbers the communities if they are several. */
  private static void roles(
      Map<String, Set<String>> roles,
      String role,
      List<Set<String>> communities,
      Set<String> others,
      boolean among) {
    for (int i = 0; i < communities.size(); i++) {
      Set<String> some = new TreeSet<>(communities.get(i));
      some.removeIf(id -> others.contains(id) != among);
      if (!some.isEmpty()) {
        roles.put(communities.size() > 1 ? role + "-" + (i + 1) : role, some);
      }
    }
  }
}
