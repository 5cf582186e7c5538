package org.insight.findings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.findings.Finding.Part;

/**
 * Money that comes back to where it started, over others, each of whom passes on most of what came.
 * A transfer is part of one cycle only. Of several that it could be part of, that with the smallest
 * loss counts.
 */
final class MoneyCycles {

  /** Steps of the search from one transfer, so that no hub makes it endless. */
  private static final int MOST_STEPS = 20_000;

  private final MoneyRules rules;
  private final List<Transfer> transfers;
  private final Map<String, List<Transfer>> given;
  private final List<List<Transfer>> cycles = new ArrayList<>();
  private int steps;

  MoneyCycles(MoneyRules rules, List<Transfer> transfers, Map<String, List<Transfer>> given) {
    this.rules = rules;
    this.transfers = transfers;
    this.given = given;
  }

  List<Finding> found() {
    for (Transfer first : transfers) {
      steps = 0;
      follow(new ArrayList<>(List.of(first)), new HashSet<>(Set.of(first.from(), first.to())));
    }
    cycles.sort(
        Comparator.comparingDouble(MoneyCycles::lost)
            .thenComparingInt(List::size)
            .thenComparing(cycle -> cycle.get(0), Transfer.IN_ORDER));
    Set<String> used = new HashSet<>();
    List<Finding> found = new ArrayList<>();
    for (List<Transfer> cycle : cycles) {
      if (cycle.stream().noneMatch(t -> used.contains(t.id()))) {
        cycle.forEach(t -> used.add(t.id()));
        found.add(
            MoneyPatterns.finding(
                FindingKind.CYCLE,
                cycle.stream().map(t -> new Part(t.from(), "member")).toList(),
                cycle));
      }
    }
    return found;
  }

  private static double lost(List<Transfer> cycle) {
    double lost = 0;
    for (int i = 1; i < cycle.size(); i++) {
      lost += Math.abs(1 - cycle.get(i).amount() / cycle.get(i - 1).amount());
    }
    return lost / cycle.size();
  }

  private void follow(List<Transfer> path, Set<String> met) {
    Transfer first = path.get(0);
    Transfer last = path.get(path.size() - 1);
    List<Transfer> next = given.getOrDefault(last.to(), List.of());
    for (int i = firstFrom(next, last.day()); i < next.size(); i++) {
      Transfer t = next.get(i);
      if (t.day() - first.day() >= rules.cycleDays() || ++steps > MOST_STEPS) {
        return;
      }
      if (Transfer.IN_ORDER.compare(t, first) <= 0 || !isPassedOn(last, t)) {
        continue;
      }
      if (t.to().equals(first.from())) {
        if (path.size() >= 2) {
          List<Transfer> cycle = new ArrayList<>(path);
          cycle.add(t);
          cycles.add(List.copyOf(cycle));
        }
      } else if (path.size() < rules.cycleLength() - 1 && met.add(t.to())) {
        path.add(t);
        follow(path, met);
        path.remove(path.size() - 1);
        met.remove(t.to());
      }
    }
  }

  /** Not more than came, but for a fee or a rate of exchange. */
  private boolean isPassedOn(Transfer came, Transfer went) {
    double share = went.amount() / came.amount();
    return share >= rules.kept() && share <= 1.02;
  }

  /** Where the transfers of a day or later begin. */
  static int firstFrom(List<Transfer> inOrder, long day) {
    int from = 0;
    int to = inOrder.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (inOrder.get(middle).day() < day) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
