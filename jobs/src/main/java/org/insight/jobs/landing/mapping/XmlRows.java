package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
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

  /**
   * Nodes and characters that rows may hold of what stands once for several of them, all rows
   * together: an item with many of both would give records without end. Of a statement of its
   * largest size, with a long account, it is less than a third.
   */
  private static final long MOST_SHARED = 300_000_000;

  private final XMLStreamReader reader;
  private final Set<String> rows;
  private final Deque<String> path = new ArrayDeque<>();
  private final Set<String> carry;
  private final Map<String, String> per;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Carried> carried = new LinkedHashMap<>();
  private final Deque<Row> ready = new ArrayDeque<>();
  private long shared;

  private record Carried(ObjectNode fields, long size) {}

  /**
   * @param rows paths of the row elements below the root
   * @param carry paths of elements that later rows below their parent hold as {@code above/NAME}
   * @param per path of a row to that of elements in it, each of which makes a row of its own, which
   *     holds it by its name in place of them all, and their number as {@code per/count}
   */
  XmlRows(byte[] bytes, Set<String> rows, Set<String> carry, Map<String, String> per) {
    this.reader = reader(bytes);
    this.rows = rows;
    this.carry = carry;
    this.per = per;
  }

  /** Name of the root element; empty where the bytes do not begin as XML. */
  static Optional<QName> root(byte[] bytes) {
    try {
      XMLStreamReader reader = reader(bytes);
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT) {
          return Optional.of(reader.getName());
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
      while (ready.isEmpty() && reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> start();
          case XMLStreamConstants.END_ELEMENT -> end();
          default -> {
            // Text between rows says nothing.
          }
        }
      }
      return ready.poll();
    } catch (XMLStreamException | NoSuchElementException e) {
      throw new MalformedItemException(
          "its XML breaks off or is malformed in line " + reader.getLocation().getLineNumber());
    }
  }

  private void start() throws XMLStreamException {
    path.addLast(reader.getLocalName());
    if (path.size() > MAX_ELEMENT_DEPTH) {
      throw new MalformedItemException("its XML elements are nested too deeply");
    }
    String full = String.join("/", path);
    String below = belowRoot();
    boolean row = rows.contains(below);
    if (!row && !carry.contains(below)) {
      return;
    }
    ObjectNode fields = element(path.size());
    path.removeLast();
    // Before it holds what was carried itself, each of the last one: a chain of any length.
    long size = size(fields);
    if (row) {
      int number = counts.merge(below, 1, Integer::sum);
      rows(below, "/" + full + "[" + number + "]", fields, size);
    }
    if (carry.contains(below)) {
      carried.put(below, new Carried(fields, size));
    }
  }

  /** What was carried ends with the element that it stood in. */
  private void end() {
    String parent = belowRoot() + "/";
    carried.keySet().removeIf(kept -> kept.startsWith(parent));
    path.removeLast();
  }

  private String belowRoot() {
    String full = String.join("/", path);
    int slash = full.indexOf('/');
    return slash < 0 ? "" : full.substring(slash + 1);
  }

  /**
   * @param size of the fields, by {@link #size}
   */
  private void rows(String below, String locator, ObjectNode fields, long size) {
    long above = 0;
    if (!carried.isEmpty()) {
      ObjectNode node = fields.putObject("above");
      for (Map.Entry<String, Carried> kept : carried.entrySet()) {
        String name = kept.getKey().substring(kept.getKey().lastIndexOf('/') + 1);
        node.set(name, kept.getValue().fields());
        above += kept.getValue().size();
      }
    }
    String inner = per.get(below);
    List<JsonNode> parts = inner == null ? List.of() : Fields.nodes(fields, inner);
    if (inner == null || parts.isEmpty()) {
      share(above);
      ready.add(new Row(below, locator, fields, List.of()));
      return;
    }
    String[] steps = inner.split("/", -1);
    share(parts.size() * (above + size - size(fields.path(steps[0]))));
    int number = 0;
    for (JsonNode part : parts) {
      number++;
      ObjectNode own = JsonNodeFactory.instance.objectNode();
      fields.fields().forEachRemaining(f -> own.set(f.getKey(), f.getValue()));
      own.remove(steps[0]);
      own.set(steps[steps.length - 1], part);
      own.putObject("per").put("count", parts.size());
      ready.add(new Row(below, locator + "/" + inner + "[" + number + "]", own, List.of()));
    }
  }

  private void share(long more) {
    shared += more;
    if (shared > MOST_SHARED) {
      throw new MalformedItemException(
          "what stands in it once, for many rows, is too much for each of them to hold it");
    }
  }

  /** Nodes of a tree, and characters in them. */
  private static long size(JsonNode node) {
    long size = 1 + (node.isTextual() ? node.textValue().length() : 0);
    for (JsonNode child : node) {
      size += size(child);
    }
    return size;
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
