package org.insight.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.insight.core.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * An entry with its place in the chain.
 *
 * @param seq from 1
 * @param previous hash of the entry before it; {@link #NOTHING} for the first
 * @param hash SHA-256, in hex, of {@code previous}, a line feed and the canonical form
 */
public record ChainedEntry(long seq, AuditEntry entry, String previous, String hash) {

  /** What the first entry follows. */
  public static final String NOTHING = "0".repeat(64);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** The entry that follows a head. */
  static ChainedEntry after(Head last, AuditEntry entry) {
    long seq = last.seq() + 1;
    return new ChainedEntry(seq, entry, last.hash(), hash(seq, entry, last.hash()));
  }

  /** Whether the hash is that of what the entry says. */
  public boolean holds() {
    return hash.equals(hash(seq, entry, previous));
  }

  private static String hash(long seq, AuditEntry entry, String previous) {
    return Sha256.hex(previous + "\n" + text(canonical(seq, entry)));
  }

  /** One JSON object in one line, its keys in a fixed order: the canonical form and two hashes. */
  String line() {
    return text(canonical(seq, entry).put("previous", previous).put("hash", hash));
  }

  private static ObjectNode canonical(long seq, AuditEntry entry) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("seq", seq)
            .put("at", MICROS.format(entry.at()))
            .put("call", entry.call())
            .put("login", entry.login())
            .put("reader", entry.reader())
            .put("scope", entry.scope())
            .put("engine", entry.engine())
            .put("act", entry.act())
            .put("purpose", entry.purpose())
            .put("reason", entry.reason());
    ArrayNode tables = node.putArray("tables");
    entry.tables().forEach(tables::add);
    ArrayNode filters = node.putArray("filters");
    entry.filters().forEach(filters::add);
    return node.put("query", entry.query())
        .put("outcome", entry.outcome())
        .put("detail", entry.detail())
        .put("rows", entry.rows());
  }

  /** Reads a line back; empty where it is none, as what a killed writer left. */
  static Optional<ChainedEntry> parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node == null || !node.isObject()) {
        return Optional.empty();
      }
      AuditEntry entry =
          new AuditEntry(
              Instant.from(MICROS.parse(required(node, "at"))),
              required(node, "call"),
              required(node, "login"),
              optional(node, "reader"),
              optional(node, "scope"),
              required(node, "engine"),
              required(node, "act"),
              optional(node, "purpose"),
              optional(node, "reason"),
              texts(node, "tables"),
              texts(node, "filters"),
              optional(node, "query"),
              required(node, "outcome"),
              optional(node, "detail"),
              node.path("rows").isNumber() ? node.path("rows").longValue() : null);
      if (!node.path("seq").canConvertToExactIntegral()) {
        return Optional.empty();
      }
      return Optional.of(
          new ChainedEntry(
              node.path("seq").longValue(),
              entry,
              required(node, "previous"),
              required(node, "hash")));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String required(JsonNode node, String key) {
    if (!node.path(key).isTextual()) {
      throw new IllegalArgumentException(key);
    }
    return node.path(key).textValue();
  }

  private static @Nullable String optional(JsonNode node, String key) {
    return node.path(key).isTextual() ? node.path(key).textValue() : null;
  }

  private static List<String> texts(JsonNode node, String key) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : node.path(key)) {
      texts.add(text.asText());
    }
    return texts;
  }

  private static String text(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
