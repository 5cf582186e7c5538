package org.insight.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.insight.core.OneLine;
import org.insight.jobs.landing.mapping.MappingUse;
import org.insight.jobs.landing.mapping.Mappings;
import org.jspecify.annotations.Nullable;

/**
 * What a run would make of one item.
 *
 * @param path below the folder of the file that was tried
 * @param why it would not be read; null if it would
 * @param policy canonical JSON; null if a run would quarantine it
 * @param otherPolicy whether it holds a policy that differs from its own
 * @param waitsIn folder with a policy file that is likely meant for it; null: none
 * @param mapping null: it is not read by one
 * @param text null: it has none
 */
record TriedItem(
    String path,
    String outcome,
    @Nullable String mediaType,
    long sizeBytes,
    @Nullable String why,
    @JsonRawValue @Nullable String policy,
    boolean otherPolicy,
    List<String> issues,
    @Nullable String waitsIn,
    @Nullable Mapped mapping,
    @Nullable Text text,
    Found<Name> names,
    Found<Entity> records,
    Found<Identifier> identifiers,
    Found<Subject> described,
    Found<Time> times,
    Found<Place> places,
    Found<Event> events,
    Found<TriedTranslation> translations) {

  /** The mapping that reads it, and what that does not find or use. */
  record Mapped(String id, MappingUse use) {}

  /**
   * Its text.
   *
   * @param cut whether the text goes on
   */
  record Text(
      int characters,
      @Nullable String datedOn,
      SortedMap<String, Long> sentences,
      String text,
      boolean cut) {}

  /**
   * What was found in it.
   *
   * @param count of all
   * @param kinds how many of each kind or schema
   * @param shown all, or the first ones
   */
  record Found<T>(int count, SortedMap<String, Long> kinds, List<T> shown) {}

  /**
   * A name in its text.
   *
   * @param means key of the gazetteer, or the name's normal form
   */
  record Name(String kind, String text, @Nullable String means, int begin, int end) {}

  /**
   * A person, organisation or thing that its text describes.
   *
   * @param attributes values by property
   */
  record Subject(
      String schema,
      String role,
      @Nullable String name,
      int mentions,
      SortedMap<String, List<String>> attributes) {}

  /** A time that its text names. */
  record Time(String role, String text, @Nullable String value, int begin, int end) {}

  /** A place that its text names. */
  record Place(
      String role,
      String text,
      String name,
      String country,
      double confidence,
      int begin,
      int end) {}

  /** What its text tells of. */
  record Event(
      String kind,
      String code,
      String status,
      String text,
      @Nullable Double amount,
      @Nullable String unit,
      int begin,
      int end) {}

  /** A record. */
  record Entity(
      String schema,
      String locator,
      SortedMap<String, List<String>> properties,
      List<String> issues) {}

  /** An identifier of its text or of one of its records. */
  record Identifier(String kind, String value, boolean checked) {}

  static String json(List<TriedItem> items) {
    try {
      return JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(items);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write JSON", e);
    }
  }

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s%n  %s, %s, %,d bytes%n",
        OneLine.shown(path),
        outcome,
        mediaType == null ? "unknown type" : mediaType,
        sizeBytes);
    if (why != null) {
      out.println("  why: " + why);
    }
    out.println(
        "  policy: "
            + (policy == null
                ? "none: a run would quarantine it, and nobody see it"
                : OneLine.shown(policy)));
    if (policy == null && otherPolicy) {
      out.println(
          "  what it holds shows with --policy FILE, of the policy that it is to come with");
    }
    if (!issues.isEmpty()) {
      out.println("  issues: " + String.join(", ", issues));
    }
    if (waitsIn != null) {
      out.println(
          "  waits: a run would not read it yet, where its inbox holds that folder, for a policy"
              + " that was likely meant for it is not named as one (NAME.policy.yaml, policy.yaml)"
              + " in "
              + OneLine.shown(waitsIn));
    }
    printMapping(out);
    printText(out);
    print(out, names, TriedItem::line);
    if (records.count() > 0) {
      out.printf(Locale.ROOT, "  records: %,d%n", records.count());
      records.shown().forEach(record -> print(out, record));
      if (records.shown().size() < records.count()) {
        out.println("    …");
      }
    }
    print(out, identifiers, TriedItem::line);
    print(out, described, TriedItem::line);
    print(out, places, TriedItem::line);
    print(out, times, TriedItem::line);
    print(out, events, TriedItem::line);
    print(out, translations, TriedTranslation::lines);
    out.println();
  }

  private void printMapping(PrintWriter out) {
    if (issues.contains(Mappings.TABLE_WITHOUT_MAPPING)) {
      out.println("  mapping: none fits this table, so it is read as text and makes no records");
    }
    if (mapping == null) {
      return;
    }
    out.println("  mapping: " + mapping.id());
    columns(out, "columns missing", mapping.use().absent());
    columns(out, "columns not read", mapping.use().unread());
    for (MappingUse.UnconvertedValues values : mapping.use().unconverted()) {
      out.printf(
          Locale.ROOT,
          "    not converted: %s for %s: %,d not %s, the first at %s%n",
          OneLine.shown(values.column()),
          values.property(),
          values.count(),
          values.expected(),
          OneLine.shown(values.first()));
    }
  }

  private static void columns(PrintWriter out, String what, List<String> columns) {
    if (!columns.isEmpty()) {
      out.println(
          "    "
              + what
              + ": "
              + columns.stream()
                  .map(column -> column.isEmpty() ? "(no name)" : OneLine.shown(column))
                  .collect(Collectors.joining(", ")));
    }
  }

  private void printText(PrintWriter out) {
    if (text == null) {
      out.println("  text: none");
      return;
    }
    out.printf(
        Locale.ROOT,
        "  text: %,d characters, dated %s, sentences by language %s%n",
        text.characters(),
        text.datedOn() == null ? "nowhere" : text.datedOn(),
        text.sentences());
    text.text()
        .lines()
        .map(line -> OneLine.shown(line).strip())
        .filter(line -> !line.isEmpty())
        .forEach(line -> out.println("    | " + line));
    if (text.cut()) {
      out.println("    | …");
    }
  }

  /** Of what is not listed, the kinds are counted, so that none seems to have been missed. */
  private static <T> void print(PrintWriter out, Found<T> found, Function<T, String> line) {
    found.shown().forEach(each -> out.println("  " + line.apply(each)));
    if (found.shown().size() < found.count()) {
      out.printf(
          Locale.ROOT,
          "  … %,d in all: %s%n",
          found.count(),
          found.kinds().entrySet().stream()
              .map(kind -> String.format(Locale.ROOT, "%s %,d", kind.getKey(), kind.getValue()))
              .collect(Collectors.joining(", ")));
    }
  }

  private static String line(Name name) {
    return String.format(
        Locale.ROOT,
        "%s: %s%s (characters %d to %d)",
        name.kind(),
        OneLine.shown(name.text()),
        name.means() == null ? "" : " = " + OneLine.shown(name.means()),
        name.begin(),
        name.end());
  }

  private static String line(Subject subject) {
    return String.format(
        Locale.ROOT,
        "%s (%s): %s, mentioned %d times%s",
        subject.schema(),
        subject.role(),
        subject.name() == null ? "no name" : OneLine.shown(subject.name()),
        subject.mentions(),
        subject.attributes().isEmpty()
            ? ""
            : ", " + OneLine.shown(subject.attributes().toString()));
  }

  private static String line(Time time) {
    return String.format(
        Locale.ROOT,
        "time (%s): %s%s (characters %d to %d)",
        time.role(),
        OneLine.shown(time.text()),
        time.value() == null ? "" : " = " + time.value(),
        time.begin(),
        time.end());
  }

  private static String line(Place place) {
    return String.format(
        Locale.ROOT,
        "place (%s): %s = %s, %s, probability %.2f (characters %d to %d)",
        place.role(),
        OneLine.shown(place.text()),
        OneLine.shown(place.name()),
        place.country(),
        place.confidence(),
        place.begin(),
        place.end());
  }

  private static String line(Event event) {
    return String.format(
        Locale.ROOT,
        "%s (%s): %s = %s%s (characters %d to %d)",
        event.kind(),
        event.status(),
        OneLine.shown(event.text()),
        event.code(),
        event.amount() == null
            ? ""
            : ", %s %s"
                .formatted(event.amount(), event.unit() == null ? "" : event.unit())
                .stripTrailing(),
        event.begin(),
        event.end());
  }

  private static String line(Identifier identifier) {
    return identifier.kind()
        + ": "
        + OneLine.shown(identifier.value())
        + (identifier.checked() ? " (checked)" : "");
  }

  private static void print(PrintWriter out, Entity record) {
    out.printf(
        Locale.ROOT,
        "    %s at %s: %s%n",
        record.schema(),
        OneLine.shown(record.locator()),
        OneLine.shown(record.properties().toString()));
    if (!record.issues().isEmpty()) {
      out.println("      issues: " + OneLine.shown(String.join(", ", record.issues())));
    }
  }
}
