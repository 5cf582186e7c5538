package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How values of one property are made of a row's fields. The steps run in the order of the parts of
 * {@link Form}; each works on every value of the step before.
 */
final class Rule {

  /**
   * A rule as the mapping file writes it.
   *
   * @param first rules of which the first that gives a value is used; excludes the other parts
   * @param constant always this value; excludes the other parts
   * @param each nodes of the row that the other parts are taken from, one after the other
   * @param where fields of such a node, and the values of which each must have one; an empty text
   *     stands for no value
   * @param from fields to take values of
   * @param find pattern searched in each value; every match is a value (its named groups can be
   *     used in {@code format}, else group 1 or the whole)
   * @param format template of fields and groups, see {@link Template}
   * @param split pattern between values
   * @param values words of the source and what they become; where none is as the source has it, one
   *     that differs in small and capital letters counts
   * @param otherwise what any other word becomes; left out, it stays
   * @param country whether a country's name becomes its ISO code
   * @param range text between the first and the last day of a range
   * @param dates patterns of the dates of the source, which become EDTF; with both {@code d/M/yyyy}
   *     and {@code M/d/yyyy} the rows of a table tell which is meant, see {@link DayAndMonth}
   * @param suffix put behind the value, as {@code ~} for an approximate date
   */
  record Form(
      @Nullable List<Form> first,
      @Nullable String constant,
      @Nullable String each,
      @Nullable Map<String, List<String>> where,
      @Nullable List<String> from,
      @Nullable String find,
      @Nullable String format,
      @Nullable String split,
      @Nullable Map<String, String> values,
      @Nullable String otherwise,
      boolean country,
      @Nullable String range,
      @Nullable List<String> dates,
      @Nullable String suffix,
      @Nullable String record) {}

  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** In a template: what {@code from} gave. */
  private static final String VALUE = "value";

  private static final String DAY_FIRST = "d/M/yyyy";
  private static final String A_COUNTRY = "a country";
  private static final String MONTH_FIRST = "M/d/yyyy";
  private static final Pattern GROUP = Pattern.compile("\\(\\?<([A-Za-z][A-Za-z0-9]*)>");

  private final Form form;
  private final List<Rule> first;
  private final @Nullable Pattern find;
  private final Set<String> groups = new LinkedHashSet<>();
  private final @Nullable Template template;
  private final @Nullable Pattern split;
  private final @Nullable Dates dates;
  private final Map<String, String> words = new HashMap<>();

  /**
   * @throws IllegalArgumentException where a pattern is malformed, nothing says where values come
   *     from, or a part stands beside one that excludes it
   */
  Rule(Form form) {
    this.form = form;
    this.first = form.first() == null ? List.of() : form.first().stream().map(Rule::new).toList();
    if (first.isEmpty()
        && form.constant() == null
        && form.from() == null
        && form.format() == null
        && form.record() == null) {
      throw new IllegalArgumentException(
          "a rule needs one of first, constant, from, format, record");
    }
    requireAlone(form, form.first(), "first");
    requireAlone(form, form.constant(), "constant");
    requireAlone(form, form.record(), "record");
    if (form.find() != null && form.from() == null) {
      throw new IllegalArgumentException("find needs from");
    }
    this.find = form.find() == null ? null : Pattern.compile(form.find());
    if (form.find() != null) {
      Matcher matcher = GROUP.matcher(form.find());
      while (matcher.find()) {
        groups.add(matcher.group(1));
      }
    }
    this.template = form.format() == null ? null : new Template(form.format());
    this.split = form.split() == null ? null : Pattern.compile(form.split());
    this.dates = form.dates() == null ? null : new Dates(form.dates());
    if (form.values() != null) {
      form.values().forEach((word, meant) -> words.putIfAbsent(small(word), meant));
      words.putAll(form.values());
    }
  }

  /** What stands beside such a part is never looked at: not its conditions, nor its dates. */
  private static void requireAlone(Form form, @Nullable Object part, String name) {
    if (part == null) {
      return;
    }
    boolean alone =
        Stream.of(
                        form.first(),
                        form.constant(),
                        form.each(),
                        form.where(),
                        form.from(),
                        form.find(),
                        form.format(),
                        form.split(),
                        form.values(),
                        form.otherwise(),
                        form.range(),
                        form.dates(),
                        form.suffix(),
                        form.record())
                    .filter(Objects::nonNull)
                    .count()
                == 1
            && !form.country();
    if (!alone) {
      throw new IllegalArgumentException(
          name
              + " takes no other part beside it"
              + (name.equals("first") ? ", but in its rules" : ""));
    }
  }

  /** Key of the entity of the same row that is referred to; null where it is not a reference. */
  @Nullable String record() {
    return form.record();
  }

  /** Fields of a row that it looks at. */
  Set<String> fields() {
    Set<String> all = new HashSet<>();
    first.forEach(rule -> all.addAll(rule.fields()));
    if (form.from() != null) {
      all.addAll(form.from());
    }
    if (form.where() != null) {
      all.addAll(form.where().keySet());
    }
    if (template != null) {
      Set<String> named = template.fields();
      named.removeAll(groups);
      if (form.from() != null) {
        named.remove(VALUE);
      }
      all.addAll(named);
    }
    return all;
  }

  /** Fields that it reads dates of in which the day or the month may stand first. */
  Set<String> eitherFirst() {
    Set<String> all = new HashSet<>();
    first.forEach(rule -> all.addAll(rule.eitherFirst()));
    if (form.from() != null
        && form.dates() != null
        && form.dates().containsAll(List.of(DAY_FIRST, MONTH_FIRST))) {
      all.addAll(form.from());
    }
    return all;
  }

  /** Whether it gives a value whatever the row holds. */
  boolean constant() {
    return form.constant() != null;
  }

  /**
   * @param property named in issues
   * @param findings what is odd is added here
   */
  List<String> apply(JsonNode row, Fields fields, String property, Findings findings) {
    int before = findings.unconverted().size();
    for (Rule rule : first) {
      int tried = findings.unconverted().size();
      List<String> values = rule.apply(row, fields, property, findings);
      if (!values.isEmpty()) {
        // What an earlier rule could not convert, this one did.
        findings.unconverted().subList(before, tried).clear();
        return values;
      }
    }
    if (form.constant() != null) {
      return List.of(form.constant());
    }
    List<String> values = new ArrayList<>();
    for (JsonNode node : form.each() == null ? List.of(row) : Fields.nodes(row, form.each())) {
      if (holds(form.where(), node, fields)) {
        for (Template.Filled raw : raw(node, fields, property, findings)) {
          finish(raw, property, findings).ifPresent(values::add);
        }
      }
    }
    return values;
  }

  /** Whether each named field has one of its values. */
  static boolean holds(@Nullable Map<String, List<String>> where, JsonNode node, Fields fields) {
    if (where == null) {
      return true;
    }
    for (Map.Entry<String, List<String>> condition : where.entrySet()) {
      List<String> found = fields.values(node, condition.getKey());
      boolean fits =
          found.isEmpty()
              ? condition.getValue().contains("")
              : found.stream()
                  .anyMatch(
                      f ->
                          condition.getValue().stream()
                              .anyMatch(
                                  v -> v.equalsIgnoreCase(SPACES.matcher(f).replaceAll(" "))));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private List<Template.Filled> raw(
      JsonNode node, Fields fields, String property, Findings findings) {
    List<Template.Filled> raw = new ArrayList<>();
    Consumer<String> notACountry = column -> unconverted(findings, property, column, A_COUNTRY);
    try {
      if (form.from() == null) {
        if (template != null) {
          template
              .fill(template.columns(), name -> fields.first(node, name), notACountry)
              .ifPresent(raw::add);
        }
      } else {
        for (String path : form.from()) {
          for (String value : fields.values(node, path)) {
            found(value, path, node, fields, notACountry, raw);
          }
        }
      }
      return split == null ? raw : parts(raw, split);
    } catch (BoundedText.TooManyLooksException | StackOverflowError e) {
      // Java's patterns go down a step for each repeat of a group.
      findings.issues().add(property + " search given up");
      return split == null ? raw : List.of();
    }
  }

  private static List<Template.Filled> parts(List<Template.Filled> raw, Pattern between) {
    List<Template.Filled> parts = new ArrayList<>();
    for (Template.Filled value : raw) {
      // What the template wrote before the values stands before the first of them.
      boolean issued = value.issued();
      for (String part : between.split(new BoundedText(value.text()))) {
        if (!part.isBlank() && !Placeholders.holds(part.strip())) {
          parts.add(new Template.Filled(part.strip(), issued, value.column()));
        }
        issued = false;
      }
    }
    return parts;
  }

  private void found(
      String value,
      String path,
      JsonNode node,
      Fields fields,
      Consumer<String> notACountry,
      List<Template.Filled> into) {
    if (find == null) {
      if (template == null) {
        into.add(asItCame(value, path));
      } else {
        template
            .fill(
                path,
                n -> n.equals(VALUE) ? Optional.of(value) : fields.first(node, n),
                notACountry)
            .ifPresent(into::add);
      }
      return;
    }
    Matcher matcher = find.matcher(new BoundedText(value));
    while (matcher.find()) {
      if (template != null) {
        template
            .fill(
                path,
                n ->
                    groups.contains(n)
                        ? Optional.ofNullable(matcher.group(n)).filter(g -> !g.isBlank())
                        : fields.first(node, n),
                notACountry)
            .ifPresent(into::add);
      } else {
        String text = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        if (text != null && !text.isBlank()) {
          into.add(asItCame(text.strip(), path));
        }
      }
    }
  }

  private static Template.Filled asItCame(String text, String path) {
    return new Template.Filled(text, false, path);
  }

  private Optional<String> finish(Template.Filled raw, String property, Findings findings) {
    String value =
        raw.issued() || !IssuedNumber.isHeldBy(property)
            ? raw.text()
            : IssuedNumber.unissued(raw.text());
    if (form.values() != null) {
      String word = words.get(raw.text());
      if (word == null) {
        word = words.get(small(raw.text()));
      }
      if (word == null) {
        if (form.otherwise() == null || form.otherwise().isEmpty()) {
          unconverted(findings, property, raw.column(), "one of its words");
        }
        word = form.otherwise() == null ? value : form.otherwise();
      }
      if (word.isEmpty()) {
        return Optional.empty();
      }
      value = word;
    }
    if (form.country()) {
      value = Countries.code(value);
      if (!Countries.isCode(value)) {
        unconverted(findings, property, raw.column(), A_COUNTRY);
      }
    }
    if (dates != null) {
      Optional<String> date = date(value, dates);
      if (date.isEmpty()) {
        findings.issues().add(property + " not a date");
        unconverted(findings, property, raw.column(), "a date");
        return date;
      }
      value = date.get();
    }
    return Optional.of(form.suffix() == null ? value : value + form.suffix());
  }

  private static void unconverted(
      Findings findings, String property, String column, String expected) {
    findings.unconverted().add(new Findings.Unconverted(property, column, expected));
  }

  private static String small(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private Optional<String> date(String value, Dates patterns) {
    if (form.range() == null) {
      return patterns.edtf(value);
    }
    String[] ends = value.split(Pattern.quote(form.range()), 2);
    if (ends.length < 2) {
      return Optional.empty();
    }
    return patterns.edtf(ends[0]).flatMap(a -> patterns.edtf(ends[1]).map(b -> a + "/" + b));
  }
}
