package org.insight.policy.graph;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.insight.policy.Label;

/**
 * Finds the connected sets of a graph for every reader: an edge is visible where both its ends are,
 * and a reader's sets are the connected parts of what is visible. Sets that look alike to several
 * readers come out once. For a reader entitled to V the sets whose label holds (granted within V,
 * nothing withheld in V) are exactly the connected parts of the graph cut to V: a set with all its
 * policies in V is visible and connected, and with none of its neighbours' policies in V nothing
 * visible is next to it.
 *
 * <p>The graph need not be connected; parts of a graph can be worked on apart.
 */
public final class ViewerParts implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Most parts share their policies with many others; the bound only limits memory. */
  private static final int REMEMBERED = 10_000;

  private final VisibleSets visible;
  private transient Map<Set<String>, List<Set<String>>> remembered = new HashMap<>();

  public ViewerParts(VisibleSets visible) {
    this.visible = visible;
  }

  private record Found(int least, Label label) {}

  /** The sets, in the order of their least ids and then of their labels. */
  public List<ViewerPart> of(PolicyGraph graph) {
    int[] byId =
        IntStream.range(0, graph.nodes())
            .boxed()
            .sorted(Comparator.comparing(graph::id))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ranks = new int[byId.length];
    for (int rank = 0; rank < byId.length; rank++) {
      ranks[byId[rank]] = rank;
    }
    List<ViewerPart> parts = new ArrayList<>();
    Set<Found> found = new HashSet<>();
    for (Set<String> set : setsWithin(graph.policies())) {
      BitSet seen = new BitSet();
      for (int p = 0; p < graph.policies().size(); p++) {
        seen.set(p, set.contains(graph.policies().get(p)));
      }
      addParts(graph, byId, ranks, seen, found, parts);
    }
    parts.sort(
        Comparator.comparing((ViewerPart p) -> graph.id(p.nodes().at(0)))
            .thenComparing(p -> p.label().granted().toString())
            .thenComparing(p -> p.label().withheld().toString()));
    return parts;
  }

  /** Adds what one reader sees, by ranks, so that the root of a set is its least node. */
  private static void addParts(
      PolicyGraph graph,
      int[] byId,
      int[] ranks,
      BitSet seen,
      Set<Found> found,
      List<ViewerPart> parts) {
    Union union = new Union(byId.length);
    for (IntBag sharing : graph.shared()) {
      int first = firstSeen(graph, sharing, seen);
      for (int i = first + 1; first >= 0 && i < sharing.size(); i++) {
        if (seen.get(graph.policyNumber(sharing.at(i)))) {
          union.join(ranks[sharing.at(first)], ranks[sharing.at(i)]);
        }
      }
    }
    Map<Integer, Members> byRoot = new HashMap<>();
    for (int rank = 0; rank < byId.length; rank++) {
      int node = byId[rank];
      if (seen.get(graph.policyNumber(node))) {
        Members members = byRoot.computeIfAbsent(union.root(rank), r -> new Members());
        members.nodes.add(node);
        members.granted.set(graph.policyNumber(node));
      }
    }
    for (IntBag sharing : graph.shared()) {
      int first = firstSeen(graph, sharing, seen);
      Members members = first < 0 ? null : byRoot.get(union.root(ranks[sharing.at(first)]));
      if (members != null) {
        withhold(graph, sharing, seen, members);
      }
    }
    byRoot.forEach(
        (root, members) -> {
          Label label =
              Label.of(
                  named(graph.policies(), members.granted),
                  named(graph.policies(), members.withheld));
          // A node and a label name one set (see ViewerPart.id), so this compares whole sets.
          if (found.add(new Found(root, label))) {
            parts.add(new ViewerPart(members.nodes, label));
          }
        });
  }

  private static final class Members {
    private final IntBag nodes = new IntBag();
    private final BitSet granted = new BitSet();
    private final BitSet withheld = new BitSet();
  }

  /** The place of the first visible node; -1 where there is none. */
  private static int firstSeen(PolicyGraph graph, IntBag sharing, BitSet seen) {
    for (int i = 0; i < sharing.size(); i++) {
      if (seen.get(graph.policyNumber(sharing.at(i)))) {
        return i;
      }
    }
    return -1;
  }

  /** Of nodes that share a value, those not visible are next to those that are. */
  private static void withhold(PolicyGraph graph, IntBag sharing, BitSet seen, Members members) {
    for (int i = 0; i < sharing.size(); i++) {
      int policy = graph.policyNumber(sharing.at(i));
      if (!seen.get(policy)) {
        members.withheld.set(policy);
      }
    }
  }

  private List<Set<String>> setsWithin(Collection<String> policies) {
    if (policies.size() == 1) {
      return List.of(Set.copyOf(policies));
    }
    if (remembered == null || remembered.size() > REMEMBERED) {
      remembered = new HashMap<>();
    }
    return remembered.computeIfAbsent(new TreeSet<>(policies), visible::within);
  }

  private static List<String> named(List<String> policies, BitSet numbers) {
    return numbers.stream().mapToObj(policies::get).toList();
  }
}
