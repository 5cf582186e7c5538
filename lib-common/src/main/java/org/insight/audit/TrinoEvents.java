package org.insight.audit;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.insight.entitlements.ClientText;
import org.insight.entitlements.StatedPurpose;
import org.insight.schemas.TrinoRules;
import org.jspecify.annotations.Nullable;

/**
 * Makes entries of what Trino's HTTP event listener sends: a query that was created ({@code
 * started}) and one that was completed ({@code done}, {@code refused} or {@code failed}).
 *
 * <p>A query that its reader ended, or that failed at the end, has given out rows, too, so they are
 * counted whatever the outcome. The login is the principal, which under impersonation is who really
 * logged in; the reader is the user whom the query ran as. A client names its purpose by a client
 * tag {@code purpose=CODE}, its reason by the client info, as {@link ClientText}.
 */
public final class TrinoEvents {

  /** In the column {@code engine}. */
  public static final String ENGINE = "trino";

  /** An entry with a time that no table holds would be in the way of all after it. */
  private static final Instant FIRST = Instant.EPOCH;

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private static final Set<String> REFUSALS =
      Set.of("PERMISSION_DENIED", "QUERY_REJECTED", "QUERY_QUEUE_FULL");

  private final String catalog;

  /**
   * @param catalog the lake's catalog; of its tables stage and name are enough
   */
  public TrinoEvents(String catalog) {
    this.catalog = catalog;
  }

  /**
   * The entry of an event; empty for events that are no query's, as those of splits.
   *
   * @param event a JSON object in UTF-8, read as it comes; stays open
   * @throws StreamConstraintsException where too much of it would be kept
   * @throws IOException where it is no JSON object
   */
  public Optional<AuditEntry> entry(InputStream event) throws IOException {
    JsonNode node = EventParts.of(event);
    JsonNode metadata = node.path("metadata");
    JsonNode context = node.path("context");
    if (!metadata.isObject() && node.has("stageId")) {
      return Optional.empty();
    }
    if (!metadata.path("queryId").isTextual() || !context.path("user").isTextual()) {
      throw new IOException("neither a query's creation nor its completion");
    }
    boolean completed = node.has("endTime") || node.has("statistics");
    JsonNode failure = node.path("failureInfo");
    JsonNode rows = node.path("statistics").path("outputRows");
    Outcome outcome =
        !completed ? Outcome.STARTED : failure.isObject() ? failed(failure) : Outcome.DONE;
    return Optional.of(
        new AuditEntry(
            at(node.path(completed ? "endTime" : "createTime")),
            metadata.path("queryId").asText(),
            login(context),
            context.path("user").asText(),
            scope(context.path("groups")),
            ENGINE,
            Act.READ.code(),
            purpose(context.path("clientTags")),
            reason(context),
            tables(node),
            filters(metadata.path("tables")),
            query(metadata),
            outcome.code(),
            failure.isObject() ? code(failure) : null,
            completed && rows.isNumber() ? rows.longValue() : null));
  }

  /** Which query an event is of, and how far it is: the same for an event that is sent again. */
  static String identity(AuditEntry entry) {
    return entry.call() + " " + (entry.outcome().equals(Outcome.STARTED.code()) ? "c" : "e");
  }

  private static String login(JsonNode context) {
    String principal = text(context.path("principal"));
    String original = text(context.path("originalUser"));
    return principal != null
        ? principal
        : original != null ? original : context.path("user").asText();
  }

  private static @Nullable String scope(JsonNode groups) {
    for (JsonNode group : groups) {
      if (group.asText().startsWith(TrinoRules.SCOPE_GROUP)) {
        return group.asText().substring(TrinoRules.SCOPE_GROUP.length());
      }
    }
    return null;
  }

  private static @Nullable String purpose(JsonNode tags) {
    List<String> each = new ArrayList<>();
    tags.forEach(tag -> each.add(tag.asText()));
    Set<String> named = StatedPurpose.named(each);
    return named.isEmpty() ? null : String.join(",", named);
  }

  private static @Nullable String reason(JsonNode context) {
    String info = text(context.path("clientInfo"));
    String reason = info == null ? null : ClientText.decoded(info);
    return reason == null || reason.isBlank() ? null : reason;
  }

  private List<String> tables(JsonNode event) {
    Set<String> tables = new TreeSet<>();
    for (JsonNode table : event.path("metadata").path("tables")) {
      tables.add(name(table, "catalog"));
    }
    if (tables.isEmpty()) {
      for (JsonNode input : event.path("ioMetadata").path("inputs")) {
        tables.add(name(input, "catalogName"));
      }
    }
    return List.copyOf(tables);
  }

  private List<String> filters(JsonNode tables) {
    Set<String> filters = new TreeSet<>();
    for (JsonNode table : tables) {
      String name = name(table, "catalog");
      for (JsonNode filter : table.path("filters")) {
        filters.add(name + ": " + filter.asText());
      }
      for (JsonNode column : table.path("columns")) {
        String of = column.path("column").asText();
        String mask = text(column.path("mask"));
        if (mask != null) {
          filters.add(name + "." + of + " = " + mask);
        }
      }
    }
    return List.copyOf(filters);
  }

  private String name(JsonNode table, String catalogKey) {
    String of = table.path(catalogKey).asText();
    String name = table.path("schema").asText() + "." + table.path("table").asText();
    return of.equals(catalog) ? name : of + "." + name;
  }

  /** What a prepared statement stands for is the query, and comes first; EXECUTE says little. */
  private static String query(JsonNode metadata) {
    String prepared = text(metadata.path("preparedQuery"));
    String query = metadata.path("query").asText();
    return prepared == null ? query : prepared + "\n-- executed: " + query;
  }

  private static Outcome failed(JsonNode failure) {
    return REFUSALS.contains(code(failure)) ? Outcome.REFUSED : Outcome.FAILED;
  }

  /** The kind of failure; its message may quote a value. */
  private static String code(JsonNode failure) {
    return failure.path("errorCode").path("name").asText("unknown");
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() && !node.textValue().isBlank() ? node.textValue() : null;
  }

  /** When it says; now where it says no time, or one that the table of the audit cannot hold. */
  private static Instant at(JsonNode time) {
    Instant said = null;
    try {
      if (time.isTextual()) {
        said = Instant.parse(time.textValue());
      } else if (time.isNumber()) {
        said = ofSeconds(time.decimalValue());
      }
    } catch (DateTimeException | NumberFormatException e) {
      return Instant.now();
    }
    return said == null || said.isBefore(FIRST) || said.isAfter(LAST) ? Instant.now() : said;
  }

  private static @Nullable Instant ofSeconds(BigDecimal seconds) {
    if (seconds.signum() < 0 || seconds.compareTo(BigDecimal.valueOf(LAST.getEpochSecond())) > 0) {
      return null;
    }
    long whole = seconds.longValue();
    return Instant.ofEpochSecond(
        whole, seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue());
  }
}
