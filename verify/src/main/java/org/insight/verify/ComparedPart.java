package org.insight.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.insight.resolution.ClusterRule;
import org.insight.resolution.Models;
import org.insight.resolution.Profile;
import org.insight.resolution.Scorer;
import org.jspecify.annotations.Nullable;

/** Compared subjects that witness pairs and decisions connect, and the entities of each view. */
final class ComparedPart {

  private record Pair(String lesser, String greater) {}

  /**
   * @param text whether a text describes it, so that it never makes two others one
   */
  private record Compared(String schema, String policy, Profile profile, boolean text) {}

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

  void subject(String id, String schema, String policy, byte[] features, boolean text) {
    records.put(id, new Compared(schema, policy, Profile.unpack(features), text));
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

  /** Entities of the records alone; then each text attaches to one of these, or to other texts. */
  private List<List<String>> entities(List<String> set) {
    List<String> members = set.stream().filter(id -> !decisions.containsKey(id)).toList();
    List<String> texts = members.stream().filter(id -> subject(id).text()).toList();
    List<String> others = members.stream().filter(id -> !subject(id).text()).toList();
    boolean whole = members.size() <= limits.whole();
    List<List<String>> entities = new ArrayList<>(clusters(others, said(set, others), whole));
    List<String> rest = new ArrayList<>();
    List<List<String>> attached = new ArrayList<>(entities);
    for (List<String> group : grouped(texts, set)) {
      int at = attachedTo(group, entities, set, whole);
      if (at < 0) {
        rest.addAll(group);
      } else {
        attached.set(at, Stream.concat(attached.get(at).stream(), group.stream()).toList());
      }
    }
    List<String> alone = rest.stream().sorted(Comparator.comparing(set::indexOf)).toList();
    attached.addAll(clusters(alone, said(set, alone), whole));
    return attached.stream()
        .map(entity -> entity.stream().sorted(Comparator.comparing(set::indexOf)).toList())
        .toList();
  }

  private List<List<String>> clusters(
      List<String> members, List<AverageLinkage.Said> said, boolean whole) {
    return byCluster(
        members,
        AverageLinkage.clusters(
            members.size(), (a, b) -> score(members.get(a), members.get(b), whole), said, limits));
  }

  /** Texts that decisions make one. */
  private List<List<String>> grouped(List<String> texts, List<String> set) {
    return byCluster(
        texts, AverageLinkage.clusters(texts.size(), (a, b) -> null, said(set, texts), limits));
  }

  private static List<List<String>> byCluster(List<String> members, int[] clusters) {
    Map<Integer, List<String>> entities = new TreeMap<>();
    for (int i = 0; i < clusters.length; i++) {
      entities.computeIfAbsent(clusters[i], c -> new ArrayList<>()).add(members.get(i));
    }
    return List.copyOf(entities.values());
  }

  /** What two count in the mean; null if they were not compared. */
  private @Nullable Integer score(String one, String other, boolean whole) {
    boolean inOrder = one.compareTo(other) < 0;
    return whole || scores.containsKey(inOrder ? new Pair(one, other) : new Pair(other, one))
        ? ComparedRecords.linkage(subject(one).profile(), subject(other).profile())
        : null;
  }

  /** The place of the entity that texts attach to; -1 if there is none. */
  private int attachedTo(
      List<String> texts, List<List<String>> entities, List<String> set, boolean whole) {
    List<IntSummaryStatistics> agree = new ArrayList<>();
    List<Boolean> banned = new ArrayList<>();
    for (List<String> entity : entities) {
      IntSummaryStatistics scored =
          texts.stream()
              .flatMap(text -> entity.stream().map(record -> score(text, record, whole)))
              .filter(Objects::nonNull)
              .mapToInt(Integer::intValue)
              .summaryStatistics();
      agree.add(scored);
      banned.add(scored.getCount() > 0 && scored.getMin() == Scorer.NEVER);
    }
    int decided = -1;
    for (Decision decision : latestFirst(set)) {
      for (String text : all(decision)) {
        if (texts.contains(text)) {
          List<String> named =
              decision.same()
                  ? all(decision)
                  : decision.left().contains(text) ? decision.right() : decision.left();
          for (String record : named) {
            int at = placeOf(record, entities);
            if (at >= 0 && !decision.same()) {
              banned.set(at, true);
            } else if (at >= 0 && decided < 0 && !banned.get(at)) {
              decided = at;
            }
          }
        }
      }
    }
    return decided >= 0 ? decided : best(agree, banned);
  }

  private int best(List<IntSummaryStatistics> agree, List<Boolean> banned) {
    List<Integer> rivals =
        IntStream.range(0, agree.size())
            .filter(at -> agree.get(at).getCount() > 0 && !banned.get(at))
            .boxed()
            .sorted(Comparator.comparing((Integer at) -> agree.get(at).getMax()).reversed())
            .toList();
    if (rivals.isEmpty()) {
      return -1;
    }
    IntSummaryStatistics first = agree.get(rivals.get(0));
    boolean clear =
        rivals.size() == 1
            || (long) first.getMax() - agree.get(rivals.get(1)).getMax() >= ClusterRule.MARGIN;
    return clear
            && first.getMax() >= limits.witness()
            && first.getSum() >= limits.mean() * first.getCount()
        ? rivals.get(0)
        : -1;
  }

  private static int placeOf(String record, List<List<String>> entities) {
    return IntStream.range(0, entities.size())
        .filter(at -> entities.get(at).contains(record))
        .findFirst()
        .orElse(-1);
  }

  private List<Decision> latestFirst(List<String> set) {
    return set.stream()
        .map(decisions::get)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingLong(Decision::at).reversed().thenComparing(Decision::id))
        .toList();
  }

  /** The decisions in a set, latest first. */
  private List<AverageLinkage.Said> said(List<String> set, List<String> members) {
    return latestFirst(set).stream()
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

  private Compared subject(String id) {
    Compared record = records.get(id);
    if (record == null) {
      throw new IllegalStateException("Cannot score a subject: it has no profile here");
    }
    return record;
  }
}
