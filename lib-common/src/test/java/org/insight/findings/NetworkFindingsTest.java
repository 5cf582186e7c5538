package org.insight.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkFindingsTest {

  /** Links as written in a table: "ab bc". */
  private static Network network(String links) {
    return Network.of(
        Arrays.stream(links.split(" "))
            .map(l -> new Network.Tie(l.substring(0, 1), l.substring(1, 2), 1))
            .toList());
  }

  private static String found(FindingKind kind, String links, String... asked) {
    return new NetworkFindings(network(links), 100)
        .of(kind, List.of(asked)).stream()
            .map(f -> f.parts().stream().map(Finding.Part::id).collect(Collectors.joining()))
            .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    // The middle of a star, and of a path.
    "BROKER, ab ac ad, a",
    "BROKER, ab bc cd, b c",
    "BROKER, ab bc ca, ''",
    // Two triangles with a link between them; not what is alone behind it.
    "BRIDGE, ab bc ca cd de ef fd, cd",
    "BRIDGE, ab bc ca cd, ''",
    "BRIDGE, ab bc cd de, bc cd",
    "COMMUNITY, ab bc ca cd de ef fd, abc def",
    "COMMUNITY, ab cd, ''",
    // The best shared neighbour is the one with the fewest links.
    "LIKELY_LINK, ax bx ay by, abxy xyab",
    "LIKELY_LINK, ax bx, ''",
    "LIKELY_LINK, ax bx ay by ab xy, ''",
  })
  void whatStandsOut(FindingKind kind, String links, String findings) {
    assertThat(found(kind, links)).isEqualTo(findings);
  }

  @Test
  void pathsAreBetweenThoseThatAreNamedFewestHopsFirst() {
    String links = "ab bc cd de ef fg xy";
    assertThat(found(FindingKind.PATH, links, "a", "e", "f", "x", "nobody")).isEqualTo("ef abcde");
    assertThat(found(FindingKind.PATH, links, "a")).isEmpty();
  }

  @Test
  void commonAssociatesAreLinkedToSeveralOfThoseThatAreNamed() {
    assertThat(found(FindingKind.COMMON_ASSOCIATE, "ax bx cx ay by az cz aw", "a", "b", "c"))
        .isEqualTo("xabc yab zac");
    assertThat(found(FindingKind.COMMON_ASSOCIATE, "ax bx", "a", "nobody")).isEmpty();
  }

  @Test
  void aHypothesisIsMarkedAsOne() {
    assertThat(Arrays.stream(FindingKind.values()).filter(FindingKind::isHypothesis))
        .containsExactly(FindingKind.LIKELY_LINK);
  }

  @Test
  void linksOfTheSameEndsAreOneWithTheSumOfTheirWeights() {
    Network network =
        Network.of(
            List.of(
                new Network.Tie("b", "a", 1),
                new Network.Tie("a", "b", 2),
                new Network.Tie("a", "a", 1)));
    assertThat(network.size()).isEqualTo(2);
    assertThat(network.ties()).isEqualTo(1);
    assertThat(network.weights(0)).containsExactly(3);
    assertThatThrownBy(() -> Network.of(List.of(new Network.Tie("a", "b", 0))))
        .hasMessage("Cannot build a network: a weight must be more than 0, found 0.0");
  }

  private static List<Network.Tie> drawn(int seed, int ends, int links) {
    Random random = new Random(seed);
    List<Network.Tie> ties = new ArrayList<>();
    for (int i = 0; i < links; i++) {
      int one = random.nextInt(ends);
      int other = random.nextInt(ends);
      if (one != other) {
        ties.add(new Network.Tie(name(one), name(other), 1 + random.nextInt(3)));
      }
    }
    return ties;
  }

  private static String name(int end) {
    return "n" + (100 + end);
  }

  /** Ends that are connected over others than those left out, by following all links. */
  private static int parts(Network network, int withoutEnd, int withoutOne, int withoutOther) {
    boolean[] met = new boolean[network.size()];
    int parts = 0;
    for (int start = 0; start < network.size(); start++) {
      if (met[start] || start == withoutEnd) {
        continue;
      }
      parts++;
      List<Integer> open = new ArrayList<>(List.of(start));
      met[start] = true;
      while (!open.isEmpty()) {
        int end = open.remove(open.size() - 1);
        for (int next : network.neighbours(end)) {
          boolean gone =
              next == withoutEnd
                  || end == withoutOne && next == withoutOther
                  || end == withoutOther && next == withoutOne;
          if (!gone && !met[next]) {
            met[next] = true;
            open.add(next);
          }
        }
      }
    }
    return parts;
  }

  @Property(tries = 200)
  void cutPointsAreWhatPartsTheNetworkIfItIsGone(
      @ForAll @IntRange(max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 25) int links) {
    Network network = Network.of(drawn(seed, 12, links));
    CutPoints cuts = CutPoints.of(network);
    int whole = parts(network, -1, -1, -1);
    for (int end = 0; end < network.size(); end++) {
      assertThat(cuts.ends().get(end)).isEqualTo(parts(network, end, -1, -1) > whole);
      for (int next : network.neighbours(end)) {
        int one = end;
        if (one < next) {
          assertThat(cuts.bridges().stream().anyMatch(b -> b.one() == one && b.other() == next))
              .isEqualTo(parts(network, -1, one, next) > whole);
        }
      }
    }
  }

  /** By listing all shortest paths. */
  @Property(tries = 100)
  void betweennessIsTheShareOfShortestPathsOverAnEnd(
      @ForAll @IntRange(max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 20) int links) {
    Network network = Network.of(drawn(seed, 9, links));
    int size = network.size();
    double[] sums = new double[size];
    for (int one = 0; one < size; one++) {
      for (int other = one + 1; other < size; other++) {
        List<List<Integer>> paths = shortest(network, one, other);
        for (List<Integer> path : paths) {
          for (int end : path.subList(1, path.size() - 1)) {
            sums[end] += 1.0 / paths.size();
          }
        }
      }
    }
    Betweenness found = Betweenness.of(network);
    assertThat(found.bound()).isZero();
    for (int end = 0; end < size; end++) {
      double pairs = Math.max(1, size - 1) * Math.max(1, size - 2) / 2.0;
      assertThat(found.shares()[end]).isCloseTo(sums[end] / pairs, within(1e-9));
    }
  }

  private static List<List<Integer>> shortest(Network network, int from, int to) {
    List<List<Integer>> paths = List.of(List.of(from));
    for (int hops = 0; hops < network.size(); hops++) {
      List<List<Integer>> longer = new ArrayList<>();
      for (List<Integer> path : paths) {
        for (int next : network.neighbours(path.get(path.size() - 1))) {
          if (!path.contains(next)) {
            List<Integer> more = new ArrayList<>(path);
            more.add(next);
            longer.add(more);
          }
        }
      }
      List<List<Integer>> there = longer.stream().filter(p -> p.get(p.size() - 1) == to).toList();
      if (!there.isEmpty()) {
        return there;
      }
      paths = longer;
    }
    return List.of();
  }

  @Test
  void sampledBetweennessIsWithinItsBound() {
    Network network = Network.of(drawn(7, 4_000, 12_000));
    Betweenness exact = Betweenness.of(network);
    Betweenness sampled = Betweenness.of(network, 1_000);
    assertThat(sampled.bound()).isEqualTo(Betweenness.BOUND);
    for (int end = 0; end < network.size(); end++) {
      assertThat(sampled.shares()[end]).isCloseTo(exact.shares()[end], within(sampled.bound()));
    }
  }

  @Property(tries = 100)
  void communitiesPartTheEndsAndNoSingleMoveIsBetter(
      @ForAll @IntRange(max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 60) int links) {
    List<Network.Tie> ties = drawn(seed, 20, links);
    Network network = Network.of(ties);
    if (network.size() == 0) {
      return;
    }
    Communities found = Communities.of(network);
    int[] groups = new int[network.size()];
    int number = 0;
    for (int[] group : found.groups()) {
      for (int end : group) {
        groups[end] = number;
      }
      number++;
    }
    assertThat(found.groups().stream().mapToInt(g -> g.length).sum()).isEqualTo(network.size());
    assertThat(Communities.modularity(network, groups)).isCloseTo(found.modularity(), within(1e-9));
    assertThat(found.modularity())
        .isGreaterThanOrEqualTo(Communities.modularity(network, new int[network.size()]) - 1e-9);
    Collections.shuffle(ties, new Random(seed));
    assertThat(Communities.of(Network.of(ties)).groups())
        .usingElementComparator(Arrays::compare)
        .containsExactlyElementsOf(found.groups());
  }

  @Test
  void modularityIsThatOfNewman() {
    // Two triangles with a link between them: 2 * (3/7 - (7/14)^2).
    Network network = network("ab bc ca cd de ef fd");
    assertThat(Communities.modularity(network, new int[] {0, 0, 0, 1, 1, 1}))
        .isCloseTo(2 * (3.0 / 7 - .25), within(1e-12));
  }

  @Property(tries = 100)
  void componentsAreWhatLinksConnect(
      @ForAll @IntRange(max = 1_000_000) int seed, @ForAll @IntRange(min = 1, max = 25) int links) {
    Network network = Network.of(drawn(seed, 15, links));
    Components components = new Components(network.size());
    for (int end = 0; end < network.size(); end++) {
      for (int next : network.neighbours(end)) {
        components.connect(end, next);
      }
    }
    long parts = 0;
    for (int end = 0; end < network.size(); end++) {
      parts += components.first(end) == end ? 1 : 0;
      for (int next : network.neighbours(end)) {
        assertThat(components.first(next)).isEqualTo(components.first(end));
      }
    }
    assertThat(parts).isEqualTo(parts(network, -1, -1, -1));
  }
}
