package org.insight.streams;

import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.landing.Inbox;

/**
 * Topics of Kafka, as a stream reads them: each message is a file.
 *
 * @param servers HOST:PORT, separated by commas
 * @param client further settings of Kafka's client, as of its security
 */
public record KafkaTopics(String servers, List<String> topics, Map<String, String> client) {

  private static final int ANSWER_MILLIS = 15_000;

  /** Option of Spark's source, which it names where it fails for its sake. */
  private static final String FAIL_ON_DATA_LOSS = "failOnDataLoss";

  /** What is to become of messages that Kafka kept no longer than until before they were read. */
  public enum Loss {
    REFUSED,
    ACCEPTED
  }

  /**
   * Messages from where the lake has come to, as an endless table of {@link Inbox#COLUMNS}.
   *
   * @param positions of the lake
   * @param most messages of a micro-batch
   * @param loss whether messages may be passed over that are kept no more
   * @throws InsightException INPUT where there is no such topic and nothing was read before, or
   *     messages that were not read are kept no more; USAGE where a setting of the client is wrong
   *     or the broker refuses to let us in; EXTERNAL where none answers
   */
  public Dataset<Row> read(
      SparkSession spark, Map<String, String> positions, long most, Loss loss) {
    DataStreamReader reader =
        spark
            .readStream()
            .format("kafka")
            .option("kafka.bootstrap.servers", servers)
            .option("subscribe", String.join(",", topics))
            .option("startingOffsets", begin(positions, loss).json())
            .option("includeHeaders", "true")
            .option(FAIL_ON_DATA_LOSS, "true")
            .option("maxOffsetsPerTrigger", Long.toString(most))
            // A topic of one partition is read by all cores, too.
            .option("minPartitions", spark.sparkContext().defaultParallelism())
            .option("fetchOffset.numRetries", "1")
            .option("kafkaConsumer.pollTimeoutMs", "30000")
            .option("kafka.default.api.timeout.ms", Integer.toString(ANSWER_MILLIS))
            .option("kafka.request.timeout.ms", Integer.toString(ANSWER_MILLIS / 2))
            .option("kafka.isolation.level", "read_committed");
    for (Map.Entry<String, String> setting : client.entrySet()) {
      reader = reader.option("kafka." + setting.getKey(), setting.getValue());
    }
    return reader
        .load()
        .select("topic", "partition", "offset", "value", "headers")
        .map((MapFunction<Row, Row>) KafkaTopics::file, Encoders.row(Inbox.COLUMNS));
  }

  private static Row file(Row row) {
    List<Message.Header> headers = new ArrayList<>();
    if (!row.isNullAt(4)) {
      row.<Row>getList(4)
          .forEach(h -> headers.add(new Message.Header(h.getString(0), h.<byte[]>getAs(1))));
    }
    return Message.file(
        row.getString(0), row.getInt(1), row.getLong(2), row.<byte[]>getAs(3), headers);
  }

  KafkaPosition begin(Map<String, String> positions, Loss loss) {
    KafkaPosition kept = KafkaPosition.kept(positions, topics);
    Properties properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS / 2);
    properties.putAll(client);
    try (Admin admin = Admin.create(properties)) {
      List<TopicPartition> all = new ArrayList<>();
      for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
        for (TopicPartitionInfo partition : topic.partitions()) {
          all.add(new TopicPartition(topic.name(), partition.partition()));
        }
      }
      KafkaPosition first = offsets(admin, all, OffsetSpec.earliest());
      KafkaPosition end = offsets(admin, all, OffsetSpec.latest());
      Optional<String> lost = kept.lost(first, end);
      if (lost.isPresent() && loss == Loss.REFUSED) {
        throw new InsightException(
            ErrorKind.INPUT,
            "Cannot go on where the stream had come to: Kafka keeps messages no more that were not"
                + " read, or the topic was made anew; --accept-loss goes on with what is there,"
                + " found "
                + lost.get());
      }
      return kept.begin(first, end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(e);
    } catch (ExecutionException e) {
      throw of(e.getCause() == null ? e : e.getCause(), kept);
    } catch (KafkaException e) {
      throw isWrong(e) ? wrong(e) : of(e, kept);
    }
  }

  /** Whether a client was not even made, for what its settings say: no other try makes it. */
  private static boolean isWrong(KafkaException thrown) {
    return !isUnresolved(thrown)
        && chain(thrown).stream()
            .anyMatch(
                t ->
                    t instanceof ConfigException
                        || t instanceof IllegalArgumentException
                        || t instanceof NoSuchFileException
                        || t instanceof ClassNotFoundException);
  }

  /** Whether no name of a broker is known to the network; Kafka calls that a setting too. */
  private static boolean isUnresolved(Throwable thrown) {
    return chain(thrown).stream()
        .anyMatch(t -> t instanceof ConfigException && says(t, "No resolvable bootstrap urls"));
  }

  /** Of what Kafka says of it the name alone: it has the value too, which may be a secret. */
  private InsightException wrong(KafkaException thrown) {
    Set<String> names = AdminClientConfig.configNames();
    String given =
        Stream.concat(
                Stream.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG), client.keySet().stream())
            .filter(names::contains)
            .sorted()
            .collect(Collectors.joining(", ", "one of ", ""));
    String found =
        names.stream()
            .filter(
                name ->
                    chain(thrown).stream()
                        .anyMatch(t -> t instanceof ConfigException && says(t, name)))
            .max(Comparator.comparingInt(String::length))
            .orElse(given);
    return new InsightException(
        ErrorKind.USAGE,
        "Cannot read from Kafka: a setting of its client is wrong, found " + found,
        thrown);
  }

  private static boolean says(Throwable thrown, String words) {
    return String.valueOf(thrown.getMessage()).contains(words);
  }

  private static List<Throwable> chain(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
      chain.add(t);
    }
    return chain;
  }

  private static KafkaPosition offsets(Admin admin, List<TopicPartition> all, OffsetSpec which)
      throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetSpec> asked = new LinkedHashMap<>();
    all.forEach(partition -> asked.put(partition, which));
    SortedMap<String, SortedMap<Integer, Long>> offsets = new TreeMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
        admin.listOffsets(asked).all().get().entrySet()) {
      offsets
          .computeIfAbsent(found.getKey().topic(), t -> new TreeMap<>())
          .put(found.getKey().partition(), found.getValue().offset());
    }
    return new KafkaPosition(offsets);
  }

  private InsightException of(Throwable thrown, KafkaPosition kept) {
    // A broker that has just started does not know its topics for a moment, so one that was read is
    // waited for.
    if (thrown instanceof UnknownTopicOrPartitionException && kept.isNew()) {
      return noSuchTopic(thrown);
    }
    if (thrown instanceof AuthenticationException || thrown instanceof AuthorizationException) {
      return new InsightException(
          ErrorKind.USAGE, "Cannot read from Kafka: it does not let us, found " + servers, thrown);
    }
    return away(thrown);
  }

  /**
   * As where a topic is not there; one that was read and is not known now may be, after a while.
   */
  public InsightException noSuchTopic(Throwable thrown) {
    return new InsightException(
        ErrorKind.INPUT,
        "Cannot read from Kafka: no such topic, found one of " + String.join(", ", topics),
        thrown);
  }

  /** As where no broker answers. */
  public InsightException away(Throwable thrown) {
    return new InsightException(
        ErrorKind.EXTERNAL, "Cannot read from Kafka: it does not answer, found " + servers, thrown);
  }

  /**
   * A failure of a query as that of {@link #read}, where it is that messages went, or a topic,
   * while they were read.
   */
  public static Optional<InsightException> lost(Throwable thrown) {
    return chain(thrown).stream()
            .anyMatch(
                t ->
                    t instanceof InvalidOffsetException
                        || (t instanceof IllegalStateException && says(t, FAIL_ON_DATA_LOSS)))
        ? Optional.of(
            new InsightException(
                ErrorKind.INPUT,
                "Cannot go on where the stream had come to: while it ran, Kafka let go of messages"
                    + " that were not read, or the topic was made anew; --accept-loss goes on with"
                    + " what is there",
                thrown))
        : Optional.empty();
  }

  /** Whether a failure is that Kafka does not answer, so that it may be over after a while. */
  public static boolean away(InsightException failure) {
    if (isUnresolved(failure)) {
      return failure.kind() == ErrorKind.EXTERNAL;
    }
    for (Throwable t : chain(failure)) {
      boolean late =
          t instanceof TimeoutException
              && Arrays.stream(t.getStackTrace())
                  .anyMatch(frame -> frame.getClassName().contains(".kafka"));
      if (late || t instanceof RetriableException) {
        return failure.kind() == ErrorKind.EXTERNAL || failure.kind() == ErrorKind.INTERNAL;
      }
    }
    return false;
  }

  /** Whether a failure is that Kafka answers, and does not know the topic. */
  public static boolean isUnknown(Throwable thrown) {
    return chain(thrown).stream().anyMatch(UnknownTopicOrPartitionException.class::isInstance);
  }

  /**
   * How far a micro-batch brings the stream, as the lake keeps it.
   *
   * @param json the end of the batch, of Spark's source
   */
  public static Map<String, String> reached(String json) {
    return KafkaPosition.parse(json).toKeep();
  }
}
