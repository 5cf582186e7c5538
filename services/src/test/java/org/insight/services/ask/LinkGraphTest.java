package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.insight.services.ask.LinkGraph.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkGraphTest {

  /**
   * Links as written in a table: "ab2 b~c1" has a link from a to b with a chance of 2, and c may be
   * the same as b.
   */
  private static LinkGraph graph(String links, Map<String, Long> passing) {
    LinkGraph graph = new LinkGraph(passing);
    for (String link : links.split(" ")) {
      String ends = link.replaceAll("[~0-9]", "");
      long chance = Long.parseLong(link.replaceAll("[^0-9]", ""));
      if (link.contains("~")) {
        graph.match(ends.substring(0, 1), ends.substring(1), chance);
      } else {
        graph.add(ends.substring(0, 1), ends.substring(1), chance);
      }
    }
    return graph;
  }

  private static String shown(Path path) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < path.nodes().size(); i++) {
      shown.append(path.matches().contains(i) ? "~" : "").append(path.nodes().get(i));
    }
    return shown.toString() + path.chance();
  }

  @ParameterizedTest
  @CsvSource({
    // No path.
    "ac1 bd1, 4, 5, ''",
    // The least chance comes first, then the lesser ids.
    "ab9 ac1 cb1, 4, 5, acb2 ab9",
    "ac3 cb1 ad1 db1 ae1 eb1, 4, 5, adb2 aeb2 acb4",
    "ac3 cb1 ad1 db1 ae1 eb1, 4, 2, adb2 aeb2",
    // Up to so many hops.
    "ac1 cd1 de1 eb1, 3, 5, ''",
    "ac1 cd1 de1 eb1, 4, 5, acdeb4",
    // No end is met twice.
    "ac1 cd1 db1, 4, 5, acdb3",
    "ac1 cd1 ce1 eb1, 4, 5, aceb3",
    // The best halves meet in one end, which no path may: the next best are taken.
    "ac1 cd1 cb5 ae3 ed3, 4, 1, acb6",
    "ac1 cd1 ed3 eb3 cb9, 4, 2, acdeb8 acb10",
    // Ends that may be one count no hop, wherever they stand, and two of them never follow.
    "ac1 c~d2 db1, 2, 5, ac~db4",
    "a~c1 cb1, 1, 5, a~cb2",
    "ac1 c~b1, 1, 5, ac~b2",
    "a~b3 ac1 cb1, 2, 5, acb2 a~b3",
    "ac1 c~d1 d~e1 eb1, 4, 5, ''",
    // Over others to one who may be the same is no path, unless it is less likely that both are
    // one.
    "ac1 c~d2 ce1 e~d2 db1, 4, 5, ac~db4",
    "ac1 c~d4 ce1 e~d2 db1, 4, 5, ace~db5 ac~db6",
    "ac1 ce1 cb3 eb1 a~b9, 4, 5, aceb3 acb4 a~b9",
    // Of the same ends, the earlier match comes first.
    "ad1 d~b2 a~d2 db1, 1, 5, a~db3 ad~b3",
  })
  void theBestPathsComeFirst(String links, int hops, int most, String paths) {
    assertThat(
            String.join(
                " ",
                graph(links, Map.of()).paths("a", "b", hops, most, path -> path).stream()
                    .map(LinkGraphTest::shown)
                    .toList()))
        .isEqualTo(paths);
  }

  @ParameterizedTest
  @CsvSource({
    "ac1 cb1 ad2 db2, adb4 acb12",
    "ac1 cd1 db1, acdb13",
    // Whoever is left by a link is passed, and not the one before that may be the same.
    "ad1 d~c1 cb1, ad~cb13",
    "ac1 c~d1 db1, ac~db3",
    "ab1, ab1",
  })
  void everyPathPaysForTheEndsThatItPasses(String links, String paths) {
    assertThat(
            String.join(
                " ",
                graph(links, Map.of("c", 10L, "a", 99L, "b", 99L))
                    .paths("a", "b", 4, 5, path -> path)
                    .stream()
                    .map(LinkGraphTest::shown)
                    .toList()))
        .isEqualTo(paths);
  }

  @Test
  void ofPathsThatSayTheSameTheBestIsGiven() {
    LinkGraph graph = graph("ac1 ad2 cb1 db1 eb1 ae9", Map.of());
    assertThat(graph.paths("a", "b", 4, 5, path -> path.nodes().contains("e")))
        .extracting(LinkGraphTest::shown)
        .containsExactly("acb2", "aeb10");
  }

  /**
   * A drawn graph of the nodes a to h.
   *
   * @param links two nodes each
   * @param matches two nodes each
   * @param passing chance of each node
   */
  record Drawn(List<List<Integer>> links, List<List<Integer>> matches, List<Integer> passing) {

    private static String node(int number) {
      return String.valueOf((char) ('a' + number));
    }

    Map<String, Long> passed() {
      Map<String, Long> passed = new HashMap<>();
      for (int i = 0; i < passing.size(); i++) {
        passed.put(node(i), (long) passing.get(i));
      }
      return passed;
    }

    /** Each pair in both directions, with its chance. */
    static Map<String, Map<String, Long>> neighbours(List<List<Integer>> pairs) {
      Map<String, Map<String, Long>> neighbours = new TreeMap<>();
      for (List<Integer> link : pairs) {
        if (!link.get(0).equals(link.get(1))) {
          String one = node(link.get(0));
          String other = node(link.get(1));
          // One chance a link, in whichever direction it was drawn.
          long chance = 1 + (link.get(0) * 3 + link.get(1) * 3 + link.get(0) * link.get(1)) % 4;
          neighbours.computeIfAbsent(one, id -> new TreeMap<>()).put(other, chance);
          neighbours.computeIfAbsent(other, id -> new TreeMap<>()).put(one, chance);
        }
      }
      return neighbours;
    }

    LinkGraph graph() {
      LinkGraph graph = new LinkGraph(passed());
      neighbours(links)
          .forEach((one, all) -> all.forEach((other, chance) -> graph.add(one, other, chance)));
      neighbours(matches)
          .forEach((one, all) -> all.forEach((other, chance) -> graph.match(one, other, chance)));
      return graph;
    }

    /** All paths from a, by trying all. */
    List<Path> all(int hops) {
      List<Path> all = new ArrayList<>();
      extend(new Path(List.of("a"), Set.of(), 0), hops, all);
      return all;
    }

    private void extend(Path path, int hops, List<Path> all) {
      all.add(path);
      if (hops > 0) {
        long over = path.nodes().size() == 1 ? 0 : passed().getOrDefault(path.last(), 0L);
        next(path, links)
            .forEach((next, chance) -> extend(path.to(next, over + chance), hops - 1, all));
      }
      if (!path.endsInMatch()) {
        next(path, matches).forEach((next, chance) -> extend(path.over(next, chance), hops, all));
      }
    }

    private static Map<String, Long> next(Path path, List<List<Integer>> pairs) {
      Map<String, Long> next = new TreeMap<>(neighbours(pairs).getOrDefault(path.last(), Map.of()));
      next.keySet().removeAll(path.nodes());
      return next;
    }
  }

  @Provide
  Arbitrary<Drawn> graphs() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 7).list().ofSize(2).list().ofMaxSize(24),
            Arbitraries.integers().between(0, 7).list().ofSize(2).list().ofMaxSize(6),
            Arbitraries.integers().between(0, 3).list().ofSize(8))
        .as(Drawn::new);
  }

  @Property(tries = 500)
  void pathsAreThoseThatTryingAllGives(
      @ForAll("graphs") Drawn drawn,
      @ForAll @IntRange(min = 1, max = 4) int hops,
      @ForAll @IntRange(min = 1, max = 6) int most) {
    List<Path> paths = drawn.all(hops).stream().filter(path -> path.last().equals("b")).toList();
    List<Path> all =
        paths.stream()
            .filter(path -> paths.stream().noneMatch(other -> isShortcut(other, path)))
            .sorted(Comparator.comparingLong(Path::chance).thenComparing(Path.BY_ENDS))
            .limit(most)
            .toList();
    assertThat(drawn.graph().paths("a", "b", hops, most, path -> path))
        .extracting(LinkGraphTest::shown)
        .containsExactlyElementsOf(all.stream().map(LinkGraphTest::shown).toList());
  }

  /**
   * Whether one path is another without what is between two ends, which may be one, and as likely.
   */
  private static boolean isShortcut(Path shorter, Path path) {
    int left = path.nodes().size() - shorter.nodes().size();
    if (path.matches().isEmpty() || left < 1 || shorter.chance() > path.chance()) {
      return false;
    }
    for (int at = 1; at < shorter.nodes().size(); at++) {
      int same = at;
      Set<Integer> matches = new TreeSet<>(Set.of(at));
      path.matches().stream()
          .filter(place -> place < same || place > same + left)
          .forEach(place -> matches.add(place < same ? place : place - left));
      List<String> nodes = new ArrayList<>(path.nodes().subList(0, at));
      nodes.addAll(path.nodes().subList(at + left, path.nodes().size()));
      if (shorter.nodes().equals(nodes) && shorter.matches().equals(matches)) {
        return true;
      }
    }
    return false;
  }

  @Property(tries = 500)
  void theNearestAreThoseThatTryingAllGives(
      @ForAll("graphs") Drawn drawn,
      @ForAll @IntRange(min = 1, max = 4) int hops,
      @ForAll @IntRange(min = 1, max = 9) int most) {
    Comparator<Path> order =
        Comparator.comparingLong(Path::chance)
            .thenComparing(path -> path.nodes().size())
            .thenComparing(Path.BY_ENDS);
    Map<String, Path> best = new TreeMap<>();
    drawn.all(hops).stream()
        .filter(path -> path.matches().isEmpty())
        .forEach(path -> best.merge(path.last(), path, (a, b) -> order.compare(a, b) <= 0 ? a : b));
    assertThat(drawn.graph().nearest("a", hops, most))
        .isEqualTo(best.values().stream().sorted(order).limit(most + 1L).toList());
  }
}
