package org.insight.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.insight.simulate.TextTruth.Mark;

/** A text as it grows, with a mark on each piece that the truth speaks of. */
final class MarkedText {

  /** Words of French that lose their e before a vowel. */
  private static final Pattern ELIDED = Pattern.compile("(?s).*\\b([Dd]|[Qq]u)e $");

  private static final Pattern VOWEL = Pattern.compile("(?s)[AEIOUÀÂÉÈÊËÎÏÔÛaeiouàâéèêëîïôû].*");

  private final boolean french;
  private final StringBuilder text = new StringBuilder();
  private final List<Mark> marks = new ArrayList<>();

  MarkedText(Language language) {
    french = language == Language.FR;
  }

  void add(String words) {
    text.append(words);
  }

  /** Words of a wording: no empty line where a clause says nothing. */
  void addWords(String words) {
    boolean empty = words.startsWith("\n") && text.lastIndexOf("\n") == text.length() - 1;
    text.append(words.substring(empty ? 1 : 0));
  }

  /** A blank, unless one is there. */
  void space() {
    if (text.length() > 0 && !Character.isWhitespace(text.charAt(text.length() - 1))) {
      text.append(' ');
    }
  }

  void mark(String kind, String said, Map<String, Object> facts) {
    if (french
        && VOWEL.matcher(said).matches()
        && ELIDED.matcher(text.substring(Math.max(0, text.length() - 5))).matches()) {
      text.setLength(text.length() - 2);
      text.append('\'');
    }
    int start = text.length();
    text.append(said);
    marks.add(new Mark(kind, start, text.length(), facts));
  }

  /** Marks the words of the last mark as something else, too. */
  void again(String kind, Map<String, Object> facts) {
    Mark last = marks.get(marks.size() - 1);
    marks.add(new Mark(kind, last.start(), last.end(), facts));
  }

  /** Marks all from a place to the end. */
  void markFrom(int start, String kind, Map<String, Object> facts) {
    marks.add(new Mark(kind, start, text.length(), facts));
  }

  void capitalise(int at) {
    if (at < text.length()) {
      text.setCharAt(at, Character.toUpperCase(text.charAt(at)));
    }
  }

  int length() {
    return text.length();
  }

  List<Mark> marks() {
    return List.copyOf(marks);
  }

  /** Whether the last line speaks of this person of the case alone, and of nobody after it. */
  boolean speaksOnlyOf(Person person) {
    int line = text.lastIndexOf("\n") + 1;
    List<Map<String, Object>> named =
        marks.stream()
            .filter(m -> m.start() >= line)
            .filter(m -> m.kind().equals("name") || m.kind().equals("reference"))
            .map(Mark::facts)
            .toList();
    Long self = person.index();
    return !named.isEmpty()
        && self.equals(named.get(named.size() - 1).get("person"))
        && named.stream()
            .filter(facts -> Role.of(String.valueOf(facts.get("role"))).ofCase())
            .allMatch(facts -> self.equals(facts.get("person")));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
