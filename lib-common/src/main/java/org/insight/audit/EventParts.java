package org.insight.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the audit enters of an event, taken out while the event streams by. Plans, statistics of
 * stages and the like are skipped, however long a reader's query makes them.
 */
final class EventParts {

  /** Characters of one text: a query of the length that Trino takes by default is whole. */
  private static final int LONGEST_TEXT = 2_000_000;

  /** Characters of all texts that are kept. */
  private static final int MOST = 16 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> KEPT =
      withWays(
          "/createTime",
          "/endTime",
          "/stageId",
          "/metadata/queryId",
          "/metadata/query",
          "/metadata/preparedQuery",
          "/metadata/tables/catalog",
          "/metadata/tables/schema",
          "/metadata/tables/table",
          "/metadata/tables/filters",
          "/metadata/tables/columns/column",
          "/metadata/tables/columns/mask",
          "/statistics/outputRows",
          "/failureInfo/errorCode/name",
          "/context/user",
          "/context/originalUser",
          "/context/principal",
          "/context/groups",
          "/context/clientInfo",
          "/context/clientTags",
          "/ioMetadata/inputs/catalogName",
          "/ioMetadata/inputs/schema",
          "/ioMetadata/inputs/table");

  private final JsonParser json;
  private int room = MOST;

  private EventParts(JsonParser json) {
    this.json = json;
  }

  /**
   * The parts of one event.
   *
   * @param event UTF-8; stays open, and may have more behind the event
   * @throws StreamConstraintsException where too much of it would be kept
   * @throws IOException where it is no JSON object
   */
  static JsonNode of(InputStream event) throws IOException {
    var texts = new ShortTexts(new InputStreamReader(event, StandardCharsets.UTF_8), LONGEST_TEXT);
    try (JsonParser json = JSON.createParser(texts)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      return new EventParts(json).value("");
    }
  }

  private JsonNode value(String path) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(path);
      case START_ARRAY -> array(path);
      default -> scalar();
    };
  }

  private ObjectNode object(String path) throws IOException {
    ObjectNode object = JSON.createObjectNode();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      String below = path + "/" + name;
      json.nextToken();
      if (KEPT.contains(below)) {
        object.set(name, value(below));
      } else {
        json.skipChildren();
      }
    }
    return object;
  }

  /** Each element once: a query may name a table a thousand times. */
  private ArrayNode array(String path) throws IOException {
    Set<JsonNode> elements = new LinkedHashSet<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      int before = room;
      if (!elements.add(value(path))) {
        room = before;
      }
    }
    return JSON.createArrayNode().addAll(elements);
  }

  private JsonNode scalar() throws IOException {
    room -= json.getTextLength();
    if (room < 0) {
      throw new StreamConstraintsException("more than " + MOST + " characters to keep");
    }
    return json.readValueAsTree();
  }

  /** Paths with all that lead to them; arrays add nothing to a path. */
  private static Set<String> withWays(String... paths) {
    Set<String> ways = new HashSet<>();
    for (String path : paths) {
      for (int end = path.length(); end > 0; end = path.lastIndexOf('/', end - 1)) {
        ways.add(path.substring(0, end));
      }
    }
    return Set.copyOf(ways);
  }
}
