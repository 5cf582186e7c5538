package org.insight.services.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.insight.services.ask.ExportedNetwork;
import org.insight.services.ask.ExportedNetwork.Link;
import org.insight.services.ask.ExportedNetwork.Marking;
import org.insight.services.ask.ExportedNetwork.Node;
import org.insight.services.ask.FoundLink.Direction;
import org.jspecify.annotations.Nullable;

/**
 * A network as FollowTheMoney entities, one JSON object a line. What the model has no property for
 * is in the key {@code insight}, which its tools keep.
 *
 * <p>A link that both ends share by chance or habit is an UnknownLink. One that a source states has
 * the kind of FollowTheMoney, if its ends are of the schemas that this kind asks for.
 */
final class FtmEntities {

  private static final String DATASET = "insight";

  private static final String UNKNOWN = "UnknownLink";

  private static final Set<String> ASSETS = Set.of("Company", "Vehicle", "BankAccount");
  private static final Set<String> BODIES = Set.of("Company", "Organization", "PublicBody");
  private static final Set<String> OWNERS =
      Set.of("Person", "LegalEntity", "Company", "Organization", "PublicBody");
  private static final Set<String> PERSONS = Set.of("Person");

  /**
   * An entity that ties two others.
   *
   * @param first property of the end of one of {@code firsts}
   * @param second property of the other end
   */
  private record Tie(
      String schema, String first, Set<String> firsts, String second, Set<String> seconds) {}

  /** By the kind of a stated link. */
  private static final Map<String, Tie> STATED =
      Map.of(
          "owner", new Tie("Ownership", "owner", OWNERS, "asset", ASSETS),
          "beneficiary", new Tie("Ownership", "owner", OWNERS, "asset", ASSETS),
          "holder", new Tie("Ownership", "owner", OWNERS, "asset", ASSETS),
          "director", new Tie("Directorship", "director", OWNERS, "organization", BODIES),
          "employer", new Tie("Employment", "employee", PERSONS, "employer", BODIES),
          "family", new Tie("Family", "person", PERSONS, "relative", PERSONS),
          "associate", new Tie("Associate", "person", PERSONS, "associate", PERSONS));

  private FtmEntities() {}

  static byte[] of(ExportedNetwork network) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    network.nodes().forEach(node -> nodes.put(node.id(), node));
    StringBuilder lines = new StringBuilder();
    for (Node node : network.nodes()) {
      lines.append(ExportJson.text(node(node))).append('\n');
    }
    for (Link link : network.links()) {
      for (Map<String, Object> entity : link(link, nodes)) {
        lines.append(ExportJson.text(entity)).append('\n');
      }
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, Object> node(Node node) {
    Map<String, List<String>> properties = new TreeMap<>(node.properties());
    properties.computeIfPresent(
        "country",
        (country, codes) -> codes.stream().map(c -> c.toLowerCase(Locale.ROOT)).toList());
    if (!properties.containsKey("name")) {
      properties.put("name", List.of(node.caption()));
    }
    String number = number(node);
    if (number != null) {
      properties.put(number, List.of(node.identifier()));
    }
    properties.put("notes", List.of(InWords.marking(node.marking())));
    return entity(node.id(), node.kind(), properties, ExportJson.of(node));
  }

  private static @Nullable String number(Node node) {
    if (node.identifier().isEmpty()) {
      return null;
    }
    return switch (node.kind()) {
      case "Vehicle" -> "registrationNumber";
      case "BankAccount" -> "accountNumber";
      default -> null;
    };
  }

  private static List<Map<String, Object>> link(Link link, Map<String, Node> nodes) {
    SortedMap<String, Map<String, List<String>>> bySchema = new TreeMap<>();
    for (String kind : link.kinds()) {
      Tie tie = STATED.get(kind);
      Map<String, List<String>> ends = tie == null ? null : ends(tie, kind, link, nodes);
      String schema = tie == null || ends == null ? UNKNOWN : tie.schema();
      bySchema.putIfAbsent(
          schema,
          new TreeMap<>(
              ends != null
                  ? ends
                  : Map.of("subject", List.of(link.from()), "object", List.of(link.to()))));
      if (schema.equals(UNKNOWN) || schema.equals("Ownership")) {
        Map<String, List<String>> properties = bySchema.get(schema);
        List<String> roles = new ArrayList<>(properties.getOrDefault("role", List.of()));
        roles.add(kind);
        properties.put("role", roles);
      }
    }
    List<Map<String, Object>> entities = new ArrayList<>();
    Marking marking = link.marking();
    bySchema.forEach(
        (schema, properties) -> {
          properties.put("summary", List.of(InWords.shared(link)));
          if (!link.firstDay().isEmpty()) {
            properties.put("date", Stream.of(link.firstDay(), link.lastDay()).distinct().toList());
          }
          properties.put(
              "description", List.of(InWords.evidence(link) + "\n" + InWords.marking(marking)));
          entities.add(
              entity(
                  schema.equals(UNKNOWN) ? link.id() : link.id() + "-" + schema,
                  schema,
                  properties,
                  ExportJson.of(link)));
        });
    return entities;
  }

  /** Which end is which, if their schemas or the source say so; else null. */
  private static @Nullable Map<String, List<String>> ends(
      Tie tie, String kind, Link link, Map<String, Node> nodes) {
    Node from = nodes.get(link.from());
    Node to = nodes.get(link.to());
    if (from == null || to == null) {
      return null;
    }
    boolean forth = fits(tie, from, to);
    boolean back = fits(tie, to, from);
    if (forth && back) {
      Set<String> first =
          link.directions().stream()
              .filter(direction -> direction.kind().equals(kind))
              .map(Direction::from)
              .collect(Collectors.toSet());
      forth = first.isEmpty() || first.contains(from.id());
      back = first.isEmpty() || first.contains(to.id());
    }
    if (!forth && !back || forth && back && !tie.firsts().equals(tie.seconds())) {
      return null;
    }
    return Map.of(
        tie.first(), List.of(forth ? from.id() : to.id()),
        tie.second(), List.of(forth ? to.id() : from.id()));
  }

  private static boolean fits(Tie tie, Node first, Node second) {
    return tie.firsts().contains(first.kind()) && tie.seconds().contains(second.kind());
  }

  private static Map<String, Object> entity(
      String id, String schema, Map<String, List<String>> properties, Map<String, Object> insight) {
    Map<String, Object> entity = new LinkedHashMap<>();
    entity.put("id", id);
    entity.put("schema", schema);
    entity.put("properties", properties);
    entity.put("datasets", List.of(DATASET));
    entity.put("insight", insight);
    return entity;
  }
}
