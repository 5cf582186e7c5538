package org.insight.jobs.landing.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value put together of fields: {@code {country}:{number}}. A part in brackets is left out as a
 * whole where one of its fields is empty, as in {@code [{country}:]{number}}; where a field outside
 * brackets is empty, there is no value. {@code {a|b}} is the first of two fields that has a value,
 * {@code {a:country}} the ISO code of a country's name (empty where it is not known).
 */
final class Template {

  private static final Pattern PART =
      Pattern.compile("\\[(?<optional>[^\\]]*)\\]|(?<required>[^\\[\\]]+)");
  private static final Pattern FIELD = Pattern.compile("\\{(?<name>[^}]+)\\}");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern EDGES = Pattern.compile("^[\\s,;]+|[\\s,;]+$");
  private static final String COUNTRY = ":country";

  private record Part(String text, boolean optional) {}

  private final List<Part> parts = new ArrayList<>();

  Template(String text) {
    Matcher matcher = PART.matcher(text);
    while (matcher.find()) {
      String optional = matcher.group("optional");
      parts.add(
          optional == null ? new Part(matcher.group("required"), false) : new Part(optional, true));
    }
  }

  /**
   * @param fields the value of a field by its name, empty where it has none
   */
  Optional<String> fill(Function<String, Optional<String>> fields) {
    StringBuilder filled = new StringBuilder();
    boolean some = false;
    for (Part part : parts) {
      Matcher matcher = FIELD.matcher(part.text());
      StringBuilder text = new StringBuilder();
      boolean whole = true;
      boolean any = false;
      while (matcher.find()) {
        Optional<String> value = value(matcher.group("name"), fields);
        whole &= value.isPresent();
        any |= value.isPresent();
        matcher.appendReplacement(text, Matcher.quoteReplacement(value.orElse("")));
      }
      matcher.appendTail(text);
      if (whole) {
        filled.append(text);
        some |= any;
      } else if (!part.optional()) {
        return Optional.empty();
      }
    }
    String value = EDGES.matcher(SPACES.matcher(filled).replaceAll(" ")).replaceAll("");
    return some && !value.isEmpty() ? Optional.of(value) : Optional.empty();
  }

  private static Optional<String> value(String name, Function<String, Optional<String>> fields) {
    boolean country = name.endsWith(COUNTRY);
    String names = country ? name.substring(0, name.length() - COUNTRY.length()) : name;
    for (String field : names.split("\\|", -1)) {
      Optional<String> value = fields.apply(field);
      if (value.isPresent()) {
        return country ? value.map(Countries::code).filter(c -> c.length() == 2) : value;
      }
    }
    return Optional.empty();
  }
}
