package org.insight.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.insight.resolution.ClusterRule;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;

/** Compared records that witness pairs connect, and the entities that each view has of them. */
final class ComparedPart {

  private record Pair(String lesser, String greater) {}

  private record Compared(String schema, String policy, Profile profile) {}

  private final ClusterRule.Limits limits = Models.released().clusters();
  private final Map<String, Compared> records = new HashMap<>();
  private final Map<Pair, Integer> scores = new HashMap<>();

  /** The entities of sets, which come again in other views with other neighbours withheld. */
  private final Map<List<String>, List<List<String>>> known = new HashMap<>();

  void record(String id, String schema, String policy, byte[] features) {
    records.put(id, new Compared(schema, policy, Profile.unpack(features)));
  }

  void pair(String lesser, String greater, int score) {
    scores.put(new Pair(lesser, greater), score);
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
    return views.seen(rights, 1);
  }

  private List<List<String>> entities(List<String> members) {
    AverageLinkage.Scores all =
        (a, b) -> ComparedRecords.linkage(profile(members.get(a)), profile(members.get(b)));
    AverageLinkage.Scores stored =
        (a, b) ->
            scores.containsKey(new Pair(members.get(a), members.get(b))) ? all.of(a, b) : null;
    int[] clusters =
        AverageLinkage.clusters(
            members.size(), members.size() <= limits.whole() ? all : stored, limits);
    Map<Integer, List<String>> entities = new TreeMap<>();
    for (int i = 0; i < clusters.length; i++) {
      entities.computeIfAbsent(clusters[i], c -> new ArrayList<>()).add(members.get(i));
    }
    return List.copyOf(entities.values());
  }

  private Profile profile(String id) {
    Compared record = records.get(id);
    if (record == null) {
      throw new IllegalStateException("Cannot score a record: it has no profile here");
    }
    return record.profile();
  }
}
