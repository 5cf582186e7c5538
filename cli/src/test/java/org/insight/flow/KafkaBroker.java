package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A broker of Kafka in a process of its own, as lab/kafka.sh runs it; what it holds outlives it.
 */
final class KafkaBroker implements AutoCloseable {

  private static final Path SCRIPT = Path.of("..", "lab", "kafka.sh").toAbsolutePath().normalize();

  private final Path folder;
  private @Nullable Process process;

  private KafkaBroker(Path folder) {
    this.folder = folder;
  }

  /** Starts one in a folder; the test is skipped where the machine lacks what it needs. */
  static KafkaBroker start(Path folder) throws IOException, InterruptedException {
    SparkHome.setUp(folder, "lab/kafka.sh", "install");
    KafkaBroker broker = new KafkaBroker(folder.resolve("kafka"));
    broker.start();
    return broker;
  }

  /** Starts it, also again after it was killed. */
  void start() throws IOException, InterruptedException {
    Path said = folder.resolveSibling("kafka.out");
    Process started =
        Insight.brief(new ProcessBuilder(SCRIPT.toString(), "run", folder.toString()))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    process = started;
    while (started.isAlive() && !answers()) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
    assertThat(started.isAlive()).as(Files.readString(said)).isTrue();
  }

  private boolean answers() {
    if (!Files.exists(folder.resolve("address"))) {
      return false;
    }
    try (Admin admin = Admin.create(properties())) {
      admin.describeCluster().nodes().get();
      return true;
    } catch (ExecutionException | InterruptedException e) {
      return false;
    }
  }

  /** As {@code kill -9}; the script is the broker's java itself, by exec. */
  void kill() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** HOST:PORT. */
  String address() {
    try {
      return Files.readString(folder.resolve("address")).strip();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  void makeTopic(String topic, int partitions) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(properties())) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  /** Until nobody is told of it any more. */
  void deleteTopic(String topic) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(properties())) {
      admin.deleteTopics(List.of(topic)).all().get();
      while (admin.listTopics().names().get().contains(topic)) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private Map<String, Object> properties() {
    return Map.of(
        "bootstrap.servers",
        address(),
        "default.api.timeout.ms",
        5_000,
        "request.timeout.ms",
        3_000);
  }

  /** A message for a partition, with headers. */
  record Sent(int partition, byte[] value, Map<String, byte[]> headers) {}

  /**
   * Sends messages, in this order.
   *
   * @return the offset of each in its partition
   */
  List<Long> send(String topic, List<Sent> messages)
      throws ExecutionException, InterruptedException {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", address());
    properties.put("acks", "all");
    properties.put("max.request.size", 33_554_432);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> futures =
          messages.stream()
              .map(
                  message -> {
                    ProducerRecord<byte[], byte[]> sent =
                        new ProducerRecord<>(topic, message.partition(), null, message.value());
                    message.headers().forEach((key, value) -> sent.headers().add(key, value));
                    return producer.send(sent);
                  })
              .toList();
      List<Long> offsets = new java.util.ArrayList<>();
      for (Future<RecordMetadata> future : futures) {
        offsets.add(future.get().offset());
      }
      return offsets;
    }
  }
}
