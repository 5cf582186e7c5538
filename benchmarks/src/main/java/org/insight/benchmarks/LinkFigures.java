package org.insight.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * How well planted links are found: two persons are linked if an entity of the one and an entity of
 * the other have a link of that kind. An entity is the person's of whom it has most records and
 * texts.
 *
 * <p>A found link is right if the truth plants it. It is not counted if both persons have the value
 * in the truth but nothing was planted, as members of a household do. Of steps that nobody can find
 * none is counted, and no chain over them. Nor is a step of which the reader does not see both
 * items.
 *
 * @param byKind steps of links, by the kind of identifier
 * @param chains chains that are among the best paths between their ends
 * @param inSteps chains of which each step is found, be it between other entities of the person
 * @param unseen found steps of which the reader does not see both items
 */
record LinkFigures(
    SortedMap<String, PairCounts> byKind, PairCounts chains, PairCounts inSteps, long unseen) {

  /** Kinds of the truth, with the platform's. */
  private static final Map<String, String> KINDS =
      Map.of(
          "phone", "phone",
          "account", "iban",
          "plate", "plate",
          "address", "address",
          "booking", "booking");

  /** Each is a field of a person of the truth too. */
  private static final Set<String> COMPARED = Set.copyOf(KINDS.values());

  /**
   * Two persons of the truth who share an identifier.
   *
   * @param one the lesser id
   */
  private record Pair(String kind, String one, String other) {

    static Pair of(String kind, String a, String b) {
      return a.compareTo(b) < 0 ? new Pair(kind, a, b) : new Pair(kind, b, a);
    }
  }

  /**
   * A link between two entities that are persons.
   *
   * @param kinds of its edges
   */
  record FoundLink(String source, String target, List<String> kinds) {}

  /**
   * What a reader sees of the lake.
   *
   * @param sees whether the reader sees the item of a path
   * @param links links that the reader sees
   * @param entities persons by the entities of their records and texts, with how many of each
   * @param paths the best paths between two entities, as the entities on them
   */
  record View(
      Predicate<String> sees,
      Collection<FoundLink> links,
      Map<String, Map<String, Long>> entities,
      Function<Collection<Ends>, Map<Ends, List<List<String>>>> paths) {}

  /** Two entities between which paths are asked for. */
  record Ends(String from, String to) {}

  /**
   * @param links of the truth
   * @param persons of the truth, by id
   */
  static LinkFigures of(List<JsonNode> links, Map<String, JsonNode> persons, View view) {
    Set<Pair> planted = new HashSet<>();
    Set<Pair> findable = new HashSet<>();
    Set<Pair> seen = new HashSet<>();
    Map<String, Set<String>> values = new HashMap<>();
    persons.forEach((id, person) -> values.put(id, values(person)));
    for (JsonNode link : links) {
      for (JsonNode step : link.required("via")) {
        planted.add(pair(step));
        if (isSeen(step, view)) {
          seen.add(pair(step));
        }
        if (isFindable(step) && isSeen(step, view)) {
          findable.add(pair(step));
        }
        String value = kind(step) + ":" + step.required("value").asText();
        for (JsonNode end : step.required("evidence")) {
          values.computeIfAbsent(end.required("person").asText(), p -> new HashSet<>()).add(value);
        }
      }
    }
    Set<Pair> linked = new HashSet<>();
    for (FoundLink link : view.links()) {
      String one = most(view.entities().get(link.source()));
      String other = most(view.entities().get(link.target()));
      if (one != null && other != null && !one.equals(other)) {
        link.kinds().stream()
            .filter(COMPARED::contains)
            .forEach(kind -> linked.add(Pair.of(kind, one, other)));
      }
    }
    SortedMap<String, PairCounts> byKind = new TreeMap<>();
    for (String kind : COMPARED) {
      List<Pair> of = linked.stream().filter(pair -> pair.kind().equals(kind)).toList();
      long right = of.stream().filter(findable::contains).count();
      long strange = of.stream().filter(p -> !planted.contains(p) && !share(values, p)).count();
      long all = findable.stream().filter(pair -> pair.kind().equals(kind)).count();
      byKind.put(kind, new PairCounts(all, right + strange, right));
    }
    long unseen =
        linked.stream().filter(pair -> planted.contains(pair) && !seen.contains(pair)).count();
    List<JsonNode> chains = chains(links, view);
    long whole =
        chains.stream()
            .filter(chain -> steps(chain).map(LinkFigures::pair).allMatch(linked::contains))
            .count();
    return new LinkFigures(
        byKind, found(chains, view), new PairCounts(chains.size(), whole, whole), unseen);
  }

  private static Stream<JsonNode> steps(JsonNode link) {
    return StreamSupport.stream(link.required("via").spliterator(), false);
  }

  /** Chains that the reader can find. */
  private static List<JsonNode> chains(List<JsonNode> links, View view) {
    return links.stream()
        .filter(link -> link.required("kind").asText().equals("chain"))
        .filter(link -> steps(link).allMatch(step -> isFindable(step) && isSeen(step, view)))
        .toList();
  }

  private static PairCounts found(List<JsonNode> chains, View view) {
    Map<String, String> mostly = new HashMap<>();
    view.entities()
        .forEach(
            (entity, persons) -> {
              String person = most(persons);
              if (person != null) {
                mostly.put(entity, person);
              }
            });
    Map<JsonNode, Ends> ends = new LinkedHashMap<>();
    for (JsonNode link : chains) {
      List<String> persons = persons(link);
      String from = largest(persons.get(0), view.entities(), mostly);
      String to = largest(persons.get(persons.size() - 1), view.entities(), mostly);
      if (from != null && to != null && !from.equals(to)) {
        ends.put(link, new Ends(from, to));
      }
    }
    Map<Ends, List<List<String>>> paths = view.paths().apply(ends.values());
    long found =
        ends.entrySet().stream()
            .filter(
                chain ->
                    paths.getOrDefault(chain.getValue(), List.of()).stream()
                        .map(path -> met(path, mostly))
                        .anyMatch(persons(chain.getKey())::equals))
            .count();
    return new PairCounts(chains.size(), found, found);
  }

  /** The persons on a path. Two entities of one person beside each other are one. */
  private static List<String> met(List<String> path, Map<String, String> mostly) {
    List<String> persons = new ArrayList<>();
    for (String entity : path) {
      String person = mostly.getOrDefault(entity, "");
      if (persons.isEmpty() || !persons.get(persons.size() - 1).equals(person)) {
        persons.add(person);
      }
    }
    return persons;
  }

  private static List<String> persons(JsonNode link) {
    List<String> persons = new ArrayList<>();
    link.required("persons").forEach(person -> persons.add(person.asText()));
    return persons;
  }

  /** The entity that is a person's and has most of the person's records and texts. */
  private static @Nullable String largest(
      String person, Map<String, Map<String, Long>> entities, Map<String, String> mostly) {
    return mostly.entrySet().stream()
        .filter(entity -> entity.getValue().equals(person))
        .map(Map.Entry::getKey)
        .max(
            Comparator.comparingLong(
                    (String entity) ->
                        entities.getOrDefault(entity, Map.of()).getOrDefault(person, 0L))
                .thenComparing(Comparator.reverseOrder()))
        .orElse(null);
  }

  private static boolean isSeen(JsonNode step, View view) {
    for (JsonNode end : step.required("evidence")) {
      if (!view.sees().test(end.required("path").asText())) {
        return false;
      }
    }
    return true;
  }

  /** An inbox of an earlier release does not say. */
  private static boolean isFindable(JsonNode step) {
    return step.path("findable").asBoolean(true);
  }

  private static Pair pair(JsonNode step) {
    JsonNode ends = step.required("evidence");
    return Pair.of(
        kind(step),
        ends.required(0).required("person").asText(),
        ends.required(1).required("person").asText());
  }

  private static String kind(JsonNode step) {
    String kind = step.required("kind").asText();
    String known = KINDS.get(kind);
    if (known == null) {
      throw new IllegalArgumentException("Cannot tell a link's kind, found " + kind);
    }
    return known;
  }

  private static Set<String> values(JsonNode person) {
    Set<String> values = new HashSet<>();
    for (String kind : COMPARED) {
      if (person.path(kind).isTextual()) {
        values.add(kind + ":" + person.path(kind).asText());
      }
    }
    return values;
  }

  private static boolean share(Map<String, Set<String>> values, Pair pair) {
    Set<String> others = values.getOrDefault(pair.other(), Set.of());
    return values.getOrDefault(pair.one(), Set.of()).stream()
        .anyMatch(value -> value.startsWith(pair.kind() + ":") && others.contains(value));
  }

  private static @Nullable String most(@Nullable Map<String, Long> persons) {
    return persons == null
        ? null
        : persons.entrySet().stream()
            .max(
                Map.Entry.<String, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .orElse(null);
  }

  /** Steps of all kinds. */
  PairCounts all() {
    return byKind.values().stream().reduce(new PairCounts(0, 0, 0), PairCounts::plus);
  }

  /** With the keys of the JSON answer, which stay. */
  Map<String, @Nullable Object> asMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    byKind.forEach((kind, pairs) -> map.put(kind, pairs.asMap("links")));
    map.put("all", all().asMap("links"));
    map.put("chains", chains.asMap("links"));
    map.put("chains_in_steps", inSteps.asMap("links"));
    map.put("unseen_links", unseen);
    return map;
  }
}
