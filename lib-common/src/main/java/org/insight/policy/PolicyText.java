package org.insight.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.core.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of YAML or JSON as its author wrote it: scalars stay text, so that a code 010 is not
 * turned into 8 or 10 and a level 1.5 not into 1. A key given twice or left without a value is
 * refused, for either may stand for a restriction that its author believes to be in force.
 */
final class PolicyText {

  /** Of a text from outside, in characters. */
  static final int LONGEST = 64 * 1024;

  private static final int DEEPEST = 4;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonFactory YAML =
      YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String what;
  private final Map<String, Object> values;

  private PolicyText(String what, Map<String, Object> values) {
    this.what = what;
    this.values = new LinkedHashMap<>(values);
  }

  /**
   * Reads one document.
   *
   * @param what for messages: "Cannot read [what]: …"
   * @throws IllegalArgumentException in one line
   */
  static PolicyText read(String what, String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "Cannot read " + what + ": longer than 64 KiB, found " + text.length() + " characters");
    }
    return readOfAnyLength(what, text);
  }

  /** As {@link #read}, of a text that the platform, or who runs it, wrote. */
  static PolicyText readOfAnyLength(String what, String text) {
    // JSON first: YAML refuses some characters and escapes that JSON allows.
    if (text.stripLeading().startsWith("{")) {
      try {
        return read(what, JSON, text);
      } catch (JsonProcessingException e) {
        // A YAML mapping may begin with a brace as well.
      }
    }
    try {
      return read(what, YAML, text);
    } catch (JsonProcessingException e) {
      // Behind its first line YAML's parser shows what stands in the text.
      String why = e.getOriginalMessage();
      String first = why == null ? "malformed" : why.lines().findFirst().orElse("malformed");
      throw new IllegalArgumentException("Cannot read " + what + ": " + OneLine.of(first), e);
    }
  }

  /** The text of a key; null where the key is absent. */
  @Nullable String text(String key) {
    Object value = values.remove(key);
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("Cannot read " + what + ": " + key + " must be one value");
  }

  /** The list of a key; null where the key is absent. */
  @Nullable List<String> texts(String key) {
    Object value = values.remove(key);
    if (value == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException("Cannot read " + what + ": " + key + " must be a list");
    }
    for (Object element : list) {
      if (!(element instanceof String text)) {
        throw new IllegalArgumentException(
            "Cannot read " + what + ": " + key + " must be a list of plain values");
      }
      texts.add(text);
    }
    return texts;
  }

  /** The mapping of a key; null where the key is absent. */
  @Nullable PolicyText mapping(String key) {
    Object value = values.remove(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("Cannot read " + what + ": " + key + " must be a mapping");
    }
    Map<String, Object> inner = new LinkedHashMap<>();
    map.forEach((k, v) -> inner.put(String.valueOf(k), v));
    return new PolicyText(what, inner);
  }

  /** The keys that were not asked for yet. */
  Set<String> keys() {
    return Set.copyOf(values.keySet());
  }

  /**
   * Says that all that matters has been asked for.
   *
   * @throws IllegalArgumentException where a key is left
   */
  void nothingElse() {
    if (!values.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot read "
              + what
              + ": unknown key, found "
              + OneLine.of(values.keySet().iterator().next()));
    }
  }

  private static PolicyText read(String what, JsonFactory factory, String text)
      throws JsonProcessingException {
    try (JsonParser parser = factory.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        throw new IllegalArgumentException("Cannot read " + what + ": it is empty");
      }
      if (first != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("Cannot read " + what + ": it is no mapping");
      }
      Map<String, Object> values = object(what, parser, 0);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException(
            "Cannot read " + what + ": something follows the one document");
      }
      return new PolicyText(what, values);
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> object(String what, JsonParser parser, int depth)
      throws IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_OBJECT; t = parser.nextToken()) {
      String key = parser.getCurrentName();
      values.put(key, value(what, key, parser, parser.nextToken(), depth + 1));
    }
    return values;
  }

  private static Object value(
      String what, String key, JsonParser parser, JsonToken token, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "Cannot read " + what + ": nested too deep, found " + OneLine.of(key));
    }
    if (token == JsonToken.START_OBJECT) {
      return object(what, parser, depth);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
        list.add(value(what, key, parser, t, depth + 1));
      }
      return list;
    }
    if (token == null || token == JsonToken.VALUE_NULL) {
      throw new IllegalArgumentException(
          "Cannot read " + what + ": no value for " + OneLine.of(key));
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      // Jackson would give the name of the anchor for the value.
      throw new IllegalArgumentException(
          "Cannot read " + what + ": aliases are not read, found at " + OneLine.of(key));
    }
    return parser.getText();
  }
}
