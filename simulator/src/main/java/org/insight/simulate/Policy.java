package org.insight.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The restrictions of a source, in the words of {@code policy.yaml}.
 *
 * @param id source and variant, as {@code FR/h3}: the folder that has it
 * @param handling scheme and code, in this order
 * @param grading scheme, grade of the source and of the information, in this order
 */
record Policy(
    String id,
    String source,
    List<String> purposes,
    List<String> handling,
    List<String> grading,
    List<String> onlyFor,
    List<String> notFor,
    int level,
    @Nullable String expiresOn,
    List<String> conditions) {

  private static final List<String> USUAL =
      List.of("crime-analysis", "investigation", "identification");

  /** Variants of each source, with their share of its items in percent. */
  private static final Map<String, Integer> SHARES = new LinkedHashMap<>();

  /** What the last day of a policy is in other editions; few, as years end in few days. */
  private static final List<Map<String, String>> LAST_DAYS =
      List.of(
          Map.of(
              "2031-12-31", "2031-12-31",
              "2028-06-30", "2028-06-30",
              "2030-12-31", "2030-12-31",
              "2026-06-30", "2026-06-30"),
          Map.of(
              "2031-12-31", "2032-12-31",
              "2028-06-30", "2029-06-30",
              "2030-12-31", "2031-12-31",
              "2026-06-30", "2025-12-31"));

  static {
    SHARES.put("open", 48);
    SHARES.put("h1", 32);
    SHARES.put("h2", 9);
    SHARES.put("h3", 6);
    SHARES.put("fiu", 3);
    SHARES.put("old", 2);
  }

  static List<String> variants() {
    return List.copyOf(SHARES.keySet());
  }

  static String variant(Draws draws) {
    int at = draws.below(100);
    for (Map.Entry<String, Integer> share : SHARES.entrySet()) {
      at -= share.getValue();
      if (at < 0) {
        return share.getKey();
      }
    }
    return "open";
  }

  /** What a source lays down for a variant; {@code others} are the other countries of the plan. */
  static Policy of(String source, String variant, List<String> others) {
    String id = source + "/" + variant;
    String first = others.isEmpty() ? "CH" : others.get(0);
    String second = others.size() < 2 ? "NO" : others.get(1);
    return switch (variant) {
      case "open" ->
          new Policy(
              id,
              source,
              List.of(
                  "crime-analysis",
                  "investigation",
                  "identification",
                  "locate",
                  "wanted-person",
                  "warning"),
              List.of("TLP", "GREEN"),
              List.of("ADMIRALTY", "B", "2"),
              List.of(),
              List.of(),
              0,
              null,
              List.of());
      case "h1" ->
          new Policy(
              id,
              source,
              USUAL,
              List.of("EUROPOL", "H1"),
              List.of("4x4", "B", "2"),
              List.of(),
              List.of(),
              1,
              null,
              List.of("not to be used in court without the consent of the source"));
      case "h2" ->
          new Policy(
              id,
              source,
              USUAL,
              List.of("EUROPOL", "H2"),
              List.of("4x4", "A", "1"),
              List.of(),
              List.of(first),
              2,
              "2031-12-31",
              List.of("not to be passed on without the consent of the source"));
      case "h3" ->
          new Policy(
              id,
              source,
              List.of("crime-analysis", "investigation"),
              List.of("EUROPOL", "H3"),
              List.of("4x4", "A", "1"),
              List.of(source, first, second).stream().sorted().toList(),
              List.of(),
              3,
              "2028-06-30",
              List.of("protect the informant", "ask before any use"));
      case "fiu" ->
          new Policy(
              id,
              source,
              List.of("investigation"),
              List.of("TLP", "AMBER+STRICT"),
              List.of("ADMIRALTY", "A", "2"),
              List.of("FIU", source).stream().sorted().toList(),
              List.of(),
              2,
              "2030-12-31",
              List.of("for financial intelligence only"));
      case "old" ->
          new Policy(
              id,
              source,
              USUAL,
              List.of("5x5x5", "4"),
              List.of("5x5x5", "E", "4"),
              List.of(),
              List.of(),
              1,
              "2026-06-30",
              List.of());
      default ->
          throw new IllegalArgumentException(
              "Cannot make a policy: unknown variant, found " + variant);
    };
  }

  /**
   * The same kind of restriction, laid down another time; the first edition is this policy. What
   * keeps all but a few out still does, and what does not still does not.
   */
  Policy edition(int number, List<String> others) {
    if (number == 1) {
      return this;
    }
    String other = others.isEmpty() ? "CH" : others.get(number % others.size());
    List<String> less = new ArrayList<>(purposes);
    if (less.size() > 2) {
      less.remove(number % less.size());
    }
    List<String> alone = new ArrayList<>(onlyFor);
    if (!alone.isEmpty() && !alone.contains(other)) {
      // One more for whom it is, or in a list of three one in the place of another.
      if (alone.size() > 2) {
        alone.remove(alone.indexOf(source) == 0 ? 1 : 0);
      }
      alone.add(other);
    }
    List<String> series = new ArrayList<>(conditions);
    series.add("series " + number);
    return new Policy(
        Editions.name(id, number),
        source,
        less,
        handling,
        grading,
        alone.stream().sorted().toList(),
        notFor.isEmpty() ? notFor : List.of(other),
        level,
        expiresOn == null ? null : LAST_DAYS.get(number % LAST_DAYS.size()).get(expiresOn),
        series);
  }

  /** More than a clearance of 1 is asked for, or only some may see it, or it is past its day. */
  boolean restricted() {
    return level > 1
        || !onlyFor.isEmpty()
        || !notFor.isEmpty()
        || (expiresOn != null && expiresOn.compareTo(Persons.LAST_DAY.toString()) < 0);
  }

  /** With the keys of {@code policy.yaml}. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("source", source);
    map.put("purposes", purposes);
    map.put("handling", handlingMap());
    map.put("grading", gradingMap());
    if (!onlyFor.isEmpty()) {
      map.put("only_for", onlyFor);
    }
    if (!notFor.isEmpty()) {
      map.put("not_for", notFor);
    }
    map.put("level", level);
    if (expiresOn != null) {
      map.put("expires_on", expiresOn);
    }
    if (!conditions.isEmpty()) {
      map.put("conditions", conditions);
    }
    return map;
  }

  private Map<String, String> handlingMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("scheme", handling.get(0));
    map.put("code", handling.get(1));
    return map;
  }

  private Map<String, String> gradingMap() {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("scheme", grading.get(0));
    map.put("source", grading.get(1));
    map.put("information", grading.get(2));
    return map;
  }

  String yaml() {
    StringBuilder yaml = new StringBuilder();
    asMap()
        .forEach(
            (key, value) -> {
              if (value instanceof List<?> list) {
                yaml.append(key).append(":\n");
                list.forEach(entry -> yaml.append("  - \"").append(entry).append("\"\n"));
              } else if (value instanceof Map<?, ?> map) {
                yaml.append(key).append(":\n");
                map.forEach(
                    (k, v) -> yaml.append("  ").append(k).append(": \"").append(v).append("\"\n"));
              } else if (value instanceof String text) {
                yaml.append(key).append(": \"").append(text).append("\"\n");
              } else {
                yaml.append(key).append(": ").append(value).append("\n");
              }
            });
    return yaml.toString();
  }

  /** As headers of a message. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Insight-Source", source);
    headers.put("X-Insight-Purposes", String.join(", ", purposes));
    headers.put("X-Insight-Handling", String.join(":", handling));
    headers.put("X-Insight-Grading", grading.get(0) + ":" + grading.get(1) + grading.get(2));
    if (!onlyFor.isEmpty()) {
      headers.put("X-Insight-Only-For", String.join(", ", onlyFor));
    }
    if (!notFor.isEmpty()) {
      headers.put("X-Insight-Not-For", String.join(", ", notFor));
    }
    headers.put("X-Insight-Level", String.valueOf(level));
    if (expiresOn != null) {
      headers.put("X-Insight-Expires-On", expiresOn);
    }
    if (!conditions.isEmpty()) {
      headers.put("X-Insight-Conditions", String.join("; ", conditions));
    }
    return headers;
  }
}
