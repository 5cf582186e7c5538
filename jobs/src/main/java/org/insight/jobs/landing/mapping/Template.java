package org.insight.jobs.landing.mapping;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value put together of fields: {@code {given} {family}}. A part in brackets is left out as a
 * whole where one of its fields is empty, as in {@code [{country:country}:]{number}}; where a field
 * outside brackets is empty, there is no value. {@code {a|b}} is the first of two fields that has a
 * value, {@code {a:country}} the ISO code of a country's name (empty where it is not known).
 */
final class Template {

  /**
   * A value.
   *
   * @param issued it begins with a country and a colon, as {@code FR:}, that the template wrote:
   *     the letters themselves or {@code {a:country}}, never a field as it came
   * @param column that it was made of
   */
  record Filled(String text, boolean issued, String column) {}

  private static final Pattern PART =
      Pattern.compile("\\[(?<optional>[^\\]]*)\\]|(?<required>[^\\[\\]]+)");
  private static final Pattern FIELD = Pattern.compile("\\{(?<name>[^}]+)\\}");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final String EDGES = " ,;";
  private static final String COUNTRY = ":country";
  private static final Pattern ISSUER = Pattern.compile("\\s*[A-Z]{2}:\\s*");

  private record Part(String text, boolean optional) {}

  private final List<Part> parts = new ArrayList<>();
  private final String columns;

  Template(String text) {
    Matcher matcher = PART.matcher(text);
    while (matcher.find()) {
      String optional = matcher.group("optional");
      parts.add(
          optional == null ? new Part(matcher.group("required"), false) : new Part(optional, true));
    }
    this.columns = String.join(", ", new TreeSet<>(fields()));
  }

  /** The fields that it names, in words. */
  String columns() {
    return columns;
  }

  /** The fields that it names. */
  Set<String> fields() {
    Set<String> names = new HashSet<>();
    for (Part part : parts) {
      Matcher matcher = FIELD.matcher(part.text());
      while (matcher.find()) {
        names.addAll(fields(matcher.group("name")));
      }
    }
    return names;
  }

  private static List<String> fields(String name) {
    boolean country = name.endsWith(COUNTRY);
    String names = country ? name.substring(0, name.length() - COUNTRY.length()) : name;
    return List.of(names.split("\\|", -1));
  }

  /**
   * @param column that the value is of
   * @param fields the value of a field by its name, empty where it has none
   * @param notACountry hears of fields that should name a country and do not
   */
  Optional<Filled> fill(
      String column, Function<String, Optional<String>> fields, Consumer<String> notACountry) {
    StringBuilder filled = new StringBuilder();
    // What stands before the first field as it came.
    String head = null;
    boolean some = false;
    for (Part part : parts) {
      Matcher matcher = FIELD.matcher(part.text());
      StringBuilder text = new StringBuilder();
      String before = null;
      boolean whole = true;
      boolean any = false;
      while (matcher.find()) {
        String name = matcher.group("name");
        Optional<String> value = value(name, fields, notACountry);
        whole &= value.isPresent();
        any |= value.isPresent();
        matcher.appendReplacement(text, "");
        if (before == null && !name.endsWith(COUNTRY)) {
          before = text.toString();
        }
        text.append(value.orElse(""));
      }
      matcher.appendTail(text);
      if (whole) {
        if (head == null && before != null) {
          head = filled + before;
        }
        filled.append(text);
        some |= any;
      } else if (!part.optional()) {
        return Optional.empty();
      }
    }
    String value = withoutEdges(SPACES.matcher(filled).replaceAll(" "));
    return some && !value.isEmpty() ? Optional.of(filled(value, head, column)) : Optional.empty();
  }

  /** Without what parts that fell away leave around the others: blanks, commas, semicolons. */
  private static String withoutEdges(String text) {
    int begin = 0;
    int end = text.length();
    while (begin < end && EDGES.indexOf(text.charAt(begin)) >= 0) {
      begin++;
    }
    while (begin < end && EDGES.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return text.substring(begin, end);
  }

  private static Filled filled(String value, @Nullable String head, String column) {
    return head != null && ISSUER.matcher(head).matches()
        ? new Filled(value.substring(0, 3) + value.substring(3).stripLeading(), true, column)
        : new Filled(value, false, column);
  }

  private static Optional<String> value(
      String name, Function<String, Optional<String>> fields, Consumer<String> notACountry) {
    for (String field : fields(name)) {
      Optional<String> value = fields.apply(field);
      if (value.isPresent()) {
        if (!name.endsWith(COUNTRY)) {
          return value;
        }
        Optional<String> code = value.map(Countries::code).filter(Countries::isCode);
        if (code.isEmpty()) {
          notACountry.accept(field);
        }
        return code;
      }
    }
    return Optional.empty();
  }
}
