package org.insight.jobs.landing.extract;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.insight.jobs.landing.mapping.SafeXml;
import org.insight.policy.BasePolicy;
import org.jspecify.annotations.Nullable;

/**
 * The header of a message of the envelope profile ({@code docs/messages.md}): who sent what to
 * whom, and how it may be used. It is the first element, so that it can be read without the rest.
 *
 * @param fields element name to its values, in the order of the header
 * @param headers what it says of policy and addressees, as headers of mail would
 */
public record EnvelopeHeader(Map<String, List<String>> fields, Map<String, String> headers) {

  static final String NAMESPACE = "urn:insight:message:1";
  static final String ROOT = "message";
  static final String HEADER = "header";

  /** Elements of the header that restrict, to the header of mail that says the same. */
  private static final Map<String, String> RESTRICTIONS =
      Map.of(
          "purpose", "Purposes",
          "handling", "Handling",
          "grading", "Grading",
          "only-for", "Only-For",
          "not-for", "Not-For",
          "level", "Level",
          "expires-on", "Expires-On",
          "condition", "Conditions");

  private static final String ORIGINATOR = "originator";
  private static final String ADDRESSEE = "addressee";
  private static final List<String> LISTS =
      List.of("purpose", "only-for", "not-for", "condition", ADDRESSEE, "reference");
  private static final List<String> DESCRIPTIONS =
      List.of("id", "sent", "subject", "category", "urgency", "reference");

  private static final int MOST_FIELDS = 1_000;

  /** Thrown where bytes are a message of the profile and its header is not one. */
  public static final class MalformedHeaderException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedHeaderException(String message) {
      super(message);
    }
  }

  /**
   * Reads the header from the beginning of a file.
   *
   * @param head of the file; the header must end in it
   * @return empty where the bytes are no message of the profile
   * @throws MalformedHeaderException where they are one and the header cannot be relied on; without
   *     text of the message
   */
  public static Optional<EnvelopeHeader> at(byte[] head) throws MalformedHeaderException {
    if (!beginsLikeXml(head, head.length)) {
      return Optional.empty();
    }
    try {
      XMLStreamReader reader = SafeXml.reader(new ByteArrayInputStream(head));
      return atRoot(reader) ? Optional.of(read(reader)) : Optional.empty();
    } catch (XMLStreamException e) {
      // Bytes that name the profile and cannot be read as far as its header may hold restrictions.
      String text = new String(head, StandardCharsets.ISO_8859_1).replace("\u0000", "");
      if (text.contains(NAMESPACE)) {
        throw new MalformedHeaderException("its header breaks off or is malformed");
      }
      return Optional.empty();
    }
  }

  /** Goes to the root element; whether it is that of a message of the profile. */
  static boolean atRoot(XMLStreamReader reader)
      throws XMLStreamException, MalformedHeaderException {
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT) {
        String name = reader.getLocalName();
        String namespace = reader.getNamespaceURI();
        if (name.equals(ROOT) && NAMESPACE.equals(namespace)) {
          return true;
        }
        if (namespace != null
            && PolicyLike.isNear(name, ROOT)
            && PolicyLike.isNear(namespace, NAMESPACE)) {
          throw new MalformedHeaderException("its root element is nearly that of a message");
        }
        return false;
      }
    }
    return false;
  }

  /**
   * Refuses what restricts where no header is: an attribute, or an element beside the header.
   *
   * @param ofElement whether the name of the element counts too
   */
  static void refuseRestriction(XMLStreamReader reader, boolean ofElement)
      throws MalformedHeaderException {
    boolean restricts = ofElement && restricts(reader.getLocalName());
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      restricts |= restricts(reader.getAttributeLocalName(i));
    }
    if (restricts) {
      throw new MalformedHeaderException("a restriction stands outside its header");
    }
  }

  private static boolean restricts(String name) {
    // A source alone restricts nothing, and gradings have it as an attribute.
    return RESTRICTIONS.containsKey(name)
        || !name.equals("source") && PolicyLike.keyWithin(name) != null;
  }

  /** Reads the header of a reader at the root element, and stops behind it. */
  static EnvelopeHeader read(XMLStreamReader reader)
      throws XMLStreamException, MalformedHeaderException {
    refuseRestriction(reader, false);
    if (reader.nextTag() != XMLStreamConstants.START_ELEMENT
        || !reader.getLocalName().equals(HEADER)) {
      throw new MalformedHeaderException("its header does not come first");
    }
    refuseRestriction(reader, false);
    Map<String, List<String>> fields = new LinkedHashMap<>();
    int count = 0;
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      if (++count > MOST_FIELDS) {
        throw new MalformedHeaderException("its header has too many fields");
      }
      refuseRestriction(reader, false);
      String name = reader.getLocalName();
      if (!NAMESPACE.equals(reader.getNamespaceURI())
          || !(RESTRICTIONS.containsKey(name)
              || DESCRIPTIONS.contains(name)
              || name.equals(ORIGINATOR)
              || name.equals(ADDRESSEE))) {
        // It may be a restriction that this reader does not know.
        throw new MalformedHeaderException("its header has an unknown field");
      }
      List<String> values = fields.computeIfAbsent(name, n -> new ArrayList<>());
      if (!values.isEmpty() && !LISTS.contains(name)) {
        throw new MalformedHeaderException("its header has a field twice that stands there once");
      }
      values.add(value(reader, name));
    }
    return new EnvelopeHeader(fields, headers(fields));
  }

  private static String value(XMLStreamReader reader, String name)
      throws XMLStreamException, MalformedHeaderException {
    String code = reader.getAttributeValue(null, "code");
    String scheme = reader.getAttributeValue(null, "scheme");
    String source = reader.getAttributeValue(null, "source");
    String information = reader.getAttributeValue(null, "information");
    // Fails where there are elements within, whose meaning would be lost.
    String text = reader.getElementText().strip();
    String value =
        switch (name) {
          case ORIGINATOR, ADDRESSEE -> code;
          case "handling" -> scheme == null || code == null ? null : scheme + ":" + code;
          case "grading" -> grading(scheme, source, information);
          default -> text;
        };
    if (value == null || value.isBlank()) {
      throw new MalformedHeaderException("its header has a field without a value");
    }
    return value.strip();
  }

  private static @Nullable String grading(
      @Nullable String scheme, @Nullable String source, @Nullable String information) {
    if (source == null && information == null) {
      return null;
    }
    return (scheme == null ? "" : scheme + ":")
        + (source == null ? "" : source)
        + "/"
        + (information == null ? "" : information);
  }

  private static Map<String, String> headers(Map<String, List<String>> fields) {
    Map<String, String> headers = new LinkedHashMap<>();
    RESTRICTIONS.forEach(
        (element, header) -> {
          List<String> values = fields.get(element);
          if (values != null) {
            headers.put(BasePolicy.HEADER_PREFIX + header, joined(element, values));
          }
        });
    List<String> originator = fields.get(ORIGINATOR);
    if (!headers.isEmpty() && originator != null) {
      headers.put(BasePolicy.HEADER_PREFIX + "Source", originator.get(0));
    }
    List<String> addressees = fields.get(ADDRESSEE);
    if (addressees != null) {
      headers.put(BasePolicy.HEADER_PREFIX + "Addressed-To", String.join(",", addressees));
    }
    return headers;
  }

  private static String joined(String element, List<String> values) {
    return element.equals("condition")
        ? String.join(";", values.stream().map(v -> v.replace(";", ";;")).toList())
        : String.join(",", values);
  }

  /** The first value of a field. */
  @Nullable String first(String field) {
    List<String> values = fields.get(field);
    return values == null ? null : values.get(0);
  }

  /** Whether bytes begin as XML does, in any encoding that its standard asks readers to know. */
  static boolean beginsLikeXml(byte[] head, int length) {
    int at = 0;
    while (at < length
        && (head[at] == 0
            || Character.isWhitespace(head[at])
            || (head[at] & 0xFF) == 0xEF
            || (head[at] & 0xFF) == 0xBB
            || (head[at] & 0xFF) == 0xBF
            || (head[at] & 0xFF) == 0xFE
            || (head[at] & 0xFF) == 0xFF)) {
      at++;
    }
    return at < length && head[at] == '<';
  }
}
