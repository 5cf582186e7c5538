package org.insight.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaPositionTest {

  private static final KafkaPosition FIRST = KafkaPosition.parse("{\"a\":{\"0\":10,\"1\":0}}");
  private static final KafkaPosition END = KafkaPosition.parse("{\"a\":{\"0\":20,\"1\":5}}");

  private static KafkaPosition kept(String partitions) {
    return KafkaPosition.kept(Map.of("kafka.a", partitions), List.of("a"));
  }

  @Test
  void whatTheLakeKeepsOfABatchIsWhereTheNextOneBegins() {
    Map<String, String> positions = END.toKeep();
    assertThat(positions).containsExactly(Map.entry("kafka.a", "{\"0\":20,\"1\":5}"));
    assertThat(KafkaPosition.kept(positions, List.of("a"))).isEqualTo(END);
    assertThat(kept("{\"0\":12,\"1\":5}").begin(FIRST, END).json())
        .isEqualTo("{\"a\":{\"0\":12,\"1\":5}}");
  }

  @Test
  void aPartitionThatIsNewIsReadFromItsFirstMessageOn() {
    assertThat(kept("{\"0\":20}").begin(FIRST, END).json())
        .isEqualTo("{\"a\":{\"0\":20,\"1\":-2}}");
    KafkaPosition nothing = KafkaPosition.kept(Map.of("kafka.b", "{\"0\":3}"), List.of("a"));
    assertThat(nothing.isNew()).isTrue();
    assertThat(nothing.lost(FIRST, END)).isEmpty();
    assertThat(nothing.begin(FIRST, END).json()).isEqualTo("{\"a\":{\"0\":-2,\"1\":-2}}");
  }

  @Test
  void readToTheEndIsNoLoss() {
    assertThat(kept("{\"0\":20,\"1\":5}").lost(FIRST, END)).isEmpty();
    assertThat(kept("{\"0\":10,\"1\":0}").lost(FIRST, END)).isEmpty();
  }

  @Test
  void messagesThatAreKeptNoMoreAreLost() {
    assertThat(kept("{\"0\":9}").lost(FIRST, END))
        .contains(
            "partition 0 of a with the messages from 10 to before 20 where it was read up to before"
                + " 9");
    assertThat(kept("{\"0\":9,\"1\":4}").begin(FIRST, END).json())
        .as("with what is there, where that is wanted")
        .isEqualTo("{\"a\":{\"0\":-2,\"1\":4}}");
  }

  @Test
  void aTopicThatWasMadeAnewIsALossToo() {
    assertThat(kept("{\"0\":21}").lost(FIRST, END)).isPresent();
    assertThat(kept("{\"2\":1}").lost(FIRST, END))
        .contains("partition 2 of a gone where it was read up to before 1");
  }
}
