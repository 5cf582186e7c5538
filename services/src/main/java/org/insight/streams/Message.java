package org.insight.streams;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.insight.jobs.landing.Inbox;
import org.insight.jobs.landing.extract.PolicyLike;
import org.jspecify.annotations.Nullable;

/**
 * A message of Kafka as a file: its bytes, a path of where it stood, a name and a policy from its
 * headers. Whoever may write to the topic chose these, so neither is trusted.
 */
final class Message {

  /** Header with the file's name. */
  static final String NAME = "name";

  /** Header with a policy, as a policy file beside a file has it. */
  static final String POLICY = "policy";

  /** No policy, so that the item is quarantined, and never has a laxer one. */
  static final String UNUSABLE = "unusable";

  private static final int LONGEST_NAME = 200;

  private Message() {}

  /** A header. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Header(String key, byte @Nullable [] value) {}

  /** A row of {@link Inbox#COLUMNS}. */
  static Row file(
      String topic, int partition, long offset, byte @Nullable [] value, List<Header> headers) {
    String place = topic + "/" + partition + "-" + offset;
    byte[] content = value == null ? new byte[0] : value;
    return RowFactory.create(
        place + name(headers),
        "kafka:" + place,
        (long) content.length,
        content,
        policy(headers),
        null);
  }

  /** With a slash before it; the first of several, for nothing depends on it but how it is read. */
  private static String name(List<Header> headers) {
    for (Header header : headers) {
      byte[] value = header.value();
      if (header.key().equalsIgnoreCase(NAME) && value != null) {
        String name = new String(value, StandardCharsets.UTF_8);
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        name = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\uFFFD]", "").strip();
        name = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return name.isEmpty() ? "" : "/" + name;
      }
    }
    return "";
  }

  private static boolean isLikePolicy(Header header) {
    byte[] value = header.value();
    return PolicyLike.isKey(header.key())
        || PolicyLike.isHeader(header.key())
        || value != null && PolicyLike.isNearKey(header.key()) && PolicyLike.isText(value);
  }

  /** Of two it is not for the platform to guess which one was meant. */
  private static @Nullable String policy(List<Header> headers) {
    String policy = null;
    for (Header header : headers) {
      if (header.key().equalsIgnoreCase(POLICY)) {
        byte[] value = header.value();
        policy =
            policy != null || value == null || value.length > Inbox.MAX_POLICY_BYTES
                ? UNUSABLE
                : new String(value, StandardCharsets.UTF_8);
      } else if (isLikePolicy(header)) {
        policy = UNUSABLE;
      }
    }
    return policy;
  }
}
