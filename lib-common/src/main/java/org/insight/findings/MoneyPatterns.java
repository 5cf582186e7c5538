package org.insight.findings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.insight.findings.Finding.Part;

/** Patterns in the flow of money. What each is, and when, {@link MoneyRules} says. */
public final class MoneyPatterns {

  /** Days of a month that tells standing relations. */
  private static final int MONTH = 30;

  private final MoneyRules rules;
  private final List<Transfer> transfers;
  private final Map<String, List<Transfer>> given = new TreeMap<>();
  private final Map<String, List<Transfer>> taken = new TreeMap<>();
  private final Set<List<String>> standing = new HashSet<>();
  private final long span;

  /** Transfers of an account to itself, or of nothing, are left out. */
  public MoneyPatterns(Collection<Transfer> all, MoneyRules rules) {
    this.rules = rules;
    transfers =
        all.stream()
            .filter(t -> !t.from().equals(t.to()) && t.amount() > 0)
            .sorted(Transfer.IN_ORDER)
            .toList();
    Map<List<String>, Set<Long>> months = new HashMap<>();
    for (Transfer t : transfers) {
      given.computeIfAbsent(t.from(), id -> new ArrayList<>()).add(t);
      taken.computeIfAbsent(t.to(), id -> new ArrayList<>()).add(t);
      months
          .computeIfAbsent(List.of(t.from(), t.to()), ends -> new TreeSet<>())
          .add(Math.floorDiv(t.day(), (long) MONTH));
    }
    months.forEach(
        (ends, some) -> {
          if (some.size() >= rules.standing()) {
            standing.add(ends);
          }
        });
    span =
        transfers.isEmpty()
            ? 0
            : transfers.get(transfers.size() - 1).day() - transfers.get(0).day() + 1;
  }

  /** Patterns of a kind, the ones of most transfers first. */
  public List<Finding> of(FindingKind kind) {
    List<Finding> found =
        switch (kind) {
          case FAN_IN -> fans(FindingKind.FAN_IN, taken);
          case FAN_OUT -> fans(FindingKind.FAN_OUT, given);
          case CYCLE -> new MoneyCycles(rules, transfers, given).found();
          case LAYERING -> new MoneyLayers(rules, transfers, given, taken).found();
          case TRAVEL_GROUP,
              BROKER,
              BRIDGE,
              COMMUNITY,
              COMMUNITY_CHANGE,
              COMMON_ASSOCIATE,
              PATH,
              LIKELY_LINK ->
              throw new IllegalArgumentException("no pattern of money, found " + kind.code());
        };
    return found.stream()
        .sorted(
            Comparator.<Finding>comparingInt(f -> -f.evidence().size())
                .thenComparing(f -> f.evidence().get(0)))
        .toList();
  }

  private List<Finding> fans(FindingKind kind, Map<String, List<Transfer>> byHub) {
    List<Finding> found = new ArrayList<>();
    Map<String, List<Transfer>> byHubLeft = new TreeMap<>();
    byHub.forEach(
        (hub, theirs) ->
            byHubLeft.put(
                hub,
                new ArrayList<>(
                    theirs.stream()
                        .filter(t -> !standing.contains(List.of(t.from(), t.to())))
                        .toList())));
    double all = byHubLeft.values().stream().mapToInt(List::size).sum();
    double usual = all / Math.max(1, (double) span / rules.days()) / Math.max(1, byHub.size());
    byHubLeft.forEach(
        (hub, left) -> {
          Window best = widest(kind, left);
          while (best.others().size() >= rules.fewest()
              && isBurst(kind, left, best, usual, byHub.size())) {
            List<Transfer> fan = List.copyOf(left.subList(best.from(), best.to()));
            found.add(fan(kind, hub, fan, best.others()));
            left.subList(best.from(), best.to()).clear();
            best = widest(kind, left);
          }
        });
    return found;
  }

  /**
   * Transfers within the days of a fan.
   *
   * @param to after the last
   */
  private record Window(int from, int to, Set<String> others) {}

  /** The window with the most others; of several with as many the first, and no longer than is. */
  private Window widest(FindingKind kind, List<Transfer> theirs) {
    Map<String, Integer> counts = new TreeMap<>();
    int bestFrom = 0;
    int bestTo = 0;
    int most = 0;
    int from = 0;
    for (int to = 0; to < theirs.size(); to++) {
      counts.merge(other(kind, theirs.get(to)), 1, Integer::sum);
      while (theirs.get(to).day() - theirs.get(from).day() >= rules.days()) {
        counts.computeIfPresent(other(kind, theirs.get(from)), (id, n) -> n == 1 ? null : n - 1);
        from++;
      }
      if (counts.size() > most) {
        most = counts.size();
        bestFrom = from;
        bestTo = to + 1;
      }
    }
    Set<String> others = new TreeSet<>();
    theirs.subList(bestFrom, bestTo).forEach(t -> others.add(other(kind, t)));
    return new Window(bestFrom, bestTo, others);
  }

  /** Who sells to the public is paid by many all the time, and then that is no burst. */
  private boolean isBurst(
      FindingKind kind, List<Transfer> theirs, Window window, double usual, int hubs) {
    double windows = Math.max(1, (double) span / rules.days());
    Set<List<Object>> outside = new HashSet<>();
    for (int i = 0; i < theirs.size(); i++) {
      if (i < window.from() || i >= window.to()) {
        Transfer t = theirs.get(i);
        outside.add(List.of(other(kind, t), Math.floorDiv(t.day(), (long) rules.days())));
      }
    }
    double expected = (outside.size() + usual) / windows;
    return orMore(window.others().size(), expected) * windows * hubs <= rules.chance();
  }

  /** The probability of so many or more, if so many are expected (Poisson). */
  static double orMore(int count, double expected) {
    double term = Math.exp(-expected);
    for (int i = 1; i <= count; i++) {
      term *= expected / i;
    }
    double sum = 0;
    // Summed from its first term on, for one less the sum of the others is no small number.
    for (int i = count + 1; term > sum * 1e-12; i++) {
      sum += term;
      term *= expected / i;
    }
    return count == 0 ? 1 : Math.min(1, sum);
  }

  private static String other(FindingKind kind, Transfer t) {
    return kind == FindingKind.FAN_IN ? t.from() : t.to();
  }

  private static Finding fan(FindingKind kind, String hub, List<Transfer> fan, Set<String> others) {
    List<Part> parts = new ArrayList<>(List.of(new Part(hub, "hub")));
    others.forEach(o -> parts.add(new Part(o, kind == FindingKind.FAN_IN ? "payer" : "payee")));
    return finding(kind, parts, fan);
  }

  static Finding finding(FindingKind kind, List<Part> parts, List<Transfer> evidence) {
    TreeMap<String, Double> figures = new TreeMap<>();
    figures.put("accounts", (double) parts.size());
    figures.put("transfers", (double) evidence.size());
    figures.put("amount", evidence.stream().mapToDouble(Transfer::amount).sum());
    figures.put("first_day", (double) evidence.get(0).day());
    figures.put("last_day", (double) evidence.get(evidence.size() - 1).day());
    return new Finding(
        kind, List.copyOf(parts), figures, evidence.stream().map(Transfer::id).toList());
  }
}
