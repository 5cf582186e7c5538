package org.insight.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.simulate.Mention.Field;

/**
 * A sentence or a text with gaps, as docs/simulator.md describes them.
 *
 * @param id file, kind and number within the kind
 * @param heldOut whether no model may be trained on it
 * @param given whether it is of a folder that the caller named
 * @param offences that it fits; empty for all
 */
record Wording(
    String id,
    String kind,
    boolean heldOut,
    boolean given,
    Set<Offence> offences,
    List<Part> parts) {

  /** A piece of a wording. */
  sealed interface Part {}

  /** Words that stand for themselves. */
  record Words(String text) implements Part {}

  /**
   * A gap: {@code {suspect}}, {@code {suspect.born}}, {@code {suspect=he|she}}.
   *
   * @param name in lower case
   * @param what after the point, else empty
   * @param sign {@code =}, {@code :} or {@code +}, else a blank
   * @param said words given in the wording, for a man and for a woman
   */
  record Gap(String name, String what, char sign, List<String> said, boolean capital)
      implements Part {}

  /** Words that are left out where nothing is to be said: {@code [?suspect.phone|…]}. */
  record Clause(String name, Field field, List<Part> parts) implements Part {}

  /** Stands for the person that a sentence is about. */
  static final String ANYONE = "x";

  /** Further sentences, drawn from the heading of the same name. */
  static final Set<String> SENTENCES = Set.of("detail", "negation", "hypothesis", "closing");

  private static final Set<String> FACTS =
      Set.of(
          "number",
          "today",
          "date",
          "eve",
          "range",
          "month",
          "when",
          "time",
          "incident",
          "country",
          "office",
          "travel",
          "travel2",
          "seizure",
          "other",
          "offence",
          "unit",
          "unit2",
          "organisation",
          "amount",
          "weight");

  /** A whole text must have one of each. */
  private static final List<List<String>> WHAT_WHERE_WHEN =
      List.of(
          List.of("offence", "detail", "is"),
          List.of("incident"),
          List.of("when", "date", "range"));

  /** Headings of sentences about one person, beside those of its fields. */
  private static final Set<String> OF_ONE = Set.of("also", "about", "more");

  private static final Set<String> LABELS = Set.of("no", "maybe", "is", "org", "commodity");

  private static final Set<String> ATTRIBUTES =
      Set.of(
          "short",
          "birthplace",
          "home",
          "nationality",
          "national",
          "alias",
          "sex",
          "vehicle",
          "carrier",
          "from",
          "to",
          "day");

  private static final Set<String> FIELDS =
      new LinkedHashSet<>(Arrays.stream(Field.values()).map(Wording::code).toList());

  private static final Pattern GAP =
      Pattern.compile("([A-Za-z][a-z]*\\d?)(?:\\.([a-z_]+))?(?:([=:+])(.*))?", Pattern.DOTALL);

  static String code(Field field) {
    return field.name().toLowerCase(Locale.ROOT);
  }

  /** Names of the persons of a gap, in the order in which they come up. */
  Set<String> persons() {
    Set<String> names = new LinkedHashSet<>();
    walk(parts, names, new LinkedHashSet<>());
    return names;
  }

  /**
   * Checks what a whole text needs beside its gaps.
   *
   * @throws IllegalArgumentException that says what is missing, without file and line
   */
  void requireWhole() {
    Set<String> gaps = new LinkedHashSet<>();
    for (Part part : parts) {
      if (part instanceof Gap gap
          && (gap.name().equals("is") || (gap.what().isEmpty() && gap.sign() == ' '))) {
        gaps.add(gap.name());
      }
    }
    for (String person : persons()) {
      if (person.equals(ANYONE)) {
        throw new IllegalArgumentException("a wording names its persons by role, found {x}");
      }
      if (!gaps.contains(person)) {
        throw new IllegalArgumentException(
            "a person must be named once, as {" + person + "}, found none");
      }
    }
    for (List<String> some : WHAT_WHERE_WHEN) {
      if (Collections.disjoint(gaps, some)) {
        throw new IllegalArgumentException(
            "a wording must say {" + String.join("} or {", some) + "}, found none");
      }
    }
  }

  /**
   * Checks a line of another heading than a wording's.
   *
   * @param heading up to its first point
   * @throws IllegalArgumentException that says what is wrong, without file and line
   */
  void requireSentence(String heading) {
    boolean ofField = FIELDS.contains(heading);
    boolean ofOne = ofField || OF_ONE.contains(heading);
    boolean says = false;
    for (Part part : parts) {
      if (!(part instanceof Gap gap)) {
        continue;
      }
      String found =
          ", found {" + gap.name() + (gap.what().isEmpty() ? "" : ".") + gap.what() + "}";
      if (SENTENCES.contains(gap.name())
          || gap.name().equals("when")
          || gap.name().equals("range")) {
        throw new IllegalArgumentException("a sentence holds no other one" + found);
      }
      if (gap.name().equals(ANYONE)) {
        boolean own = ofField && gap.what().equals(heading);
        says |= own;
        if (!ofOne || gap.sign() == '+' || (FIELDS.contains(gap.what()) && !own)) {
          throw new IllegalArgumentException("no such gap under this heading" + found);
        }
      }
    }
    if (ofField && !says) {
      throw new IllegalArgumentException(
          "a sentence of this heading must say {x." + heading + "}, found none");
    }
  }

  /** What a clause says of a person, as {@code suspect.born}; {@code suspect+} for the rest. */
  Set<String> clauses() {
    Set<String> said = new LinkedHashSet<>();
    walk(parts, new LinkedHashSet<>(), said);
    return said;
  }

  private static void walk(List<Part> parts, Set<String> names, Set<String> said) {
    for (Part part : parts) {
      if (part instanceof Gap gap && isPerson(gap.name())) {
        names.add(gap.name());
        if (gap.sign() == '+') {
          said.add(gap.name() + "+");
        }
      } else if (part instanceof Clause clause) {
        said.add(clause.name() + "." + code(clause.field()));
        walk(clause.parts(), names, said);
      }
    }
  }

  /** Whether a gap says that an offence did not happen, or may have. */
  boolean speaksOf(Offence offence) {
    return parts.stream().anyMatch(p -> p instanceof Gap gap && gap.what().equals(offence.code()));
  }

  static boolean isPerson(String name) {
    return name.equals(ANYONE) || Role.CODES.contains(name.replaceAll("\\d$", ""));
  }

  /**
   * The parts of a text.
   *
   * @throws IllegalArgumentException that says what is wrong, without file and line
   */
  static List<Part> parse(String text) {
    Reader reader = new Reader(text);
    return reader.parts(Set.of(), false);
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    /**
     * @param open what the clauses around say, as {@code suspect.born}
     */
    List<Part> parts(Set<String> open, boolean inside) {
      List<Part> parts = new ArrayList<>();
      while (at < text.length()) {
        if (inside && text.charAt(at) == ']') {
          at++;
          return parts;
        }
        if (text.startsWith("[?", at)) {
          parts.add(clause(open));
        } else if (text.charAt(at) == '{') {
          String inner = until('}', "{");
          parts.add(gap(inner, open));
        } else if (text.charAt(at) == '}') {
          throw new IllegalArgumentException("a brace is closed that was not opened");
        } else {
          int end = at;
          while (end < text.length()
              && "{}".indexOf(text.charAt(end)) < 0
              && !text.startsWith("[?", end)
              && !(inside && text.charAt(end) == ']')) {
            end++;
          }
          parts.add(new Words(text.substring(at, end)));
          at = end;
        }
      }
      if (inside) {
        throw new IllegalArgumentException("a clause has no end, found [?");
      }
      return parts;
    }

    private String until(char end, String start) {
      int to = text.indexOf(end, at);
      if (to < 0) {
        throw new IllegalArgumentException("a gap has no end, found " + start);
      }
      String inner = text.substring(at + start.length(), to);
      at = to + 1;
      return inner;
    }

    private Clause clause(Set<String> open) {
      String key = until('|', "[?");
      String[] names = key.split("\\.", -1);
      if (names.length != 2 || !isPerson(names[0]) || !FIELDS.contains(names[1])) {
        throw new IllegalArgumentException(
            "a clause names a person and one of " + String.join(", ", FIELDS) + ", found " + key);
      }
      Set<String> within = new LinkedHashSet<>(open);
      within.add(key);
      List<Part> said = parts(within, true);
      if (said.stream()
          .noneMatch(p -> p instanceof Gap gap && key.equals(gap.name() + "." + gap.what()))) {
        throw new IllegalArgumentException("a clause must say {" + key + "}, found none");
      }
      return new Clause(names[0], Field.valueOf(names[1].toUpperCase(Locale.ROOT)), said);
    }

    private static Gap gap(String inner, Set<String> open) {
      Matcher matcher = GAP.matcher(inner);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("no such gap, found {" + inner + "}");
      }
      String name = matcher.group(1).toLowerCase(Locale.ROOT);
      String what = matcher.group(2) == null ? "" : matcher.group(2);
      char sign = matcher.group(3) == null ? ' ' : matcher.group(3).charAt(0);
      List<String> said =
          sign == '=' || sign == ':' ? List.of(matcher.group(4).split("\\|", -1)) : List.of();
      boolean field = FIELDS.contains(what);
      boolean known =
          isPerson(name)
              ? sign == ' '
                  ? what.isEmpty() || field || (ATTRIBUTES.contains(what) && !what.equals("sex"))
                  : what.isEmpty() || (what.equals("sex") && sign == '=')
              : LABELS.contains(name)
                  ? sign == '='
                      && (name.equals("org") || name.equals("commodity")
                          ? what.isEmpty()
                          : Offence.CODES.contains(what))
                  : sign == ' '
                      && what.isEmpty()
                      && (FACTS.contains(name) || SENTENCES.contains(name));
      if (!known || said.size() > 2 || (said.size() > 0 && said.get(0).isEmpty() && sign == '=')) {
        throw new IllegalArgumentException("no such gap, found {" + inner + "}");
      }
      if (field && !open.contains(name + "." + what) && !name.equals(ANYONE)) {
        throw new IllegalArgumentException(
            "what only some items say must stand in a clause, as [?"
                + name
                + "."
                + what
                + "|…], found {"
                + inner
                + "}");
      }
      return new Gap(name, what, sign, said, Character.isUpperCase(inner.charAt(0)));
    }
  }
}
