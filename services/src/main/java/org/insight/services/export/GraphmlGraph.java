package org.insight.services.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.insight.services.ask.ExportedNetwork;
import org.insight.services.ask.ExportedNetwork.Link;
import org.insight.services.ask.ExportedNetwork.Marking;
import org.insight.services.ask.ExportedNetwork.Node;

/**
 * A network as GraphML, undirected. Lists are JSON, for GraphML has none. A character that XML
 * cannot hold becomes the replacement character.
 */
final class GraphmlGraph {

  private static final String NAMESPACE = "http://graphml.graphdrawing.org/xmlns";

  private static final char REPLACEMENT = '\ufffd';

  private GraphmlGraph() {}

  static byte[] of(ExportedNetwork network) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
      write(xml, network);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(XMLStreamWriter xml, ExportedNetwork network)
      throws XMLStreamException {
    xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
    xml.writeStartElement("graphml");
    xml.writeDefaultNamespace(NAMESPACE);
    Marking none = new Marking(List.of(), "", false);
    keys(xml, "node", attributes(new Node("", "", "", "", "", 0, 0, Map.of(), none)));
    keys(
        xml,
        "edge",
        attributes(
            new Link(
                "", "", "", List.of(), List.of(), List.of(), "", "", 0, 0, List.of(), List.of(),
                none)));
    xml.writeStartElement("graph");
    xml.writeAttribute("edgedefault", "undirected");
    for (Node node : network.nodes()) {
      xml.writeStartElement("node");
      xml.writeAttribute("id", clean(node.id()));
      data(xml, "node", attributes(node));
      xml.writeEndElement();
    }
    for (Link link : network.links()) {
      xml.writeStartElement("edge");
      xml.writeAttribute("id", clean(link.id()));
      xml.writeAttribute("source", clean(link.from()));
      xml.writeAttribute("target", clean(link.to()));
      data(xml, "edge", attributes(link));
      xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  /** Values by name: texts, numbers and truth values. */
  private static Map<String, Object> attributes(Node node) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("kind", node.kind());
    attributes.put("caption", node.caption());
    attributes.put("identifier", node.identifier());
    attributes.put("basis", node.basis());
    attributes.put("hops", node.hops());
    attributes.put("strength", node.strength());
    attributes.put("properties", ExportJson.text(node.properties()));
    mark(attributes, node.marking());
    return attributes;
  }

  private static Map<String, Object> attributes(Link link) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("kinds", ExportJson.text(link.kinds()));
    attributes.put("values", ExportJson.text(link.values()));
    attributes.put("directions", ExportJson.text(link.directions()));
    attributes.put("first_day", link.firstDay());
    attributes.put("last_day", link.lastDay());
    attributes.put("strength", link.strength());
    attributes.put("independent_sources", link.independentSources());
    attributes.put("grading", ExportJson.text(link.grading()));
    attributes.put("evidence", ExportJson.text(link.evidence()));
    mark(attributes, link.marking());
    return attributes;
  }

  private static void mark(Map<String, Object> attributes, Marking marking) {
    attributes.put("handling", ExportJson.text(marking.handling()));
    attributes.put("restrictions", marking.restrictions());
    attributes.put("restricted", marking.restricted());
  }

  private static void keys(XMLStreamWriter xml, String of, Map<String, Object> attributes)
      throws XMLStreamException {
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      xml.writeEmptyElement("key");
      xml.writeAttribute("id", of + "-" + attribute.getKey());
      xml.writeAttribute("for", of);
      xml.writeAttribute("attr.name", attribute.getKey());
      xml.writeAttribute("attr.type", type(attribute.getValue()));
    }
  }

  private static String type(Object value) {
    if (value instanceof Integer) {
      return "int";
    }
    if (value instanceof Double) {
      return "double";
    }
    return value instanceof Boolean ? "boolean" : "string";
  }

  private static void data(XMLStreamWriter xml, String of, Map<String, Object> attributes)
      throws XMLStreamException {
    for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
      xml.writeStartElement("data");
      xml.writeAttribute("key", of + "-" + attribute.getKey());
      xml.writeCharacters(clean(String.valueOf(attribute.getValue())));
      xml.writeEndElement();
    }
  }

  private static String clean(String text) {
    return text.codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || c >= ' ' && c < 0xd800
                        || c >= 0xe000 && c < 0xfffe
                        || c > 0xffff
                    ? c
                    : REPLACEMENT)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
