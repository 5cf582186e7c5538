package org.insight.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.spark.sql.kafka010.KafkaSourceProvider$;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.streams.KafkaTopics.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaTopicsTest {

  private static void refused(KafkaTopics topics, ErrorKind kind, String message, boolean away) {
    assertThatThrownBy(() -> topics.begin(Map.of(), Loss.REFUSED))
        .isInstanceOfSatisfying(
            InsightException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(KafkaTopics.away(e)).isEqualTo(away);
            })
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "security.protocol, secret, security.protocol",
    "request.timeout.ms, secret, request.timeout.ms",
    "sasl.jaas.config, secret, 'one of bootstrap.servers, sasl.jaas.config, sasl.mechanism,"
        + " security.protocol'",
    "ssl.truststore.location, /nowhere/secret, 'one of bootstrap.servers, security.protocol,"
        + " ssl.truststore.location'",
  })
  void aWrongSettingOfTheClientIsNamedAndNotTriedAgain(String key, String value, String found) {
    Map<String, String> client =
        key.startsWith("sasl.")
            ? Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN", key, value)
            : key.startsWith("ssl.")
                ? Map.of("security.protocol", "SSL", key, value)
                : Map.of(key, value);
    refused(
        new KafkaTopics("localhost:1", List.of("a"), client),
        ErrorKind.USAGE,
        "Cannot read from Kafka: a setting of its client is wrong, found " + found,
        false);
  }

  @Test
  void aBrokersNameThatIsNotKnownYetIsWaitedFor() {
    refused(
        new KafkaTopics("nowhere.invalid:9092", List.of("a"), Map.of()),
        ErrorKind.EXTERNAL,
        "Cannot read from Kafka: it does not answer, found nowhere.invalid:9092",
        true);
    refused(
        new KafkaTopics("nowhere", List.of("a"), Map.of()),
        ErrorKind.USAGE,
        "Cannot read from Kafka: a setting of its client is wrong, found bootstrap.servers",
        false);
  }

  /** One that was read may only be unknown to a broker that has just started. */
  @Test
  void aTopicThatIsUnknownIsToldFromABrokerThatDoesNotAnswer() {
    KafkaTopics topics = new KafkaTopics("localhost:1", List.of("a", "b"), Map.of());
    InsightException unknown = topics.away(new UnknownTopicOrPartitionException("in its words"));
    assertThat(KafkaTopics.away(unknown)).as("waited for").isTrue();
    assertThat(KafkaTopics.isUnknown(unknown)).isTrue();
    assertThat(KafkaTopics.isUnknown(topics.away(new TimeoutException("in its words")))).isFalse();
    assertThat(topics.noSuchTopic(unknown))
        .hasMessage("Cannot read from Kafka: no such topic, found one of a, b")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.INPUT);
  }

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
