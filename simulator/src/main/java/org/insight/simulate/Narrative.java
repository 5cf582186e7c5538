package org.insight.simulate;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.insight.simulate.Mention.Field;

/** Free text in four languages: what happened, and who is named with what. */
final class Narrative {

  /**
   * @param text lines separated by line feeds
   * @param offence in words of the text's language
   */
  record Text(String text, String offence, List<Appearance> appearances) {}

  private static final Map<Language, Phrases> PHRASES = new EnumMap<>(Language.class);

  static {
    for (Language language : Language.values()) {
      PHRASES.put(language, Phrases.read("phrases-" + language.code() + ".txt"));
    }
  }

  private static final DateTimeFormatter DAY_FIRST =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);

  private final Persons persons;

  Narrative(Persons persons) {
    this.persons = persons;
  }

  /** The language that a document of a source is written in. */
  static Language language(Country source, Draws draws) {
    return switch (source.code()) {
      case "MA", "TN" -> draws.percent(50) ? Language.AR : Language.FR;
      case "AE" -> draws.percent(60) ? Language.AR : Language.EN;
      case "US" -> draws.percent(85) ? Language.EN : Language.ES;
      default -> source.language();
    };
  }

  static String offence(Language language, Offence offence) {
    return phrases(language).of("offence." + offence.code()).get(0);
  }

  private static Phrases phrases(Language language) {
    Phrases phrases = PHRASES.get(language);
    if (phrases == null) {
      throw new IllegalStateException("Cannot write a text: no phrases, found " + language);
    }
    return phrases;
  }

  /** A report with header lines. */
  Text report(Language language, BatchPlan.Slot slot, String number, Draws draws) {
    Filling filling = filling(language, slot, number, draws);
    StringBuilder text = new StringBuilder(filling.phrase("header", draws)).append("\n\n");
    List<Appearance> appearances = new ArrayList<>();
    body(text, appearances, filling, slot, draws);
    return new Text(text.append("\n").toString(), filling.offence(), appearances);
  }

  /** Sentences without header lines, for the inside of a letter. */
  Text sentences(Language language, BatchPlan.Slot slot, String number, Draws draws) {
    Filling filling = filling(language, slot, number, draws);
    StringBuilder text = new StringBuilder();
    List<Appearance> appearances = new ArrayList<>();
    body(text, appearances, filling, slot, draws);
    return new Text(text.append("\n").toString(), filling.offence(), appearances);
  }

  /** A single phrase of a heading, as a subject or a greeting. */
  String phrase(
      Language language, String heading, BatchPlan.Slot slot, String number, Draws draws) {
    return filling(language, slot, number, draws).phrase(heading, draws);
  }

  private Filling filling(Language language, BatchPlan.Slot slot, String number, Draws draws) {
    Phrases phrases = phrases(language);
    boolean indic = language == Language.AR && draws.percent(30);
    Trends.Event event = slot.event();
    Country country = Countries.of(List.of(event.city().country())).get(0);
    Filling filling = new Filling(language, phrases, indic, new LinkedHashMap<>());
    filling.put("number", number);
    filling.put("date", filling.date(event.on()));
    filling.put(
        "time", String.format(Locale.ROOT, "%02d:%02d", draws.below(24), draws.below(12) * 5));
    filling.put("city", event.city().in(language));
    filling.put("country", country.name(language));
    filling.put("offence", phrases.of("offence." + event.offence().code()).get(0));
    filling.put("unit", draws.pick(phrases.of("unit")));
    filling.put("amount", String.valueOf(draws.between(3, 950) * 100));
    filling.put("weight", String.valueOf(draws.between(2, 480)));
    return filling;
  }

  private void body(
      StringBuilder text,
      List<Appearance> appearances,
      Filling filling,
      BatchPlan.Slot slot,
      Draws draws) {
    text.append(filling.phrase("opening", draws)).append(' ');
    text.append(filling.phrase("detail." + slot.event().offence().code(), draws));
    for (Mention mention : slot.mentions()) {
      text.append(draws.percent(40) ? "\n" : " ");
      appearances.add(mention(text, filling, slot, mention, draws));
    }
    text.append(draws.percent(50) ? "\n" : " ").append(filling.phrase("closing", draws));
  }

  private Appearance mention(
      StringBuilder text, Filling filling, BatchPlan.Slot slot, Mention mention, Draws draws) {
    Person person = persons.at(mention.person());
    Language language = filling.language();
    Spelling.Written written = Spelling.in(language, person, draws);
    List<String> altered = new ArrayList<>(written.altered());
    Map<String, String> fields = new LinkedHashMap<>();
    filling.put("name", written.full());
    filling.put("nationality", person.country().name(language));
    filling.put("birthplace", person.birthPlace().in(language));
    text.append(filling.phrase("person", draws));
    for (Field field : mention.fields()) {
      String value = value(field, person, filling, slot, mention, altered, draws);
      fields.put(field.name().toLowerCase(Locale.ROOT), value);
      String heading = field.name().toLowerCase(Locale.ROOT);
      filling.put(heading, value);
      if (field == Field.PLATE) {
        filling.put("vehicle", person.vehicle().make() + " " + person.vehicle().model());
      } else if (field == Field.BOOKING) {
        Person.Trip trip = person.trip();
        filling.put("carrier", trip.carrier());
        filling.put("from", trip.from().in(language));
        filling.put("to", trip.to().in(language));
        filling.put("day", filling.date(trip.on()));
      }
      text.append(' ').append(filling.phrase(heading, draws));
    }
    return new Appearance(
        person.index(),
        null,
        "document",
        written.full(),
        written.script(),
        List.copyOf(altered),
        fields);
  }

  private static String value(
      Field field,
      Person person,
      Filling filling,
      BatchPlan.Slot slot,
      Mention mention,
      List<String> altered,
      Draws draws) {
    return switch (field) {
      case BORN -> {
        LocalDate born = Mistakes.born(person.born(), mention, altered, draws);
        yield filling.date(born);
      }
      case PHONE -> Formats.phone(person.phone(), slot.source(), draws);
      case PLATE -> person.vehicle().plate();
      case PASSPORT ->
          Mistakes.passport(person, slot.event().on(), mention, altered, draws).number();
      case NATIONAL_ID ->
          Mistakes.number("national_id", person.nationalId(), mention, altered, draws);
      case ACCOUNT -> Formats.iban(person.iban(), draws);
      case ADDRESS -> person.address();
      case EMAIL -> person.email();
      case BOOKING -> person.trip().booking();
    };
  }

  /** Phrases of one language with what fills their gaps. */
  private record Filling(
      Language language, Phrases phrases, boolean indicDigits, Map<String, String> gaps) {

    void put(String gap, String value) {
      gaps.put(gap, value);
    }

    String offence() {
      return gaps.getOrDefault("offence", "");
    }

    String phrase(String heading, Draws draws) {
      String phrase = draws.pick(phrases.of(heading)).replace("\\n", "\n");
      for (Map.Entry<String, String> gap : gaps.entrySet()) {
        phrase = phrase.replace("{" + gap.getKey() + "}", gap.getValue());
      }
      return phrase;
    }

    /** In digits, as the language writes it. */
    String date(LocalDate date) {
      String digits = language == Language.EN ? date.toString() : DAY_FIRST.format(date);
      return indicDigits ? Formats.indic(digits) : digits;
    }
  }
}
