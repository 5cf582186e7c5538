package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects of a JSON item: its one object, or those of its list. */
final class JsonRows extends Rows {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonParser parser;
  private boolean started;
  private boolean list;
  private long number;

  JsonRows(String text) {
    try {
      this.parser = JSON.createParser(text);
    } catch (IOException e) {
      throw new MalformedItemException("it is not readable as JSON");
    }
  }

  @Override
  @Nullable Row read() {
    try {
      JsonToken token = parser.nextToken();
      if (!started) {
        started = true;
        list = token == JsonToken.START_ARRAY;
        if (list) {
          token = parser.nextToken();
        }
      } else if (!list && token != null) {
        throw new MalformedItemException("it goes on after the end of its JSON object");
      }
      if (token == JsonToken.END_ARRAY && parser.nextToken() != null) {
        throw new MalformedItemException("it goes on after the end of its JSON list");
      }
      if (token == JsonToken.END_ARRAY || token == null) {
        return null;
      }
      number++;
      JsonNode node = parser.readValueAsTree();
      return new Row(
          "",
          list ? "/" + (number - 1) : "/",
          node.isObject() ? node : JSON.createObjectNode(),
          node.isObject() ? List.of() : List.of("not an object"));
    } catch (IOException e) {
      throw new MalformedItemException("its JSON breaks off or is malformed in object " + number);
    }
  }
}
