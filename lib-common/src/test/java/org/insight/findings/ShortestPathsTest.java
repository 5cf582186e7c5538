package org.insight.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestPathsTest {

  private static final int SIZE = 14;

  /** Links as written in a table: "ab bc". */
  private static Adjacency network(String links) {
    return Adjacency.of(26, numbers(links.replace(" ", "")));
  }

  private static int[] numbers(String letters) {
    return letters.chars().map(letter -> letter - 'a').toArray();
  }

  private static String shown(int[] path) {
    return IntStream.of(path)
        .mapToObj(end -> String.valueOf((char) ('a' + end)))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource({
    "ab, ab, 4, ab",
    "ab, ac, 4, ''",
    // Fewest hops come before lesser ends.
    "ab bc cz az, az, 4, az",
    "ax xz ab bc cz, az, 4, axz",
    // Of as many hops, the lesser second end, then the lesser third.
    "ab bz ac cz, az, 4, abz",
    "ab be ac cd dz ez, az, 4, abez",
    "ab bf bg fy gx yz xz, az, 4, abfyz",
    // The least end on the way from the middle to the last.
    "ab bf fy fx yz xz, az, 4, abfxz",
    // Up to so many hops.
    "ab bc cd dz, az, 3, ''",
    "ab bc cd dz, az, 4, abcdz",
    "ab bc cd de ez, az, 4, ''",
    // Others that are asked for may be on the way.
    "ab bc, abc, 4, ab abc bc",
    // Links twice, in both directions and to oneself change nothing.
    "ab ba aa ab bz, az, 4, abz",
    // One end asked for twice, or alone.
    "ab bz, aza, 4, abz",
    "ab, a, 4, ''",
  })
  void theLeastOfThePathsOfFewestHopsIsFound(String links, String asked, int hops, String paths) {
    assertThat(
            new ShortestPaths(network(links), hops)
                .among(numbers(asked)).stream()
                    .map(ShortestPathsTest::shown)
                    .collect(Collectors.joining(" ")))
        .isEqualTo(paths);
  }

  @Property
  void pathsAreThoseOfTryingAll(
      @ForAll @Size(max = 60) List<@IntRange(max = SIZE - 1) Integer> ends,
      @ForAll @Size(max = 8) List<@IntRange(max = SIZE - 1) Integer> asked,
      @ForAll @IntRange(min = 1, max = 4) int hops,
      @ForAll @IntRange(min = 1, max = 40) int mostEntries) {
    int[] links = array(ends.subList(0, ends.size() / 2 * 2));
    boolean[][] linked = new boolean[SIZE][SIZE];
    for (int i = 0; i < links.length; i += 2) {
      linked[links[i]][links[i + 1]] = true;
      linked[links[i + 1]][links[i]] = true;
    }
    List<String> expected = new ArrayList<>();
    TreeSet<Integer> sorted = new TreeSet<>(asked);
    for (int from : sorted) {
      for (int to : sorted.tailSet(from, false)) {
        for (int length = 1; length <= hops; length++) {
          int[] path = new int[length + 1];
          path[0] = from;
          if (extend(linked, path, 1, to)) {
            expected.add(Arrays.toString(path));
            break;
          }
        }
      }
    }
    assertThat(
            new ShortestPaths(Adjacency.of(SIZE, links), hops, mostEntries)
                .among(array(asked)).stream().map(Arrays::toString))
        .containsExactlyElementsOf(expected);
  }

  /** Tries all ends in ascending order, so the first path is the least. */
  private static boolean extend(boolean[][] linked, int[] path, int at, int to) {
    int last = path[at - 1];
    if (at == path.length - 1) {
      path[at] = to;
      return linked[last][to];
    }
    for (int next = 0; next < SIZE; next++) {
      path[at] = next;
      if (linked[last][next] && extend(linked, path, at + 1, to)) {
        return true;
      }
    }
    return false;
  }

  @Property
  void rowsHaveEachNeighbourOnce(
      @ForAll @Size(max = 60) List<@IntRange(max = SIZE - 1) Integer> ends) {
    int[] links = array(ends.subList(0, ends.size() / 2 * 2));
    List<TreeSet<Integer>> expected = new ArrayList<>();
    for (int end = 0; end < SIZE; end++) {
      expected.add(new TreeSet<>());
    }
    for (int i = 0; i < links.length; i += 2) {
      if (links[i] != links[i + 1]) {
        expected.get(links[i]).add(links[i + 1]);
        expected.get(links[i + 1]).add(links[i]);
      }
    }
    Adjacency network = Adjacency.of(SIZE, links);
    assertThat(network.size()).isEqualTo(SIZE);
    assertThat(network.links()).isEqualTo(expected.stream().mapToInt(TreeSet::size).sum() / 2);
    for (int end = 0; end < SIZE; end++) {
      assertThat(network.degree(end)).isEqualTo(expected.get(end).size());
      assertThat(IntStream.range(network.from(end), network.to(end)).mapToObj(network::neighbour))
          .containsExactlyElementsOf(expected.get(end));
    }
  }

  private static int[] array(List<Integer> numbers) {
    return numbers.stream().mapToInt(number -> number).toArray();
  }

  @Test
  void whatIsNoNetworkIsRefused() {
    assertThatThrownBy(() -> Adjacency.of(2, new int[] {0, 1, 1}))
        .hasMessage("Cannot sort links: each needs two ends, found 3 ends in all");
    assertThatThrownBy(() -> Adjacency.of(2, new int[] {0, 2}))
        .hasMessage("Cannot sort links: an end must be from 0 to 1, found 2");
    assertThatThrownBy(() -> Adjacency.of(2, new int[] {-1, 1}))
        .hasMessage("Cannot sort links: an end must be from 0 to 1, found -1");
    assertThatThrownBy(() -> new ShortestPaths(Adjacency.of(2, new int[] {}), 5))
        .hasMessage("Cannot find paths: hops must be from 1 to 4, found 5");
  }
}
