package org.insight.services.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.insight.services.ask.ExportedNetwork;
import org.insight.services.ask.ExportedNetwork.Link;
import org.insight.services.ask.ExportedNetwork.Marking;
import org.insight.services.ask.ExportedNetwork.Node;

/**
 * A network as a STIX 2.1 bundle. Persons and bodies are identities, documents are files, and all
 * else is infrastructure, for STIX has no vehicles or accounts of banks. A link is a relationship.
 * What STIX has no property for is in an extension.
 *
 * <p>Each object has its handling codes as markings: codes of the Traffic Light Protocol as STIX
 * publishes them, others as statements, and the restrictions in words as one more statement.
 */
final class StixBundle {

  /** Of the ids that are made of names, by RFC 9562. */
  private static final UUID NAMESPACE = UUID.fromString("6c7e3d0a-9d3f-5c0e-8a53-6a4d1c1f0e8b");

  private static final String EXTENSION = "extension-definition--" + uuid("extension 1");
  private static final String PLATFORM = "identity--" + uuid("platform");
  private static final String TLP_EXTENSION =
      "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";
  private static final String TLP_CREATED = "2022-10-01T00:00:00.000Z";

  /** The day of the extension's first version. */
  private static final String CREATED = "2026-12-02T00:00:00.000Z";

  /** Markings that OASIS publishes. */
  private static final Map<String, String> TLP =
      Map.of(
          "TLP CLEAR", "94868c89-83c2-464b-929b-a1a8aa3c8487",
          "TLP WHITE", "94868c89-83c2-464b-929b-a1a8aa3c8487",
          "TLP GREEN", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
          "TLP AMBER", "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
          "TLP AMBER+STRICT", "939a9414-2ddd-4d32-a0cd-375ea402b003",
          "TLP RED", "e828b379-4e03-4974-9ac4-e53a884c97c1");

  private static final Set<String> PERSONS = Set.of("Person");
  private static final Set<String> BODIES =
      Set.of("LegalEntity", "Company", "Organization", "PublicBody");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final String at;
  private final Map<String, Map<String, Object>> markings = new TreeMap<>();

  private StixBundle(Instant at) {
    this.at = TIME.format(at);
  }

  static byte[] of(ExportedNetwork network, Instant at) {
    return ExportJson.text(new StixBundle(at).bundle(network)).getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, Object> bundle(ExportedNetwork network) {
    Map<String, String> ids = new TreeMap<>();
    List<Object> objects = new ArrayList<>();
    List<Object> marked = new ArrayList<>();
    for (Node node : network.nodes()) {
      Map<String, Object> object = node(node);
      ids.put(node.id(), String.valueOf(object.get("id")));
      marked.add(object);
    }
    network.links().forEach(link -> marked.add(link(link, ids)));
    objects.add(platform());
    objects.add(extension());
    objects.addAll(markings.values());
    objects.addAll(marked);
    Map<String, Object> bundle = new LinkedHashMap<>();
    bundle.put("type", "bundle");
    // The same objects are the same bundle.
    bundle.put("id", "bundle--" + uuid(ExportJson.text(objects)));
    bundle.put("objects", objects);
    return bundle;
  }

  private static Map<String, Object> object(String type, String id, String at) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", type);
    object.put("spec_version", "2.1");
    object.put("id", id);
    object.put("created", at);
    object.put("modified", at);
    return object;
  }

  private static Map<String, Object> platform() {
    Map<String, Object> platform = object("identity", PLATFORM, CREATED);
    platform.put("name", "Insight");
    platform.put("identity_class", "system");
    return platform;
  }

  private static Map<String, Object> extension() {
    Map<String, Object> extension = object("extension-definition", EXTENSION, CREATED);
    extension.put("created_by_ref", PLATFORM);
    extension.put("name", "Insight: nodes and links of networks");
    extension.put(
        "description",
        "Kind, caption, strength in bits, evidence and marking, as docs/for-analysts.md says.");
    extension.put("schema", "docs/for-analysts.md");
    extension.put("version", "1.0.0");
    extension.put("extension_types", List.of("property-extension"));
    return extension;
  }

  private Map<String, Object> node(Node node) {
    String type =
        PERSONS.contains(node.kind()) || BODIES.contains(node.kind())
            ? "identity"
            : node.kind().equals("Document") ? "file" : "infrastructure";
    String name = (node.caption() + " " + node.identifier()).strip();
    Map<String, Object> object = object(type, type + "--" + uuid(node.id()), at);
    object.put("name", name);
    switch (type) {
      case "identity" ->
          object.put(
              "identity_class", PERSONS.contains(node.kind()) ? "individual" : "organization");
      case "infrastructure" -> object.put("infrastructure_types", List.of("unknown"));
      default -> {
        // Observables have no versions.
        object.remove("created");
        object.remove("modified");
      }
    }
    return finished(object, ExportJson.of(node), node.marking());
  }

  private Map<String, Object> link(Link link, Map<String, String> ids) {
    Map<String, Object> object = object("relationship", "relationship--" + uuid(link.id()), at);
    object.put("relationship_type", "related-to");
    object.put("description", InWords.shared(link) + "\n" + InWords.evidence(link));
    // The owner, payer or the like is the source, if only one of both ends is that.
    boolean back =
        !link.directions().isEmpty()
            && link.directions().stream().allMatch(said -> said.from().equals(link.to()));
    object.put("source_ref", ids.get(back ? link.to() : link.from()));
    object.put("target_ref", ids.get(back ? link.from() : link.to()));
    return finished(object, ExportJson.of(link), link.marking());
  }

  private Map<String, Object> finished(
      Map<String, Object> object, Map<String, Object> insight, Marking marking) {
    List<String> refs = new ArrayList<>();
    marking.handling().forEach(code -> refs.add(code(code)));
    refs.add(statement(InWords.marking(marking)));
    object.put("object_marking_refs", refs);
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("extension_type", "property-extension");
    own.putAll(insight);
    object.put("extensions", Map.of(EXTENSION, own));
    return object;
  }

  private String code(String code) {
    String published = TLP.get(code);
    if (published == null) {
      return statement(code);
    }
    String id = "marking-definition--" + published;
    Map<String, Object> marking = marking(id, TLP_CREATED);
    String level = code.substring("TLP ".length()).replace("WHITE", "CLEAR");
    marking.put("name", "TLP:" + level);
    marking.put(
        "extensions",
        Map.of(
            TLP_EXTENSION,
            new TreeMap<>(
                Map.of(
                    "extension_type",
                    "property-extension",
                    "tlp_2_0",
                    level.toLowerCase(Locale.ROOT)))));
    markings.put(id, marking);
    return id;
  }

  private String statement(String text) {
    String id = "marking-definition--" + uuid("marking " + text);
    Map<String, Object> marking = marking(id, CREATED);
    marking.put("created_by_ref", PLATFORM);
    marking.put("definition_type", "statement");
    marking.put("definition", Map.of("statement", text));
    markings.put(id, marking);
    return id;
  }

  private static Map<String, Object> marking(String id, String created) {
    Map<String, Object> marking = object("marking-definition", id, created);
    marking.remove("modified");
    return marking;
  }

  /** A UUID of version 5. */
  private static UUID uuid(String name) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(NAMESPACE.getMostSignificantBits())
              .putLong(NAMESPACE.getLeastSignificantBits())
              .array());
      ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
      long high = digest.getLong() & ~0xf000L | 0x5000L;
      long low = digest.getLong() & ~(3L << 62) | 1L << 63;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
