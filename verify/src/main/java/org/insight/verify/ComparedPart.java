package org.insight.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.insight.resolution.ClusterRule;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;

/** Compared records that witness pairs and decisions connect, and the entities of each view. */
final class ComparedPart {

  private record Pair(String lesser, String greater) {}

  private record Compared(String schema, String policy, Profile profile) {}

  private final ClusterRule.Limits limits = Models.released().clusters();
  private final Map<String, Compared> records = new HashMap<>();
  private final Map<Pair, Integer> scores = new HashMap<>();

  private record Decision(
      String id, String policy, long at, boolean same, List<String> left, List<String> right) {}

  /** What is in a set and in no entity. */
  private static final String DECISION = "decision";

  private final Map<String, Decision> decisions = new HashMap<>();

  /** The entities of sets, which come again in other views with other neighbours withheld. */
  private final Map<List<String>, List<List<String>>> known = new HashMap<>();

  void record(String id, String schema, String policy, byte[] features) {
    records.put(id, new Compared(schema, policy, Profile.unpack(features)));
  }

  void pair(String lesser, String greater, int score) {
    scores.put(new Pair(lesser, greater), score);
  }

  void decision(
      String id, String policy, long at, boolean same, List<String> left, List<String> right) {
    decisions.put(id, new Decision(id, policy, at, same, left, right));
  }

  Stream<PartViews.Seen> seen(Rights rights) {
    PartViews views =
        new PartViews("E-", set -> known.computeIfAbsent(set, members -> entities(members)));
    scores.forEach(
        (pair, score) -> {
          Compared lesser = records.get(pair.lesser());
          Compared greater = records.get(pair.greater());
          if (score >= limits.witness() && lesser != null && greater != null) {
            PartViews.Tie tie = new PartViews.Tie("pair", pair.lesser(), pair.greater());
            views.add(pair.lesser(), lesser.schema(), lesser.policy(), tie);
            views.add(pair.greater(), greater.schema(), greater.policy(), tie);
          }
        });
    decisions.values().forEach(decision -> connect(views, decision));
    return views.seen(rights, 1);
  }

  /** A decision is next to each record that it names; it does not make these share a thing. */
  private void connect(PartViews views, Decision decision) {
    for (String record : all(decision)) {
      Compared named = records.get(record);
      if (named != null) {
        PartViews.Tie tie = new PartViews.Tie(DECISION, decision.id(), record);
        views.add(decision.id(), DECISION, decision.policy(), tie);
        views.add(record, named.schema(), named.policy(), tie);
      }
    }
  }

  private static List<String> all(Decision decision) {
    return Stream.concat(decision.left().stream(), decision.right().stream()).distinct().toList();
  }

  private List<List<String>> entities(List<String> set) {
    List<String> members = set.stream().filter(id -> !decisions.containsKey(id)).toList();
    AverageLinkage.Scores all =
        (a, b) -> ComparedRecords.linkage(profile(members.get(a)), profile(members.get(b)));
    AverageLinkage.Scores stored =
        (a, b) ->
            scores.containsKey(new Pair(members.get(a), members.get(b))) ? all.of(a, b) : null;
    int[] clusters =
        AverageLinkage.clusters(
            members.size(),
            members.size() <= limits.whole() ? all : stored,
            said(set, members),
            limits);
    Map<Integer, List<String>> entities = new TreeMap<>();
    for (int i = 0; i < clusters.length; i++) {
      entities.computeIfAbsent(clusters[i], c -> new ArrayList<>()).add(members.get(i));
    }
    return List.copyOf(entities.values());
  }

  /** The decisions in a set, latest first. */
  private List<AverageLinkage.Said> said(List<String> set, List<String> members) {
    return set.stream()
        .map(decisions::get)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingLong(Decision::at).reversed().thenComparing(Decision::id))
        .map(
            decision ->
                new AverageLinkage.Said(
                    decision.same(),
                    places(decision.left(), members),
                    places(decision.right(), members)))
        .toList();
  }

  private static List<Integer> places(List<String> ids, List<String> members) {
    return ids.stream().map(members::indexOf).filter(place -> place >= 0).sorted().toList();
  }

  private Profile profile(String id) {
    Compared record = records.get(id);
    if (record == null) {
      throw new IllegalStateException("Cannot score a record: it has no profile here");
    }
    return record.profile();
  }
}
