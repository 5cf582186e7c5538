package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ezvcard.VCard;
import ezvcard.io.text.VCardReader;
import ezvcard.property.Address;
import ezvcard.property.Birthday;
import ezvcard.property.Gender;
import ezvcard.property.Kind;
import ezvcard.property.Organization;
import ezvcard.property.StructuredName;
import ezvcard.property.Telephone;
import ezvcard.property.TextProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Cards of a vCard file (2.1; 3.0, RFC 2426; 4.0, RFC 6350), by ez-vcard. Pictures are left out.
 */
final class VcardRows extends Rows {

  private static final String BEGIN = "BEGIN:VCARD";
  private static final String END = "END:VCARD";

  /** Apple's, for a year that stands for none; 1604, which has a 29 February. */
  private static final String YEAR_OF_NONE = "X-APPLE-OMIT-YEAR";

  /** With blanks around. */
  private static final int LONGEST_LINE = 80;

  /** Behind it vCard 2.1 has a card within the card. */
  private static final Pattern AGENT = Pattern.compile("(?i)(?:[\\w-]+\\.)?AGENT\\b[^:]*:\\s*");

  private final VCardReader reader;
  private int number;

  VcardRows(String text) {
    if (!text.stripTrailing().toUpperCase(Locale.ROOT).endsWith(END)) {
      throw new MalformedItemException("its last card does not end");
    }
    refuseCardsInCards(text);
    this.reader = new VCardReader(text);
  }

  /** Within a card that does not end the library takes all the others for parts of it. */
  private static void refuseCardsInCards(String text) {
    int depth = 0;
    int cards = 0;
    String before = "";
    Iterator<String> lines = text.lines().iterator();
    while (lines.hasNext()) {
      String line = lines.next();
      if (isLine(line, BEGIN)) {
        if (depth > 0 && !AGENT.matcher(before).matches()) {
          throw new MalformedItemException("its card " + cards + " does not end");
        }
        cards += depth == 0 ? 1 : 0;
        depth++;
      } else if (isLine(line, END)) {
        depth = Math.max(0, depth - 1);
      }
      before = line.isBlank() ? before : line;
    }
    if (depth > 0) {
      throw new MalformedItemException("its last card does not end");
    }
  }

  private static boolean isLine(String line, String wanted) {
    return line.length() < LONGEST_LINE && line.strip().equalsIgnoreCase(wanted);
  }

  /** Whether a text begins as such a file does. */
  static boolean recognises(String head) {
    return head.stripLeading().regionMatches(true, 0, BEGIN, 0, BEGIN.length());
  }

  @Override
  @Nullable Row read() {
    try {
      VCard card = reader.readNext();
      if (card == null) {
        return null;
      }
      number++;
      boolean odd = !reader.getWarnings().isEmpty();
      return new Row(
          "", "card " + number, fields(card), odd ? List.of("parts not read") : List.of());
    } catch (IOException | RuntimeException e) {
      throw new MalformedItemException("it is not readable as vCard after card " + number);
    }
  }

  private static ObjectNode fields(VCard card) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    Kind kind = card.getKind();
    put(fields, "kind", kind == null ? null : kind.getValue());
    put(fields, "fn", texts(card.getFormattedNames()));
    StructuredName name = card.getStructuredName();
    if (name != null) {
      put(fields, "family", name.getFamily());
      put(
          fields,
          "given",
          Stream.concat(Stream.ofNullable(name.getGiven()), name.getAdditionalNames().stream())
              .filter(part -> !part.isBlank())
              .collect(Collectors.joining(" ")));
    }
    put(fields, "nickname", card.getNicknames().stream().flatMap(n -> n.getValues().stream()));
    put(fields, "org", card.getOrganizations().stream().map(VcardRows::words));
    put(fields, "title", texts(card.getTitles()));
    put(fields, "tel", card.getTelephoneNumbers().stream().map(VcardRows::number));
    put(fields, "email", texts(card.getEmails()));
    put(fields, "adr", card.getAddresses().stream().map(VcardRows::words));
    put(fields, "url", texts(card.getUrls()));
    put(fields, "note", texts(card.getNotes()));
    Gender gender = card.getGender();
    put(fields, "gender", gender == null ? null : gender.getGender());
    put(fields, "bday", card.getBirthdays().stream().map(VcardRows::words));
    return fields;
  }

  private static Stream<String> texts(List<? extends TextProperty> properties) {
    return properties.stream().map(TextProperty::getValue);
  }

  private static @Nullable String number(Telephone telephone) {
    return telephone.getText() == null && telephone.getUri() != null
        ? telephone.getUri().getNumber()
        : telephone.getText();
  }

  private static String words(Organization organisation) {
    return String.join(", ", organisation.getValues());
  }

  private static String words(Address address) {
    List<String> parts =
        Arrays.asList(
            address.getPoBox(),
            address.getExtendedAddress(),
            address.getStreetAddress(),
            address.getPostalCode(),
            address.getLocality(),
            address.getRegion(),
            address.getCountry());
    return parts.stream()
        .filter(part -> part != null && !part.isBlank())
        .collect(Collectors.joining(", "));
  }

  /** As ISO 8601, as much as was given. */
  private static @Nullable String words(Birthday birthday) {
    if (birthday.getDate() != null) {
      String date = birthday.getDate().toString();
      String filler = birthday.getParameter(YEAR_OF_NONE);
      return filler != null && date.startsWith(filler.strip()) ? null : date;
    }
    return birthday.getPartialDate() == null
        ? birthday.getText()
        : birthday.getPartialDate().toISO8601(true);
  }

  private static void put(ObjectNode fields, String name, @Nullable String value) {
    put(fields, name, Stream.ofNullable(value));
  }

  private static void put(
      ObjectNode fields, String name, Stream<? extends @Nullable String> values) {
    List<String> kept = new ArrayList<>();
    values.filter(Objects::nonNull).filter(v -> !v.isBlank()).forEach(kept::add);
    if (!kept.isEmpty()) {
      kept.forEach(fields.putArray(name)::add);
    }
  }
}
