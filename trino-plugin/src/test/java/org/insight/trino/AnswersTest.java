package org.insight.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.block.Block;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.security.ConnectorIdentity;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.insight.entitlements.EntitlementsFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which rows of a column of labels may be seen, however the labels lie. */
class AnswersTest {

  private static final ConnectorSession SESSION = session();

  /**
   * @param of many rows one label may have one after the other
   */
  @Property
  void theRowsOfLabelsThatMayBeSeenAreGivenInOrder(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 2000) int rows,
      @ForAll @IntRange(min = 1, max = 600) int of,
      @ForAll @IntRange(max = 20) int before)
      throws IOException {
    List<@Nullable String> labels = Arrays.asList("a", null, "b", "c", "d");
    Set<String> seen = random.nextBoolean() ? Set.of("a", "d") : Set.of("a", "b", "c", "d");
    int[] ids = new int[before + rows];
    for (int i = 0, id = 0, left = 0; i < ids.length; i++, left--) {
      if (left == 0) {
        id = random.nextInt(labels.size());
        left = 1 + random.nextInt(of);
      }
      ids[i] = id;
    }
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      String label = labels.get(ids[before + i]);
      if (label != null && seen.contains(label)) {
        expected.add(i);
      }
    }
    Block dictionary = DictionaryBlock.create(ids.length, values(labels), ids);
    assertThat(visible(dictionary.getRegion(before, rows), seen)).isEqualTo(expected);
    assertThat(visible(values(labels), seen))
        .isEqualTo(seen.contains("b") ? List.of(0, 2, 3, 4) : List.of(0, 4));
  }

  @Test
  void aLabelThatIsKeptOnceForAllRowsIsThatOfEach() throws IOException {
    Block all = RunLengthEncodedBlock.create(values(List.of("b")), 3);
    assertThat(visible(all, Set.of("b"))).containsExactly(0, 1, 2);
    assertThat(visible(all, Set.of("a"))).isEmpty();
  }

  /** Of the next page: the reader's session is in no scope, so what is asked anew is refused. */
  @Test
  void whatWasAnsweredOfOneDictionaryIsNotTakenForAnother() throws IOException {
    Block values = values(List.of("a"));
    Answers first = answers(values, Set.of("a"));
    assertThat(first.visible(new int[1])).isEqualTo(1);
    assertThat(Answers.to(SESSION, values, first).visible(new int[1])).isEqualTo(1);
    Answers other = Answers.to(SESSION, values(List.of("hidden")), first);
    assertThat(other.visible(new int[1])).isZero();
    assertThat(Answers.to(session(), values, first).visible(new int[1])).isZero();
  }

  private static List<Integer> visible(Block labels, Set<String> seen) throws IOException {
    int[] positions = new int[labels.getPositionCount()];
    int some = answers(labels, seen).visible(positions);
    return Arrays.stream(positions, 0, some).boxed().toList();
  }

  private static Answers answers(Block labels, Set<String> seen) throws IOException {
    EntitlementsFile file = new EntitlementsFile();
    seen.forEach(label -> file.add("s", label, null, null));
    file.add("t", "b", null, null);
    return Answers.to(SESSION, labels, Entitlements.read(file.bytes()).seen("s", 0), null);
  }

  /** Of somebody in no group. */
  private static ConnectorSession session() {
    return (ConnectorSession)
        Proxy.newProxyInstance(
            AnswersTest.class.getClassLoader(),
            new Class<?>[] {ConnectorSession.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getIdentity" -> ConnectorIdentity.forUser("a").build();
                  case "getStart" -> Instant.EPOCH;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static VariableWidthBlock values(List<@Nullable String> labels) {
    int[] offsets = new int[labels.size() + 1];
    boolean[] nulls = new boolean[labels.size()];
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      nulls[i] = label == null;
      all.append(label == null ? "" : label);
      offsets[i + 1] = all.length();
    }
    Slice bytes = Slices.utf8Slice(all.toString());
    return new VariableWidthBlock(labels.size(), bytes, offsets, Optional.of(nulls));
  }
}
