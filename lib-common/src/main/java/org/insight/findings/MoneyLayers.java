package org.insight.findings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.findings.Finding.Part;
import org.jspecify.annotations.Nullable;

/**
 * Accounts in a row that each pass on quickly, and almost whole, what came, and that received
 * little else. A transfer is part of one row only.
 */
final class MoneyLayers {

  private final MoneyRules rules;
  private final List<Transfer> transfers;
  private final Map<String, List<Transfer>> given;
  private final Map<String, Double> received = new HashMap<>();

  MoneyLayers(
      MoneyRules rules,
      List<Transfer> transfers,
      Map<String, List<Transfer>> given,
      Map<String, List<Transfer>> taken) {
    this.rules = rules;
    this.transfers = transfers;
    this.given = given;
    taken.forEach(
        (account, all) -> received.put(account, all.stream().mapToDouble(Transfer::amount).sum()));
  }

  List<Finding> found() {
    Set<String> used = new HashSet<>();
    List<Finding> found = new ArrayList<>();
    for (Transfer first : transfers) {
      if (used.contains(first.id())) {
        continue;
      }
      List<Transfer> row = new ArrayList<>(List.of(first));
      Set<String> met = new HashSet<>(Set.of(first.from(), first.to()));
      Transfer next = next(first, met, used);
      while (next != null) {
        row.add(next);
        met.add(next.to());
        next = next(next, met, used);
      }
      if (row.size() > rules.layers()) {
        row.forEach(t -> used.add(t.id()));
        List<Part> parts = new ArrayList<>(List.of(new Part(first.from(), "origin")));
        for (Transfer t : row.subList(1, row.size())) {
          parts.add(new Part(t.from(), "layer"));
        }
        parts.add(new Part(row.get(row.size() - 1).to(), "destination"));
        found.add(MoneyPatterns.finding(FindingKind.LAYERING, parts, row));
      }
    }
    return found;
  }

  /** What passes on most of what came, in time. */
  private @Nullable Transfer next(Transfer came, Set<String> met, Set<String> used) {
    if (came.amount() < rules.ownShare() * received.getOrDefault(came.to(), 0.0)) {
      return null;
    }
    Transfer best = null;
    List<Transfer> theirs = given.getOrDefault(came.to(), List.of());
    for (int i = MoneyCycles.firstFrom(theirs, came.day()); i < theirs.size(); i++) {
      Transfer t = theirs.get(i);
      if (t.day() - came.day() > rules.passDays()) {
        break;
      }
      double share = t.amount() / came.amount();
      if (share >= rules.passed()
          && share <= 1
          && !met.contains(t.to())
          && !used.contains(t.id())
          && (best == null || t.amount() > best.amount())) {
        best = t;
      }
    }
    return best;
  }
}
