package org.insight.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.insight.simulate.Mention.Field;

/** A person of one text: in which role, and how the text writes what it says of it. */
final class Actor {

  /** A value as the text has it, and in normal form. */
  record Value(String said, String normal) {}

  private final Person person;
  private final Role role;
  private final Mention mention;
  private final Spelling.Written written;
  private final BatchPlan.Slot slot;
  private final DateStyle dates;
  private final Draws draws;
  private final List<String> altered;

  /** Each is said in one way in a text. */
  private final Map<Field, Value> values = new LinkedHashMap<>();

  Actor(
      Person person,
      Role role,
      Mention mention,
      BatchPlan.Slot slot,
      DateStyle dates,
      Draws draws) {
    this.person = person;
    this.role = role;
    this.mention = mention;
    this.slot = slot;
    this.dates = dates;
    this.draws = draws;
    written = Spelling.inText(dates.language(), person, draws);
    altered = new ArrayList<>(written.altered());
  }

  Person person() {
    return person;
  }

  Role role() {
    return role;
  }

  Mention mention() {
    return mention;
  }

  /** Whether the text is to say it. */
  boolean has(Field field) {
    return mention.fields().contains(field);
  }

  String name() {
    return written.full();
  }

  String brief() {
    return Spelling.brief(written, person);
  }

  /** Of words for a man and for a woman those that fit. */
  String pick(List<String> said) {
    return said.get(person.sex().equals("F") ? said.size() - 1 : 0);
  }

  Value value(Field field) {
    return values.computeIfAbsent(field, this::made);
  }

  private Value made(Field field) {
    return switch (field) {
      case BORN -> {
        LocalDate born = Mistakes.born(person.born(), mention, altered, draws);
        yield new Value(dates.day(born), born.toString());
      }
      case PHONE -> new Value(Formats.phone(person.phone(), slot.source(), draws), person.phone());
      case PLATE -> same(person.vehicle().plate());
      case PASSPORT ->
          same(Mistakes.passport(person, slot.event().on(), mention, altered, draws).number());
      case NATIONAL_ID ->
          same(Mistakes.number("national_id", person.nationalId(), mention, altered, draws));
      case ACCOUNT -> new Value(Formats.iban(person.iban(), draws), person.iban());
      case ADDRESS -> same(person.address());
      case EMAIL -> same(person.email());
      case BOOKING -> same(person.trip().booking());
    };
  }

  private static Value same(String value) {
    return new Value(value, value);
  }

  Appearance appearance() {
    Map<String, String> fields = new LinkedHashMap<>();
    values.forEach((field, value) -> fields.put(Wording.code(field), value.said()));
    return new Appearance(
        person.index(),
        null,
        "document",
        written.full(),
        written.script(),
        List.copyOf(altered),
        fields);
  }
}
