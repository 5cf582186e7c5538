package org.insight.services.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.insight.services.ask.ExportedNetwork;
import org.insight.services.ask.ExportedNetwork.Link;
import org.insight.services.ask.ExportedNetwork.Marking;
import org.insight.services.ask.ExportedNetwork.Node;
import org.insight.services.ask.FoundLink.Carrier;
import org.insight.services.ask.FoundLink.Direction;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What went out comes back: no node, link, evidence or marking is lost. */
class ExportFormatTest {

  private static final Instant AT = Instant.parse("2026-12-02T10:00:00Z");

  private static final Marking GREEN =
      new Marking(List.of("TLP GREEN"), "FR: TLP GREEN, level 0, for investigation", false);
  private static final Marking STRICT =
      new Marking(
          List.of("EUROPOL H2", "Local X", "TLP AMBER+STRICT"),
          "GB: EUROPOL H2 (ask, \"first\"); ES: TLP AMBER+STRICT",
          true);

  private static final Node ADA =
      new Node(
          "E-1",
          "Person",
          "Ada <Zorn> & \"co\", زورن",
          "",
          "both",
          0,
          0,
          Map.of("name", List.of("Ada Zorn", "A,\nZorn"), "country", List.of("FR")),
          GREEN);
  private static final Node FIRM =
      new Node("E-2", "Company", "Zorn Shoes", "", "records", 1, 9.125, Map.of(), GREEN);
  private static final Node CAR =
      new Node("E-3", "Vehicle", "(no name)", "AB 12 CD", "records", 1, 20, Map.of(), STRICT);
  private static final Node NOTE =
      new Node("f".repeat(64), "Document", "Note", "", "document", 2, 3.5, Map.of(), GREEN);
  private static final Node BEA =
      new Node("E-4", "Person", "Bea Zorn", "", "text", 1, 12, Map.of(), GREEN);

  private static final ExportedNetwork NETWORK =
      new ExportedNetwork(
          List.of(ADA, FIRM, CAR, NOTE, BEA),
          List.of(
              link("L-1", ADA, FIRM, List.of("director", "phone"), List.of("phone:+33612345678")),
              link("L-2", ADA, CAR, List.of("owner"), List.of()),
              link("L-3", CAR, NOTE, List.of("plate"), List.of("plate:AB12CD")),
              link("L-4", BEA, ADA, List.of("family"), List.of()),
              link("L-5", BEA, FIRM, List.of("family"), List.of())),
          1,
          2,
          false);

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static Link link(String id, Node from, Node to, List<String> kinds, List<String> values) {
    return new Link(
        id,
        from.id(),
        to.id(),
        kinds,
        values,
        kinds.contains("owner") ? List.of(new Direction("owner", from.id(), to.id())) : List.of(),
        kinds.contains("owner") ? "" : "2025-03",
        kinds.contains("owner") ? "" : "2025-11-30",
        10.062,
        2,
        List.of("4x4 B2", "ADMIRALTY C3"),
        List.of(
            new Carrier(kinds.get(0), "v", "record", "r1", "fr/a,b.csv", "row 1", "2025-03", ""),
            new Carrier(
                kinds.get(0),
                "",
                "document",
                "d1",
                "fr/n.txt",
                "characters 1-2",
                "2025-11-30",
                "Paid\n\"it\" & <left>.")),
        from == CAR || to == CAR ? STRICT : GREEN);
  }

  private static String text(ExportFormat format) {
    return new String(format.content(NETWORK, AT), StandardCharsets.UTF_8);
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T read(JsonNode json, Class<T> type) {
    return JSON.convertValue(json, type);
  }

  private static void assertCameBack(List<Node> nodes, List<Link> links) {
    assertThat(nodes).isEqualTo(NETWORK.nodes());
    assertThat(links).isEqualTo(NETWORK.links());
  }

  @Test
  void entitiesOfFollowTheMoneyComeBack() {
    List<Node> nodes = new ArrayList<>();
    Map<String, Link> links = new LinkedHashMap<>();
    for (String line : text(ExportFormat.FTM).lines().toList()) {
      JsonNode own = tree(line).required("insight");
      if (own.has("from")) {
        links.put(own.required("id").asText(), read(own, Link.class));
      } else {
        nodes.add(read(own, Node.class));
      }
    }
    assertCameBack(nodes, List.copyOf(links.values()));
  }

  @Test
  void linksHaveTheSchemaThatTheirKindAndEndsAllow() {
    Map<String, JsonNode> properties = new HashMap<>();
    Map<String, String> schemas = new HashMap<>();
    for (String line : text(ExportFormat.FTM).lines().toList()) {
      JsonNode entity = tree(line);
      properties.put(entity.required("id").asText(), entity.required("properties"));
      schemas.put(entity.required("id").asText(), entity.required("schema").asText());
    }
    assertThat(schemas)
        .containsEntry("L-1", "UnknownLink")
        .containsEntry("L-1-Directorship", "Directorship")
        .containsEntry("L-2-Ownership", "Ownership")
        .containsEntry("L-4-Family", "Family")
        .as("a company is no relative")
        .containsEntry("L-5", "UnknownLink")
        .doesNotContainKeys("L-2", "L-4");
    assertThat(first(properties, "L-2-Ownership", "owner")).isEqualTo("E-1");
    assertThat(first(properties, "L-2-Ownership", "asset")).isEqualTo("E-3");
    assertThat(first(properties, "L-1", "date")).isEqualTo("2025-03");
    assertThat(first(properties, "L-2-Ownership", "description"))
        .contains("Not to be passed on.", "EUROPOL H2");
    assertThat(first(properties, "E-3", "registrationNumber")).isEqualTo("AB 12 CD");
  }

  private static String first(Map<String, JsonNode> properties, String id, String property) {
    return properties
        .getOrDefault(id, JSON.createObjectNode())
        .required(property)
        .required(0)
        .asText();
  }

  @Test
  void objectsOfStixComeBackEachWithItsMarkings() {
    List<Node> nodes = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    List<JsonNode> marked = new ArrayList<>();
    for (JsonNode object : tree(text(ExportFormat.STIX)).required("objects")) {
      assertThat(ids.add(object.required("id").asText())).isTrue();
      if (object.has("object_marking_refs")) {
        marked.add(object);
        JsonNode own = object.required("extensions").iterator().next();
        if (object.required("type").asText().equals("relationship")) {
          links.add(read(own, Link.class));
          assertThat(ids)
              .contains(
                  object.required("source_ref").asText(), object.required("target_ref").asText());
        } else {
          nodes.add(read(own, Node.class));
        }
      }
    }
    assertCameBack(nodes, links);
    assertThat(marked)
        .allSatisfy(
            object ->
                object
                    .required("object_marking_refs")
                    .forEach(marking -> assertThat(ids).contains(marking.asText())));
    assertThat(marked.get(2).required("object_marking_refs"))
        .as("three codes, and the restrictions in words")
        .hasSize(4)
        .extracting(JsonNode::asText)
        .contains("marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003");
  }

  @Test
  void theOwnerIsTheSourceOfARelationshipOfStix() {
    Link owned =
        new Link(
            "L-9",
            CAR.id(),
            ADA.id(),
            List.of("owner"),
            List.of(),
            List.of(new Direction("owner", ADA.id(), CAR.id())),
            "",
            "",
            8,
            1,
            List.of(),
            List.of(),
            GREEN);
    ExportedNetwork network = new ExportedNetwork(List.of(CAR, ADA), List.of(owned), 0, 0, false);
    Map<String, String> names = new HashMap<>();
    List<String> said = new ArrayList<>();
    for (JsonNode object :
        tree(new String(ExportFormat.STIX.content(network, AT), StandardCharsets.UTF_8))
            .required("objects")) {
      if (object.has("source_ref")) {
        said.add(names.get(object.required("source_ref").asText()));
        said.add(names.get(object.required("target_ref").asText()));
      } else {
        names.put(object.required("id").asText(), object.path("name").asText());
      }
    }
    assertThat(said).containsExactly(ADA.caption(), "(no name) AB 12 CD");
  }

  @Test
  void theSameObjectsHaveTheSameIds() {
    Instant later = AT.plusSeconds(60);
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    tree(text(ExportFormat.STIX))
        .required("objects")
        .forEach(object -> first.add(object.required("id").asText()));
    tree(new String(ExportFormat.STIX.content(NETWORK, later), StandardCharsets.UTF_8))
        .required("objects")
        .forEach(object -> second.add(object.required("id").asText()));
    assertThat(first).isEqualTo(second);
    for (ExportFormat format : List.of(ExportFormat.FTM, ExportFormat.GRAPHML, ExportFormat.CSV)) {
      assertThat(format.content(NETWORK, AT)).isEqualTo(format.content(NETWORK, later));
    }
  }

  @Test
  void nodesAndEdgesOfGraphmlComeBack() throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(ExportFormat.GRAPHML.content(NETWORK, AT)))
            .getDocumentElement();
    List<Node> nodes = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    for (Element node : elements(root, "node")) {
      nodes.add(node(node.getAttribute("id"), data(node, "node-")));
    }
    for (Element edge : elements(root, "edge")) {
      Map<String, String> data = data(edge, "edge-");
      data.put("from", edge.getAttribute("source"));
      data.put("to", edge.getAttribute("target"));
      links.add(link(edge.getAttribute("id"), data, carriers(data.getOrDefault("evidence", ""))));
    }
    assertCameBack(nodes, links);
  }

  @Test
  void charactersThatXmlCannotHoldAreReplaced() {
    ExportedNetwork odd =
        new ExportedNetwork(
            List.of(
                new Node(
                    "E-1",
                    "Person",
                    "A\u0000\u001bB\ud83d\ude00",
                    "",
                    "text",
                    0,
                    0,
                    Map.of(),
                    GREEN)),
            List.of(),
            0,
            0,
            false);
    assertThat(new String(ExportFormat.GRAPHML.content(odd, AT), StandardCharsets.UTF_8))
        .contains("A\ufffd\ufffdB")
        .doesNotContain("\u0000", "\u001b");
  }

  private static List<Element> elements(Element root, String name) {
    NodeList found = root.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static Map<String, String> data(Element of, String prefix) {
    Map<String, String> data = new HashMap<>();
    for (Element one : elements(of, "data")) {
      String key = one.getAttribute("key");
      assertThat(key).startsWith(prefix);
      data.put(key.substring(prefix.length()), one.getTextContent());
    }
    return data;
  }

  @Test
  void rowsOfCsvComeBack() throws IOException {
    Map<String, List<Map<String, String>>> tables = new HashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(ExportFormat.CSV.content(NETWORK, AT)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        tables.put(entry.getName(), rows(new String(zip.readAllBytes(), StandardCharsets.UTF_8)));
      }
    }
    assertThat(tables).containsOnlyKeys("nodes.csv", "links.csv", "evidence.csv");
    Map<String, List<Carrier>> evidence = new HashMap<>();
    for (Map<String, String> row : tables.getOrDefault("evidence.csv", List.of())) {
      evidence
          .computeIfAbsent(row.get("link_id"), id -> new ArrayList<>())
          .add(JSON.convertValue(row, Carrier.class));
    }
    assertCameBack(
        tables.getOrDefault("nodes.csv", List.of()).stream()
            .map(row -> node(String.valueOf(row.get("id")), row))
            .toList(),
        tables.getOrDefault("links.csv", List.of()).stream()
            .map(
                row -> {
                  String id = String.valueOf(row.get("id"));
                  return link(id, row, evidence.getOrDefault(id, List.of()));
                })
            .toList());
  }

  /** Rows by the names of the columns. */
  private static List<Map<String, String>> rows(String csv) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (c == '"' && quoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
        cell.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        record.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          records.add(List.copyOf(record));
          record.clear();
        }
      } else if (quoted || c != '\r') {
        cell.append(c);
      }
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> cells : records.subList(1, records.size())) {
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < cells.size(); i++) {
        row.put(records.get(0).get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static Node node(String id, Map<String, String> row) {
    return new Node(
        id,
        of(row, "kind"),
        of(row, "caption"),
        of(row, "identifier"),
        of(row, "basis"),
        Integer.parseInt(of(row, "hops")),
        Double.parseDouble(of(row, "strength")),
        JSON.convertValue(tree(of(row, "properties")), new TypeReference<>() {}),
        marking(row));
  }

  private static Link link(String id, Map<String, String> row, List<Carrier> evidence) {
    return new Link(
        id,
        of(row, "from"),
        of(row, "to"),
        texts(of(row, "kinds")),
        texts(of(row, "values")),
        JSON.convertValue(tree(of(row, "directions")), new TypeReference<>() {}),
        of(row, "first_day"),
        of(row, "last_day"),
        Double.parseDouble(of(row, "strength")),
        Integer.parseInt(of(row, "independent_sources")),
        texts(of(row, "grading")),
        evidence,
        marking(row));
  }

  private static Marking marking(Map<String, String> row) {
    return new Marking(
        texts(of(row, "handling")),
        of(row, "restrictions"),
        Boolean.parseBoolean(of(row, "restricted")));
  }

  private static List<Carrier> carriers(String json) {
    return JSON.convertValue(tree(json), new TypeReference<>() {});
  }

  private static List<String> texts(String json) {
    return JSON.convertValue(tree(json), new TypeReference<>() {});
  }

  private static String of(Map<String, String> row, String column) {
    String cell = row.get(column);
    if (cell == null) {
      throw new AssertionError("no " + column);
    }
    return cell;
  }
}
