package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Row elements of an XML item, one in memory at a time. A child element is an array of nodes under
 * its name, an attribute {@code @name}, text beside elements {@code #text}. A DOCTYPE is not read,
 * so no entity is ever expanded and nothing is fetched.
 */
final class XmlRows extends Rows {

  private static final int MAX_ELEMENT_DEPTH = 64;

  private final XMLStreamReader reader;
  private final Set<String> rows;
  private final Deque<String> path = new ArrayDeque<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /**
   * @param rows paths of the row elements below the root
   */
  XmlRows(byte[] bytes, Set<String> rows) {
    this.reader = reader(bytes);
    this.rows = rows;
  }

  /** Local name of the root element; empty where the bytes do not begin as XML. */
  static Optional<String> root(byte[] bytes) {
    try {
      XMLStreamReader reader = reader(bytes);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          return Optional.of(reader.getLocalName());
        }
      }
      return Optional.empty();
    } catch (XMLStreamException | MalformedItemException e) {
      return Optional.empty();
    }
  }

  private static XMLStreamReader reader(byte[] bytes) {
    try {
      return SafeXml.reader(new ByteArrayInputStream(bytes));
    } catch (XMLStreamException e) {
      throw new MalformedItemException("it is not readable as XML");
    }
  }

  @Override
  @Nullable Row read() {
    try {
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            path.addLast(reader.getLocalName());
            if (path.size() > MAX_ELEMENT_DEPTH) {
              throw new MalformedItemException("its XML elements are nested too deeply");
            }
            String full = String.join("/", path);
            int slash = full.indexOf('/');
            String below = slash < 0 ? "" : full.substring(slash + 1);
            if (rows.contains(below)) {
              int number = counts.merge(below, 1, Integer::sum);
              ObjectNode fields = element(path.size());
              path.removeLast();
              return new Row(below, "/" + full + "[" + number + "]", fields, List.of());
            }
          }
          case XMLStreamConstants.END_ELEMENT -> path.removeLast();
          default -> {
            // Text between rows says nothing.
          }
        }
      }
      return null;
    } catch (XMLStreamException | NoSuchElementException e) {
      throw new MalformedItemException(
          "its XML breaks off or is malformed in line " + reader.getLocation().getLineNumber());
    }
  }

  private ObjectNode element(int depth) throws XMLStreamException {
    if (depth > MAX_ELEMENT_DEPTH) {
      throw new MalformedItemException("its XML elements are nested too deeply");
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      node.put("@" + reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = reader.getLocalName();
          ObjectNode child = element(depth + 1);
          ArrayNode list = node.get(name) instanceof ArrayNode known ? known : node.putArray(name);
          list.add(child);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          if (!text.toString().isBlank()) {
            node.put("#text", text.toString().strip());
          }
          return node;
        }
        default -> {
          // Comments and processing instructions say nothing.
        }
      }
    }
  }
}
