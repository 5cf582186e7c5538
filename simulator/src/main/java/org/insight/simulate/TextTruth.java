package org.insight.simulate;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is true of one text. The format is in docs/simulator.md.
 *
 * @param member attachment or archive member that holds it; null in the item itself
 * @param date of the document
 * @param persons each once, with its role
 * @param marks in the order of the text
 */
record TextTruth(
    @Nullable String member,
    Language language,
    Wording wording,
    LocalDate date,
    String text,
    List<Cited> persons,
    List<Mark> marks) {

  /** A person whom a text speaks of. */
  record Cited(Person person, Role role) {}

  /**
   * A piece of the text.
   *
   * @param facts what it is, as the truth's file has it
   */
  record Mark(String kind, int start, int end, Map<String, Object> facts) {}

  /** Of names and values in turn. */
  static Map<String, Object> facts(Object... pairs) {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      facts.put(String.valueOf(pairs[i]), pairs[i + 1]);
    }
    return facts;
  }

  TextTruth in(String otherMember) {
    return new TextTruth(otherMember, language, wording, date, text, persons, marks);
  }

  Map<String, Object> asMap(String path) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("path", path);
    line.put("member", member);
    line.put("language", language.code());
    line.put("kind", wording.kind());
    line.put("wording", wording.id());
    line.put("held_out", wording.heldOut());
    line.put("date", date.toString());
    List<Map<String, Object>> cited = new ArrayList<>();
    for (Cited each : persons) {
      Map<String, Object> person = new LinkedHashMap<>();
      person.put("person", each.person().index());
      person.put("role", each.role().code());
      person.put("text_only", each.person().textOnly());
      cited.add(person);
    }
    line.put("persons", cited);
    List<Map<String, Object>> spans = new ArrayList<>();
    for (Mark mark : marks) {
      Map<String, Object> span = new LinkedHashMap<>();
      span.put("kind", mark.kind());
      span.put("start", mark.start());
      span.put("end", mark.end());
      span.put("text", text.substring(mark.start(), mark.end()));
      span.putAll(mark.facts());
      spans.add(span);
    }
    line.put("spans", spans);
    line.put("text", text);
    return line;
  }
}
