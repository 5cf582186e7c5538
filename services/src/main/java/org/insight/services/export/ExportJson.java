package org.insight.services.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.insight.services.ask.ExportedNetwork.Link;
import org.insight.services.ask.ExportedNetwork.Node;

/** What the platform says of nodes and links as JSON, for the places that formats leave for it. */
final class ExportJson {

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private ExportJson() {}

  static String text(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All of a node but its place in the network, which the format itself has. */
  static Map<String, Object> of(Node node) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", node.id());
    map.put("kind", node.kind());
    map.put("caption", node.caption());
    map.put("identifier", node.identifier());
    map.put("basis", node.basis());
    map.put("hops", node.hops());
    map.put("strength", node.strength());
    map.put("properties", node.properties());
    map.put("marking", node.marking());
    return map;
  }

  static Map<String, Object> of(Link link) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", link.id());
    map.put("from", link.from());
    map.put("to", link.to());
    map.put("kinds", link.kinds());
    map.put("values", link.values());
    map.put("directions", link.directions());
    map.put("first_day", link.firstDay());
    map.put("last_day", link.lastDay());
    map.put("strength", link.strength());
    map.put("independent_sources", link.independentSources());
    map.put("grading", link.grading());
    map.put("evidence", link.evidence());
    map.put("marking", link.marking());
    return map;
  }
}
