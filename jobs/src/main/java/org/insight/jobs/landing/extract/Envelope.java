package org.insight.jobs.landing.extract;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.insight.jobs.landing.mapping.SafeXml;
import org.jspecify.annotations.Nullable;

/**
 * A message of the envelope profile ({@code docs/messages.md}), read whole.
 *
 * @param headers what its header says of policy and addressees, as headers of mail would
 * @param sentAt null where it does not say
 * @param metadata fields of the header, several values joined by semicolons
 * @param members its attachments
 * @param issues what was odd
 */
record Envelope(
    Map<String, String> headers,
    @Nullable String text,
    @Nullable String title,
    @Nullable Instant sentAt,
    Map<String, String> metadata,
    List<Member> members,
    Set<String> issues) {

  static final String MEDIA_TYPE = "application/vnd.insight.message+xml";

  private static final int MAX_VALUE = 1000;
  private static final int PROLOG_BYTES = 1 << 12;
  private static final Pattern BLANK = Pattern.compile("\\s+");

  /**
   * Reads a message.
   *
   * @return empty where the bytes are no message of the profile
   * @throws Refusal where they are one that is damaged, has a header that cannot be relied on, or
   *     holds more than is allowed
   */
  static Optional<Envelope> in(byte[] bytes, Budget budget) {
    if (!EnvelopeHeader.beginsLikeXml(bytes, Math.min(bytes.length, PROLOG_BYTES))) {
      return Optional.empty();
    }
    boolean begun = false;
    try {
      XMLStreamReader reader = SafeXml.reader(new ByteArrayInputStream(bytes));
      begun = EnvelopeHeader.atRoot(reader);
      return begun ? Optional.of(read(reader, budget, bytes.length)) : Optional.empty();
    } catch (EnvelopeHeader.MalformedHeaderException e) {
      throw new Refusal(
          Reason.BAD_POLICY,
          "The policy that it came with cannot be used, so nobody may see it: " + e.getMessage());
    } catch (XMLStreamException e) {
      if (!begun) {
        return Optional.empty();
      }
      throw new Refusal(
          Reason.CORRUPT,
          "It is a message whose XML breaks off or is malformed in line "
              + e.getLocation().getLineNumber());
    }
  }

  private static Envelope read(XMLStreamReader reader, Budget budget, int size)
      throws XMLStreamException, EnvelopeHeader.MalformedHeaderException {
    EnvelopeHeader header = EnvelopeHeader.read(reader);
    Set<String> issues = new LinkedHashSet<>();
    List<String> bodies = new ArrayList<>();
    List<Member> members = new ArrayList<>();
    Budget.Container container = budget.container(size);
    while (reader.nextTag() == XMLStreamConstants.START_ELEMENT) {
      EnvelopeHeader.refuseRestriction(reader, true);
      switch (reader.getLocalName()) {
        case EnvelopeHeader.HEADER ->
            throw new EnvelopeHeader.MalformedHeaderException("a header stands there twice");
        case "body" -> bodies.add(text(reader).strip());
        case "attachment" -> members.add(attachment(reader, members.size() + 1, container));
        default -> {
          issues.add("unknown_elements");
          text(reader);
        }
      }
    }
    while (reader.hasNext()) {
      // Text behind the end makes it malformed.
      reader.next();
    }
    bodies.removeIf(String::isEmpty);
    String text = String.join("\n\n", bodies);
    int most = budget.limits().maxTextCharacters();
    if (text.length() > most) {
      issues.add("text_cut");
      text = text.substring(0, most);
    }
    return new Envelope(
        header.headers(),
        text.isEmpty() ? null : text,
        header.first("subject"),
        sentAt(header, issues),
        metadata(header),
        members,
        issues);
  }

  /** All text of the element that the reader is at, with that of the elements in it. */
  private static String text(XMLStreamReader reader) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    int depth = 1;
    while (depth > 0) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          depth++;
          text.append('\n');
        }
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        default -> {
          // Comments and processing instructions say nothing.
        }
      }
    }
    return text.toString();
  }

  private static Member attachment(XMLStreamReader reader, int number, Budget.Container container)
      throws XMLStreamException {
    String given = reader.getAttributeValue(null, "name");
    String bare = given == null ? "" : Member.withoutFolders(given);
    String name = bare.isEmpty() ? "part-" + number : bare;
    byte[] base64 = BLANK.matcher(text(reader)).replaceAll("").getBytes(StandardCharsets.UTF_8);
    ByteArrayInputStream encoded = new ByteArrayInputStream(base64);
    try (InputStream in = Base64.getDecoder().wrap(encoded)) {
      Member member = container.read(name, in);
      // Java ends at the first padding, and what stands behind it would be lost.
      return member.bytes() == null || encoded.available() == 0
          ? member
          : damaged(name, base64.length);
    } catch (IOException e) {
      return damaged(name, base64.length);
    }
  }

  private static Member damaged(String name, int length) {
    return Member.refused(
        name, length / 4 * 3L, new Refusal(Reason.CORRUPT, "Its base64 is damaged or cut off"));
  }

  private static @Nullable Instant sentAt(EnvelopeHeader header, Set<String> issues) {
    String sent = header.first("sent");
    if (sent == null) {
      return null;
    }
    try {
      Instant at = OffsetDateTime.parse(sent).toInstant();
      if (SentAt.mayBe(at)) {
        return at;
      }
    } catch (DateTimeException e) {
      // Said below.
    }
    issues.add("sent_at_not_a_date");
    return null;
  }

  private static Map<String, String> metadata(EnvelopeHeader header) {
    Map<String, String> metadata = new LinkedHashMap<>();
    header
        .fields()
        .forEach(
            (field, values) -> {
              String joined = String.join("; ", values);
              metadata.put(
                  "Message:" + field, joined.substring(0, Math.min(joined.length(), MAX_VALUE)));
            });
    return metadata;
  }
}
