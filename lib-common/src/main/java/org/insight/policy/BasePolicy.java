package org.insight.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The restrictions that a source attached to what it sent, as received.
 *
 * @param source ISO 3166-1 alpha-2 code of a country, or the name of a body
 * @param purposes what it may be used for; never empty
 * @param onlyFor countries and bodies that alone may see it; empty means no such limit
 * @param notFor countries and bodies that may not see it
 * @param level clearance that a reader needs, 0 to 3
 * @param expiresOn last day of use
 * @param conditions in words, for people
 */
public record BasePolicy(
    String source,
    SortedSet<Purpose> purposes,
    @Nullable Handling handling,
    Grading grading,
    SortedSet<String> onlyFor,
    SortedSet<String> notFor,
    int level,
    @Nullable LocalDate expiresOn,
    List<String> conditions) {

  /** Prefix of the headers by which a message brings its own policy. */
  public static final String HEADER_PREFIX = "X-Insight-";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  public BasePolicy {
    if (source.isBlank()) {
      throw new IllegalArgumentException("Cannot read a policy: source is empty");
    }
    if (purposes.isEmpty()) {
      throw new IllegalArgumentException("Cannot read a policy: purposes are empty");
    }
    if (level < 0 || level > 3) {
      throw new IllegalArgumentException(
          "Cannot read a policy: level must be 0 to 3, found " + level);
    }
    purposes = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(purposes));
    onlyFor = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(onlyFor));
    notFor = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(notFor));
    conditions = List.copyOf(conditions);
  }

  /** The YAML and JSON form; all keys but source and purposes may be left out. */
  private record Form(
      @Nullable String source,
      @Nullable List<String> purposes,
      @Nullable Handling handling,
      @Nullable Grading grading,
      @JsonProperty("only_for") @Nullable List<String> onlyFor,
      @JsonProperty("not_for") @Nullable List<String> notFor,
      @Nullable Integer level,
      @JsonProperty("expires_on") @Nullable String expiresOn,
      @Nullable List<String> conditions) {

    BasePolicy toPolicy() {
      if (source == null) {
        throw new IllegalArgumentException("Cannot read a policy: source is missing");
      }
      if (purposes == null) {
        throw new IllegalArgumentException("Cannot read a policy: purposes are missing");
      }
      return new BasePolicy(
          source.strip(),
          Purpose.parseAll(purposes),
          handling,
          grading == null ? new Grading(null, null) : grading,
          names(onlyFor),
          names(notFor),
          level == null ? 0 : level,
          date(expiresOn),
          conditions == null ? List.of() : conditions);
    }
  }

  /**
   * Reads a {@code policy.yaml} (or the same as JSON).
   *
   * @throws IllegalArgumentException in one line, where a key is unknown or missing or a value is
   *     not of its list
   */
  public static BasePolicy fromYaml(String yaml) {
    try {
      Form form = YAML.readValue(yaml, Form.class);
      if (form == null) {
        throw new IllegalArgumentException("Cannot read a policy: it is empty");
      }
      return form.toPolicy();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot read a policy: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }
  }

  /**
   * Reads the {@code X-Insight-*} headers of a message: Source, Purposes, Handling ({@code
   * scheme:code}), Grading ({@code B2}), Only-For, Not-For, Level, Expires-On, Conditions; lists
   * are separated by commas, conditions by semicolons.
   *
   * @param headers header names in any case
   * @return empty where there is no such header at all
   * @throws IllegalArgumentException where there are some, but not a whole policy
   */
  public static Optional<BasePolicy> fromHeaders(Map<String, String> headers) {
    Map<String, String> own = new LinkedHashMap<>();
    headers.forEach(
        (k, v) -> {
          if (k.regionMatches(true, 0, HEADER_PREFIX, 0, HEADER_PREFIX.length())) {
            own.put(k.substring(HEADER_PREFIX.length()).toLowerCase(Locale.ROOT), v.strip());
          }
        });
    if (own.isEmpty()) {
      return Optional.empty();
    }
    String source = own.remove("source");
    String purposes = own.remove("purposes");
    String handling = own.remove("handling");
    String grading = own.remove("grading");
    String onlyFor = own.remove("only-for");
    String notFor = own.remove("not-for");
    String level = own.remove("level");
    String expires = own.remove("expires-on");
    String conditions = own.remove("conditions");
    if (!own.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot read a policy: unknown header " + HEADER_PREFIX + own.keySet().iterator().next());
    }
    return Optional.of(
        new Form(
                source,
                purposes == null ? null : split(purposes, ","),
                handling == null ? null : handling(handling),
                grading == null ? null : grading(grading),
                onlyFor == null ? null : split(onlyFor, ","),
                notFor == null ? null : split(notFor, ","),
                level == null ? null : number(level),
                expires,
                conditions == null ? null : split(conditions, ";"))
            .toPolicy());
  }

  /** One spelling of the policy as JSON: equal policies have equal strings. */
  public String canonical() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("source", source);
    map.put("purposes", purposes.stream().map(Purpose::code).toList());
    if (handling != null) {
      map.put("handling", Map.copyOf(sortedHandling(handling)));
    }
    map.put("grading", gradingMap());
    map.put("only_for", onlyFor);
    map.put("not_for", notFor);
    map.put("level", level);
    if (expiresOn != null) {
      map.put("expires_on", expiresOn.toString());
    }
    map.put("conditions", conditions);
    try {
      return JSON.writer()
          .with(com.fasterxml.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .writeValueAsString(map);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Stable id: 32 hex digits of the SHA-256 of the canonical form. */
  public String id() {
    return Hash.id("policy", canonical());
  }

  private static Map<String, String> sortedHandling(Handling h) {
    return Map.of("scheme", h.scheme(), "code", h.code());
  }

  private Map<String, String> gradingMap() {
    Map<String, String> map = new LinkedHashMap<>();
    if (grading.source() != null) {
      map.put("source", grading.source());
    }
    if (grading.information() != null) {
      map.put("information", grading.information());
    }
    return map;
  }

  private static Handling handling(String text) {
    List<String> parts = split(text, ":");
    if (parts.size() != 2) {
      throw new IllegalArgumentException(
          "Cannot read a policy: handling must be scheme:code, found " + text);
    }
    return new Handling(parts.get(0), parts.get(1));
  }

  private static Grading grading(String text) {
    return new Grading(
        text.isEmpty() ? null : text.substring(0, 1), text.length() < 2 ? null : text.substring(1));
  }

  private static Integer number(String text) {
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "Cannot read a policy: level must be 0 to 3, found " + text, e);
    }
  }

  private static @Nullable LocalDate date(@Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text.strip());
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Cannot read a policy: expires_on must be a date as 2030-12-31, found " + text, e);
    }
  }

  private static SortedSet<String> names(@Nullable List<String> list) {
    SortedSet<String> set = new TreeSet<>();
    if (list != null) {
      list.forEach(n -> set.add(n.strip()));
    }
    return set;
  }

  private static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(separator, -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }
}
