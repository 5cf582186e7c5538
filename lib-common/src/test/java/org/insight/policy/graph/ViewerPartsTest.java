package org.insight.policy.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.insight.policy.Label;
import org.junit.jupiter.api.Test;

class ViewerPartsTest {

  private static final List<String> POLICIES = List.of("p", "q", "r", "s");

  /** A drawn graph: node i is "n" + i, of the i-th policy. */
  record Drawn(List<String> policies, List<List<Integer>> edges, List<Set<String>> views) {}

  /** A set of ids as somebody sees it. */
  record Seen(String id, Set<String> nodes) {}

  @Provide
  Arbitrary<Drawn> graphs() {
    Arbitrary<List<String>> nodes = Arbitraries.of(POLICIES).list().ofMinSize(1).ofMaxSize(9);
    Arbitrary<List<List<Integer>>> edges =
        Arbitraries.integers().between(0, 8).list().ofSize(2).list().ofMaxSize(12);
    Arbitrary<List<Set<String>>> views = Arbitraries.of(POLICIES).set().list().ofMaxSize(4);
    return Combinators.combine(nodes, edges, views).as(Drawn::new);
  }

  private static ViewerParts parts(List<Set<String>> views) {
    List<Grant> grants = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      for (String policy : views.get(i)) {
        grants.add(new Grant("s" + i, policy, null));
      }
    }
    return new ViewerParts(VisibleSets.of(grants));
  }

  /** The graph as far as the policies are among those kept, in a drawn order. */
  private static PolicyGraph graph(Drawn drawn, Set<String> kept, long order) {
    List<Integer> nodes = new ArrayList<>();
    for (int i = 0; i < drawn.policies().size(); i++) {
      if (kept.contains(drawn.policies().get(i))) {
        nodes.add(i);
      }
    }
    List<List<Integer>> edges = new ArrayList<>(drawn.edges());
    Collections.shuffle(nodes, new Random(order));
    Collections.shuffle(edges, new Random(order));
    PolicyGraph graph = new PolicyGraph();
    nodes.forEach(i -> graph.node("n" + i, drawn.policies().get(i)));
    for (List<Integer> edge : edges) {
      if (nodes.containsAll(edge)) {
        int a = edge.get(0);
        int b = edge.get(1);
        edge(
            graph,
            graph.node("n" + a, drawn.policies().get(a)),
            graph.node("n" + b, drawn.policies().get(b)));
      }
    }
    return graph;
  }

  private static void edge(PolicyGraph graph, int a, int b) {
    IntBag ends = new IntBag();
    ends.add(a);
    ends.add(b);
    graph.connectAll(ends);
  }

  private static List<String> ids(PolicyGraph graph, ViewerPart part) {
    return part.nodes().stream().mapToObj(graph::id).toList();
  }

  private static Set<Seen> seen(PolicyGraph graph, List<ViewerPart> parts, Set<String> view) {
    Set<Seen> seen = new HashSet<>();
    for (ViewerPart part : parts) {
      if (view.containsAll(part.label().granted())
          && Collections.disjoint(view, part.label().withheld())) {
        List<String> ids = ids(graph, part);
        assertThat(seen.add(new Seen(ViewerPart.id("E-", ids.get(0)), new TreeSet<>(ids))))
            .isTrue();
      }
    }
    return seen;
  }

  /** Connected parts by flooding labels: another way than the one under test. */
  private static Set<Set<String>> flooded(Drawn drawn, Set<String> view) {
    Map<Integer, Integer> lows = new TreeMap<>();
    for (int i = 0; i < drawn.policies().size(); i++) {
      if (view.contains(drawn.policies().get(i))) {
        lows.put(i, i);
      }
    }
    for (int round = 0; round < drawn.policies().size(); round++) {
      for (List<Integer> edge : drawn.edges()) {
        if (lows.keySet().containsAll(edge)) {
          int low = Math.min(lows.get(edge.get(0)), lows.get(edge.get(1)));
          lows.put(edge.get(0), low);
          lows.put(edge.get(1), low);
        }
      }
    }
    return lows.keySet().stream()
        .collect(
            Collectors.groupingBy(lows::get, Collectors.mapping(i -> "n" + i, Collectors.toSet())))
        .values()
        .stream()
        .collect(Collectors.toSet());
  }

  @Property
  void whatALabelLetsAReaderSeeAreTheConnectedPartsOfTheVisibleGraph(
      @ForAll("graphs") Drawn drawn) {
    PolicyGraph graph = graph(drawn, Set.copyOf(POLICIES), 0);
    List<ViewerPart> parts = parts(drawn.views()).of(graph);
    for (Set<String> view : drawn.views()) {
      assertThat(seen(graph, parts, view).stream().map(Seen::nodes).collect(Collectors.toSet()))
          .isEqualTo(flooded(drawn, view));
    }
  }

  @Property
  void aReaderGetsTheSameFromAGraphCutToWhatHeSees(@ForAll("graphs") Drawn drawn) {
    PolicyGraph whole = graph(drawn, Set.copyOf(POLICIES), 0);
    for (Set<String> view : drawn.views()) {
      PolicyGraph cut = graph(drawn, view, 1);
      assertThat(seen(cut, parts(drawn.views()).of(cut), view))
          .isEqualTo(seen(whole, parts(drawn.views()).of(whole), view));
    }
  }

  @Property
  void theOrderOfNodesAndEdgesDoesNotMatter(@ForAll("graphs") Drawn drawn, @ForAll long order) {
    PolicyGraph one = graph(drawn, Set.copyOf(POLICIES), 0);
    PolicyGraph other = graph(drawn, Set.copyOf(POLICIES), order);
    assertThat(listed(other, parts(drawn.views()).of(other)))
        .isEqualTo(listed(one, parts(drawn.views()).of(one)));
  }

  @Property
  void aSharedValueGivesTheSameSetsAndLabelsAsAnEdgeForEachTwo(
      @ForAll("graphs") Drawn drawn, @ForAll long order) {
    PolicyGraph whole = new PolicyGraph();
    PolicyGraph pairs = new PolicyGraph();
    for (int value = 0; value < 3; value++) {
      Random random = new Random(order + value);
      IntBag sharing = new IntBag();
      for (int i = 0; i < drawn.policies().size(); i++) {
        pairs.node("n" + i, drawn.policies().get(i));
        int node = whole.node("n" + i, drawn.policies().get(i));
        if (random.nextInt(3) == 0) {
          sharing.add(node);
        }
      }
      whole.connectAll(sharing);
      sharing.stream().forEach(a -> sharing.stream().forEach(b -> edge(pairs, a, b)));
    }
    assertThat(listed(whole, parts(drawn.views()).of(whole)))
        .isEqualTo(listed(pairs, parts(drawn.views()).of(pairs)));
  }

  private static List<String> listed(PolicyGraph graph, List<ViewerPart> parts) {
    return parts.stream().map(p -> ids(graph, p) + " " + p.label()).toList();
  }

  @Test
  void aRecordThatAloneBridgesTwoLeavesTwoToWhoDoesNotSeeIt() {
    PolicyGraph graph = new PolicyGraph();
    int a = graph.node("a", "p");
    int b = graph.node("b", "q");
    int c = graph.node("c", "p");
    edge(graph, a, b);
    edge(graph, b, c);
    List<ViewerPart> parts = parts(List.of(Set.of("p"), Set.of("p", "q"))).of(graph);
    assertThat(parts.stream().map(p -> ids(graph, p)).toList())
        .containsExactly(List.of("a", "b", "c"), List.of("a"), List.of("c"));
    assertThat(parts.stream().map(ViewerPart::label).toList())
        .containsExactly(
            Label.of(List.of("p", "q"), List.of()),
            Label.of(List.of("p"), List.of("q")),
            Label.of(List.of("p"), List.of("q")));
  }

  @Test
  void aValueSharedByManyIsSeenAsFarAsTheyAre() {
    PolicyGraph graph = new PolicyGraph();
    IntBag sharing = new IntBag();
    for (int i = 0; i < 5_000; i++) {
      sharing.add(graph.node("n" + i, POLICIES.get(i % 4)));
    }
    graph.connectAll(sharing);
    assertThat(parts(List.of(Set.of("p"))).of(graph).stream().map(p -> p.nodes().size()).toList())
        .containsExactlyInAnyOrder(5_000, 1_250);
  }

  /** Two of each would be two thousand million, more than an array holds. */
  @Test
  void aValueThatManyPoliciesShareCostsOneLookEach() {
    int many = 65_000;
    PolicyGraph graph = new PolicyGraph();
    IntBag sharing = new IntBag();
    for (int i = 0; i < many; i++) {
      sharing.add(graph.node("n" + i, "p" + i));
    }
    graph.connectAll(sharing);
    assertThat(parts(List.of(Set.of("p1", "p2"))).of(graph))
        .extracting(p -> p.nodes().size() + " " + p.label().withheld().size())
        .containsExactlyInAnyOrder(many + " 0", "2 " + (many - 2));
  }

  @Test
  void aNodeOfTwoPoliciesIsRefused() {
    PolicyGraph graph = new PolicyGraph();
    graph.node("a", "p");
    assertThatThrownBy(() -> graph.node("a", "q"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot connect a: it must have one policy, found two");
  }

  @Test
  void anEmptyGraphHasNoParts() {
    assertThat(parts(List.of(Set.of("p"))).of(new PolicyGraph())).isEmpty();
  }
}
