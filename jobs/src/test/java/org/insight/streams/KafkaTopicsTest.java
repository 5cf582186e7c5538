package org.insight.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.spark.sql.kafka010.KafkaSourceProvider$;
import org.insight.run.ErrorKind;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {

  /** In the words of Spark's source. */
  @Test
  void messagesThatGoWhileTheyAreReadAreNoFaultOfTheProgram() {
    String words = KafkaSourceProvider$.MODULE$.INSTRUCTION_FOR_FAIL_ON_DATA_LOSS_TRUE();
    for (RuntimeException thrown :
        List.of(
            new IllegalStateException("Partition a-0's offset was changed from 9 to 2. " + words),
            new OffsetOutOfRangeException(Map.of()))) {
      assertThat(KafkaTopics.lost(new RuntimeException(thrown)))
          .hasValueSatisfying(
              e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
                assertThat(e).hasMessageStartingWith("Cannot go on where the stream had come to");
                assertThat(KafkaTopics.away(e)).isFalse();
              });
    }
    assertThat(KafkaTopics.lost(new IllegalStateException("another"))).isEmpty();
    assertThat(KafkaTopics.lost(new IllegalStateException())).isEmpty();
  }
}
