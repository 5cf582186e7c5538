package org.insight.jobs.resolution;

import static org.insight.jobs.mentions.IdentifierKind.EMAIL;
import static org.insight.jobs.mentions.IdentifierKind.LIST_ENTRY;
import static org.insight.jobs.mentions.IdentifierKind.NATIONAL_ID;
import static org.insight.jobs.mentions.IdentifierKind.PASSPORT;
import static org.insight.jobs.mentions.IdentifierKind.PHONE;
import static org.insight.jobs.mentions.IdentifierKind.REGISTRATION;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.insight.jobs.mentions.IdentifierKind;
import org.insight.resolution.Subject;

/**
 * Gives what a record of a person or organisation says as a {@link Subject}. Numbers are those of
 * {@code mentions.identifiers}, in their normal form.
 */
final class RecordSubjects {

  /** EDTF marks of doubt, as in {@code 1971~}. */
  private static final Pattern DOUBT = Pattern.compile("[~?%]+$");

  /** The last part of an address, with a postcode before or behind the town. */
  private static final Pattern TOWN =
      Pattern.compile("(?:([A-Z0-9-]*\\d[A-Z0-9-]*) )?([^\\d]+)(?: (\\d[A-Z0-9 -]*))?");

  private static final Pattern ISSUED = Pattern.compile("([A-Z]{2}):(.+)");

  private RecordSubjects() {}

  /** Kinds of {@code mentions.identifiers} that are compared. */
  static final List<String> KINDS =
      Stream.of(PASSPORT, NATIONAL_ID, REGISTRATION, LIST_ENTRY, PHONE, EMAIL)
          .map(IdentifierKind::code)
          .toList();

  /**
   * An identifier of the record.
   *
   * @param value its normal form; a number begins with its country and a colon, if that is known
   * @param strong whether one subject alone can have it
   */
  record Found(String kind, String value, boolean strong) {}

  /** What the record says. */
  static Subject of(String schema, Map<String, List<String>> properties, List<Found> found) {
    Subject.Kind kind = Subject.Kind.of(schema).orElseThrow();
    return new Subject(
        kind,
        names(properties),
        values(properties, "birthDate", "incorporationDate").stream()
            .map(date -> DOUBT.matcher(date).replaceAll(""))
            .toList(),
        values(properties, "gender").stream().findFirst().orElse(null),
        // The country of a person's record is often where he was registered.
        kind == Subject.Kind.PERSON
            ? values(properties, "nationality")
            : values(properties, "nationality", "country", "jurisdiction"),
        values(properties, "birthPlace"),
        found.stream()
            .filter(id -> !id.kind().equals(PHONE.code()) && !id.kind().equals(EMAIL.code()))
            .map(RecordSubjects::identifier)
            .toList(),
        valuesOf(found, PHONE),
        valuesOf(found, EMAIL),
        values(properties, "address").stream().map(RecordSubjects::address).toList());
  }

  private static List<String> valuesOf(List<Found> found, IdentifierKind kind) {
    return found.stream().filter(id -> id.kind().equals(kind.code())).map(Found::value).toList();
  }

  private static Subject.Identifier identifier(Found id) {
    Matcher m = ISSUED.matcher(id.value());
    return id.kind().equals(LIST_ENTRY.code()) || !m.matches()
        ? new Subject.Identifier(id.kind(), null, id.value(), id.strong())
        : new Subject.Identifier(id.kind(), m.group(1), m.group(2), id.strong());
  }

  private static List<Subject.Name> names(Map<String, List<String>> properties) {
    List<Subject.Name> names = new ArrayList<>();
    String given = String.join(" ", values(properties, "firstName", "secondName", "middleName"));
    String family = String.join(" ", values(properties, "lastName"));
    if (!given.isEmpty() || !family.isEmpty()) {
      names.add(Subject.Name.parts(given, family));
    } else {
      values(properties, "name").forEach(name -> names.add(Subject.Name.full(name)));
    }
    values(properties, "alias", "originalName", "previousName", "weakAlias")
        .forEach(name -> names.add(Subject.Name.full(name)));
    return names;
  }

  private static Subject.Address address(String text) {
    int comma = text.lastIndexOf(',');
    if (comma < 0) {
      return new Subject.Address(text, "", "");
    }
    String last = text.substring(comma + 1).trim();
    Matcher town = TOWN.matcher(last);
    if (!town.matches()) {
      return new Subject.Address(text.substring(0, comma), last, "");
    }
    String before = town.group(1);
    String behind = town.group(3);
    return new Subject.Address(
        text.substring(0, comma),
        town.group(2).trim(),
        before != null ? before : behind != null ? behind : "");
  }

  private static List<String> values(Map<String, List<String>> properties, String... names) {
    List<String> values = new ArrayList<>();
    for (String name : names) {
      for (String value : properties.getOrDefault(name, List.of())) {
        if (value != null && !value.isBlank()) {
          values.add(value.trim());
        }
      }
    }
    return values;
  }
}
