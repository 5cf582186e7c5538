package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks fields up in a row's tree by paths such as {@code NATIONALITY/VALUE}; a field of just that
 * name goes before them.
 */
final class Fields {

  private final Set<String> nulls;

  /**
   * @param nulls texts that stand for no value; the empty one and {@link Placeholders} always do
   */
  Fields(Set<String> nulls) {
    this.nulls = Set.copyOf(nulls);
  }

  /** All values at a path, stripped, without nulls; {@code .} is the node itself. */
  List<String> values(JsonNode node, String path) {
    List<String> values = new ArrayList<>();
    for (JsonNode found : nodes(node, path)) {
      JsonNode scalar = found.isObject() ? found.path("#text") : found;
      if (scalar.isValueNode() && !scalar.isNull()) {
        String text = Cells.clean(scalar.asText());
        if (!text.isEmpty() && !nulls.contains(text) && !Placeholders.holds(text)) {
          values.add(text);
        }
      }
    }
    return values;
  }

  Optional<String> first(JsonNode node, String path) {
    return values(node, path).stream().findFirst();
  }

  /** All nodes at a path; arrays on the way count as their elements. */
  static List<JsonNode> nodes(JsonNode node, String path) {
    List<JsonNode> level = new ArrayList<>();
    flatten(node, level);
    if (path.equals(".")) {
      return level;
    }
    if (path.indexOf('/') >= 0) {
      // A column may be called so.
      List<JsonNode> whole = children(level, path);
      if (!whole.isEmpty()) {
        return whole;
      }
    }
    for (String step : path.split("/", -1)) {
      level = children(level, step);
    }
    return level;
  }

  private static List<JsonNode> children(List<JsonNode> parents, String name) {
    List<JsonNode> children = new ArrayList<>();
    for (JsonNode parent : parents) {
      JsonNode child = parent.get(name);
      if (child != null) {
        flatten(child, children);
      }
    }
    return children;
  }

  private static void flatten(JsonNode node, List<JsonNode> into) {
    if (node.isArray()) {
      node.forEach(n -> flatten(n, into));
    } else {
      into.add(node);
    }
  }
}
