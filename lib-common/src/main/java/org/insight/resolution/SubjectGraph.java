package org.insight.resolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.insight.policy.Label;
import org.insight.policy.graph.IntBag;
import org.insight.policy.graph.PolicyGraph;
import org.insight.policy.graph.Union;
import org.insight.policy.graph.ViewerPart;
import org.insight.policy.graph.ViewerParts;
import org.jspecify.annotations.Nullable;

/**
 * Subjects, scored pairs and decisions, and the entities that each reader sees in them.
 *
 * <p>A set is a connected component of witness pairs and decisions among what a reader sees. Its
 * entities are what the {@link ClusterRule} makes of it. All entities of a set carry the label of
 * the whole set: they are what they are because a reader sees all of it. So the rule need not be
 * monotone, and more records may part what fewer joined.
 */
public final class SubjectGraph {

  /**
   * Why a subject is in its entity: what ties it to another. The ties of an entity lead from any
   * subject of it to any other.
   *
   * @param score in thousandths of a bit; null if a decision ties them
   * @param decisionId null if their score ties them
   */
  public record Tie(String otherId, @Nullable Integer score, @Nullable String decisionId) {}

  /**
   * A subject in an entity as some readers see it.
   *
   * @param policyId id of the label
   * @param label given with the first subject of a set that has it
   */
  public record Member(
      String entityId, String subjectId, List<Tie> ties, String policyId, @Nullable Label label) {}

  private record Pair(int a, int b, int score) {}

  private record Decision(int node, long at, boolean same, int[] one, int[] other) {}

  private final ClusterRule.Limits limits;
  private final ClusterRule rule;
  private final Scorer scorer;
  private final PolicyGraph graph = new PolicyGraph();
  private final List<@Nullable Profile> profiles = new ArrayList<>();
  private final BitSet leaves = new BitSet();
  private final List<Pair> pairs = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();

  public SubjectGraph(Model model, ClusterRule.Limits limits) {
    this.limits = limits;
    rule = new ClusterRule(limits);
    scorer = new Scorer(model);
  }

  /**
   * Adds a subject.
   *
   * @param leaf whether a text describes it: it never makes two others one
   */
  public void subject(String id, String policy, Profile profile, boolean leaf) {
    int node = graph.node(id, policy);
    set(node, profile);
    leaves.set(node, leaf);
  }

  private void set(int node, @Nullable Profile profile) {
    while (profiles.size() <= node) {
      profiles.add(null);
    }
    profiles.set(node, profile);
  }

  /** Adds a pair that was compared. Both subjects must have been added. */
  public void pair(String one, String onePolicy, String other, String otherPolicy, int score) {
    pairs.add(new Pair(graph.node(one, onePolicy), graph.node(other, otherPolicy), score));
  }

  /**
   * Adds what a person decided.
   *
   * @param policy whoever may see what it restricts may see all subjects that are named
   * @param at when, in any unit; the latest counts
   * @param one subjects that have been added; others are not known here
   */
  public void decision(
      String id, String policy, long at, boolean same, List<Integer> one, List<Integer> other) {
    int node = graph.node(id, policy);
    set(node, null);
    decisions.add(new Decision(node, at, same, ints(one), ints(other)));
  }

  /** The number of a subject. */
  public int number(String id, String policy) {
    return graph.node(id, policy);
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  /** Every subject in every entity that a reader sees it in. */
  public Stream<Member> members(ViewerParts viewers) {
    for (Pair pair : pairs) {
      if (pair.score() >= limits.witness()) {
        connect(pair.a(), pair.b());
      }
    }
    for (Decision decision : decisions) {
      for (int node : decision.one()) {
        connect(decision.node(), node);
      }
      for (int node : decision.other()) {
        connect(decision.node(), node);
      }
    }
    Map<Integer, List<Pair>> byNode = new HashMap<>();
    pairs.forEach(pair -> byNode.computeIfAbsent(pair.a(), n -> new ArrayList<>()).add(pair));
    decisions.sort(
        Comparator.comparingLong(Decision::at)
            .reversed()
            .thenComparing(decision -> graph.id(decision.node())));
    Map<List<Integer>, Entities> known = new HashMap<>();
    return viewers.of(graph).stream().flatMap(part -> members(part, byNode, known));
  }

  private void connect(int one, int other) {
    IntBag ends = new IntBag();
    ends.add(one);
    ends.add(other);
    graph.connectAll(ends);
  }

  /** Least place of its entity, and its ties, for each member of a set. */
  private record Entities(int[] least, List<List<Tie>> ties) {}

  private Stream<Member> members(
      ViewerPart part, Map<Integer, List<Pair>> byNode, Map<List<Integer>, Entities> known) {
    List<Integer> all = part.nodes().stream().boxed().toList();
    List<Integer> nodes = all.stream().filter(node -> profiles.get(node) != null).toList();
    if (nodes.isEmpty()) {
      return Stream.empty();
    }
    // A set comes again in other views, with other neighbours withheld.
    Entities entities = known.computeIfAbsent(all, set -> entities(set, nodes, byNode));
    String policyId = part.label().id();
    List<Member> members = new ArrayList<>();
    for (int place = 0; place < nodes.size(); place++) {
      members.add(
          new Member(
              ViewerPart.id("E-", graph.id(nodes.get(entities.least()[place]))),
              graph.id(nodes.get(place)),
              entities.ties().get(place),
              policyId,
              place == 0 ? part.label() : null));
    }
    return members.stream();
  }

  private Entities entities(
      List<Integer> set, List<Integer> nodes, Map<Integer, List<Pair>> byNode) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int place = 0; place < nodes.size(); place++) {
      places.put(nodes.get(place), place);
    }
    List<ClusterRule.Pair> scored = new ArrayList<>();
    if (nodes.size() <= limits.whole()) {
      for (int a = 0; a < nodes.size(); a++) {
        for (int b = a + 1; b < nodes.size(); b++) {
          scored.add(new ClusterRule.Pair(a, b, linkage(nodes.get(a), nodes.get(b))));
        }
      }
    } else {
      for (int node : nodes) {
        for (Pair pair : byNode.getOrDefault(node, List.of())) {
          Integer b = places.get(pair.b());
          if (b != null) {
            int a = places.getOrDefault(pair.a(), -1);
            scored.add(
                new ClusterRule.Pair(Math.min(a, b), Math.max(a, b), linkage(pair.a(), pair.b())));
          }
        }
      }
    }
    Set<Integer> seen = new HashSet<>(set);
    List<Decision> inSight =
        decisions.stream().filter(decision -> seen.contains(decision.node())).toList();
    int[] least =
        rule.clusters(
            nodes.size(),
            scored,
            inSight.stream().map(decision -> placed(decision, places)).toList(),
            leaves(nodes));
    return new Entities(least, ties(nodes, least, scored, inSight, places));
  }

  /** The places of the leaves. */
  private BitSet leaves(List<Integer> nodes) {
    BitSet places = new BitSet();
    for (int place = 0; place < nodes.size(); place++) {
      places.set(place, leaves.get(nodes.get(place)));
    }
    return places;
  }

  private int linkage(int one, int other) {
    Profile a = profiles.get(one);
    Profile b = profiles.get(other);
    return a == null || b == null ? Scorer.NEVER : scorer.linkage(a, b);
  }

  private static ClusterRule.Decision placed(Decision decision, Map<Integer, Integer> places) {
    return new ClusterRule.Decision(
        decision.same(), places(decision.one(), places), places(decision.other(), places));
  }

  private static int[] places(int[] nodes, Map<Integer, Integer> places) {
    return Arrays.stream(nodes)
        .filter(places::containsKey)
        .map(node -> places.getOrDefault(node, -1))
        .sorted()
        .toArray();
  }

  /**
   * A spanning forest of each entity: decisions first, then the pairs of the highest scores. Pairs
   * with a leaf come last, for it is no reason why two others are one.
   */
  private List<List<Tie>> ties(
      List<Integer> nodes,
      int[] least,
      List<ClusterRule.Pair> scored,
      List<Decision> inSight,
      Map<Integer, Integer> places) {
    List<List<Tie>> ties = new ArrayList<>();
    nodes.forEach(node -> ties.add(new ArrayList<>()));
    Union led = new Union(nodes.size());
    for (Decision decision : inSight) {
      if (decision.same()) {
        int[] named = places(concat(decision.one(), decision.other()), places);
        Map<Integer, Integer> last = new HashMap<>();
        for (int place : named) {
          Integer before = last.put(least[place], place);
          if (before != null && led.join(before, place)) {
            tie(ties, nodes, before, place, null, graph.id(decision.node()));
          }
        }
      }
    }
    scored.stream()
        .filter(pair -> least[pair.a()] == least[pair.b()])
        .sorted(
            Comparator.comparing(
                    (ClusterRule.Pair pair) ->
                        leaves.get(nodes.get(pair.a())) || leaves.get(nodes.get(pair.b())))
                .thenComparing(Comparator.comparingInt(ClusterRule.Pair::score).reversed())
                .thenComparingInt(ClusterRule.Pair::a)
                .thenComparingInt(ClusterRule.Pair::b))
        .forEach(
            pair -> {
              if (led.join(pair.a(), pair.b())) {
                tie(ties, nodes, pair.a(), pair.b(), pair.score(), null);
              }
            });
    return ties;
  }

  private static int[] concat(int[] one, int[] other) {
    int[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private void tie(
      List<List<Tie>> ties,
      List<Integer> nodes,
      int a,
      int b,
      @Nullable Integer score,
      @Nullable String decisionId) {
    ties.get(a).add(new Tie(graph.id(nodes.get(b)), score, decisionId));
    ties.get(b).add(new Tie(graph.id(nodes.get(a)), score, decisionId));
  }
}
