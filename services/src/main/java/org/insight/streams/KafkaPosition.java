package org.insight.streams;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far topics were read: of each partition the offset of the first message that was not. As text
 * it is what Spark's source of Kafka takes and gives: {@code {"topic":{"0":12}}}.
 *
 * @param next by topic and partition
 */
record KafkaPosition(SortedMap<String, SortedMap<Integer, Long>> next) {

  /** Before the topic, in the lake's names of sources. */
  private static final String SOURCE = "kafka.";

  /** Kafka's number for the first message that is kept. */
  private static final long FIRST = -2;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** From the text of Spark's source. */
  static KafkaPosition parse(String json) {
    return new KafkaPosition(read(json, new TypeReference<>() {}));
  }

  /** From what the lake keeps, of these topics. */
  static KafkaPosition kept(Map<String, String> positions, List<String> topics) {
    SortedMap<String, SortedMap<Integer, Long>> next = new TreeMap<>();
    for (String topic : topics) {
      String kept = positions.get(SOURCE + topic);
      next.put(topic, kept == null ? new TreeMap<>() : read(kept, new TypeReference<>() {}));
    }
    return new KafkaPosition(next);
  }

  /** As the lake keeps it, by source. */
  Map<String, String> toKeep() {
    Map<String, String> kept = new LinkedHashMap<>();
    next.forEach((topic, partitions) -> kept.put(SOURCE + topic, write(partitions)));
    return kept;
  }

  /** Whether nothing was read yet. */
  boolean isNew() {
    return next.values().stream().allMatch(SortedMap::isEmpty);
  }

  /**
   * Something that cannot be read any more, in words; empty where there is nothing.
   *
   * @param first the first message that is kept of each partition that there is
   * @param end behind the last one
   */
  Optional<String> lost(KafkaPosition first, KafkaPosition end) {
    for (Map.Entry<String, SortedMap<Integer, Long>> topic : next.entrySet()) {
      for (Map.Entry<Integer, Long> partition : topic.getValue().entrySet()) {
        Long from = first.at(topic.getKey(), partition.getKey());
        Long to = end.at(topic.getKey(), partition.getKey());
        if (!within(from, partition.getValue(), to)) {
          return Optional.of(
              "partition "
                  + partition.getKey()
                  + " of "
                  + topic.getKey()
                  + (from == null || to == null
                      ? " gone"
                      : " with the messages from " + from + " to before " + to)
                  + " where it was read up to before "
                  + partition.getValue());
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Where reading begins: of partitions that are new, or of which something is lost, with the first
   * message that is kept.
   *
   * @param first the first message that is kept of each partition that there is
   * @param end behind the last one
   */
  KafkaPosition begin(KafkaPosition first, KafkaPosition end) {
    SortedMap<String, SortedMap<Integer, Long>> begin = new TreeMap<>();
    first.next.forEach(
        (topic, partitions) ->
            partitions.forEach(
                (partition, from) -> {
                  Long at = at(topic, partition);
                  begin
                      .computeIfAbsent(topic, t -> new TreeMap<>())
                      .put(
                          partition,
                          at != null && within(from, at, end.at(topic, partition)) ? at : FIRST);
                }));
    return new KafkaPosition(begin);
  }

  private static boolean within(@Nullable Long from, long at, @Nullable Long to) {
    return from != null && to != null && from <= at && at <= to;
  }

  private @Nullable Long at(String topic, int partition) {
    SortedMap<Integer, Long> partitions = next.get(topic);
    return partitions == null ? null : partitions.get(partition);
  }

  /** The text of Spark's source. */
  String json() {
    return write(next);
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot read a position of Kafka: its form is wrong", e);
    }
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
