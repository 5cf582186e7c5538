package org.insight.jobs.mentions.times;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.mentions.FoldedText;
import org.insight.jobs.mentions.WordLists;
import org.jspecify.annotations.Nullable;

/**
 * The words and rules of one language, from {@code reading/times/LANGUAGE.yaml}. A rule is a
 * regular expression over {@link FoldedText} with slots; see {@code fr.yaml} for the form.
 */
final class TimeLanguage {

  private static final Pattern SLOT = Pattern.compile("\\{([a-z]+)(2?)(?::([a-z_]+))?}");
  private static final String DAY_DIGITS =
      "(?:3[01]|[12]\\d|0?[1-9])(?!\\d)(?: ?(?:er|st|nd|rd|th|°)(?!\\p{L}))?";

  /** Nothing of a word or a number before or after. */
  private static final String BEFORE = "(?<![\\p{L}\\p{N}_@#])(?<![\\p{L}\\d][-/.])";

  private static final String AFTER = "(?![\\p{L}\\p{N}_@])(?![-/.:]\\d)";

  /** The letter of "year of our era" stands close to the year. */
  private static final String AFTER_ARABIC = "(?=م?(?![\\p{L}\\p{N}_@]))(?![-/.:]\\d)";

  /** A year alone, which no unit follows. */
  static final Pattern YEAR =
      Pattern.compile(
          "(?<![\\p{L}\\d_@#][-./]?)(?:19|20)\\d\\d(?![\\p{L}\\d_@%]|[-./:,]\\d| ?(?:euros?|dollars?|€|\\$|kg|km|dh|دينار|درهم|دولار|يورو))");

  private final JsonNode source;
  private final String clitics;
  final boolean monthFirst;

  /** Whether a month alone counts with a capital letter only. */
  final boolean capitals;

  private final Map<String, Integer> months;
  private final Map<String, Integer> weekdays;
  private final Map<String, Integer> numbers;
  private final Map<String, Integer> hourWords;
  private final Map<String, String> units = new HashMap<>();
  private final Map<String, String> duals = new HashMap<>();
  private final Map<String, DayPart> parts = new LinkedHashMap<>();
  private final Map<String, String> slots = new HashMap<>();

  private TimeLanguage(JsonNode source) {
    this.source = source;
    clitics = source.path("clitics").asText();
    capitals = source.path("capitals").asBoolean();
    monthFirst = source.path("month_first").asBoolean();
    months = numbered(source.path("months"));
    weekdays = numbered(source.path("weekdays"));
    numbers = numbered(source.path("numbers"));
    hourWords =
        source.has("hour_words")
            ? numbered(source.path("hour_words"))
            : numbers.entrySet().stream()
                .filter(e -> e.getValue() <= 12)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    source
        .path("units")
        .fields()
        .forEachRemaining(e -> words(e.getValue()).forEach(w -> units.put(w, e.getKey())));
    source
        .path("duals")
        .fields()
        .forEachRemaining(e -> words(e.getValue()).forEach(w -> duals.put(w, e.getKey())));
    source
        .path("parts")
        .fields()
        .forEachRemaining(
            e -> {
              DayPart part = DayPart.valueOf(e.getKey().toUpperCase(Locale.ROOT));
              words(e.getValue()).forEach(w -> parts.put(w, part));
            });
    String month = alternatives(months.keySet());
    slots.put("d", "(?:" + DAY_DIGITS + "|" + alternatives(numbers.keySet()) + ")");
    slots.put("m", "(?:" + month + ")(?:\\.(?=[ \\n]?\\d))?(?: ?[/(] ?(?:" + month + ")\\)?)?");
    slots.put("y", "(?:19|20)\\d\\d");
    slots.put("yy", "\\d\\d");
    slots.put("w", "(?:" + alternatives(weekdays.keySet()) + ")");
    slots.put("n", "(?:\\d{1,3}|" + alternatives(numbers.keySet()) + ")");
    slots.put("u", "(?:" + alternatives(units.keySet()) + ")");
    slots.put("one", "(?:" + alternatives(units.keySet()) + ")");
    slots.put("two", "(?:" + (duals.isEmpty() ? "\\b\\B" : alternatives(duals.keySet())) + ")");
    slots.put("p", "(?:" + alternatives(parts.keySet()) + ")");
    slots.put("h", "(?:2[0-4]|1\\d|0?\\d)");
    slots.put("hw", "(?:" + alternatives(hourWords.keySet()) + ")");
    slots.put("min", "[0-5]\\d");
    slots.put("about", "(?:(?:" + alternatives(words(source.path("about"))) + ") )?");
  }

  static @Nullable TimeLanguage of(String language) {
    return Holder.ALL.get(language);
  }

  /** A month's name alone. */
  List<Rule> bareMonths() {
    return List.of(rule("{m}"));
  }

  /** The templates of a rule, each compiled to a whole expression, whose words are group x. */
  List<Rule> whole(String rule) {
    return templates(source.path("rules").path(rule)).map(this::rule).toList();
  }

  /** The whole expressions of each number of a rule. */
  Map<Integer, List<Rule>> wholeByNumber(String rule) {
    Map<Integer, List<Rule>> all = new LinkedHashMap<>();
    source
        .path("rules")
        .path(rule)
        .fields()
        .forEachRemaining(
            e ->
                all.put(
                    Integer.valueOf(e.getKey()), templates(e.getValue()).map(this::rule).toList()));
    return all;
  }

  /** A rule whose templates stand before something: to be found at the end of a region. */
  List<Rule> before(String rule) {
    return templates(source.path("rules").path(rule))
        .map(t -> Rule.of("(?<![\\p{L}\\p{N}])" + prefix() + "(?<x>" + expanded(t) + ")\\z"))
        .toList();
  }

  /** A rule whose templates follow something: to be matched at the start of a region. */
  List<Rule> following(String rule) {
    return templates(source.path("rules").path(rule))
        .map(t -> Rule.of(expanded(t) + AFTER))
        .toList();
  }

  /** A rule whose templates join two times: to be matched against all that is between. */
  @Nullable Pattern between(String rule) {
    return joined(rule, "(?:", ")");
  }

  /** The cues of a role: to be found anywhere in a region. */
  @Nullable Pattern cues(String role) {
    List<String> all = templates(source.path("roles").path(role)).map(this::expanded).toList();
    return all.isEmpty()
        ? null
        : Pattern.compile("(?<!\\p{L})" + prefix() + "(?:" + String.join("|", all) + ")(?!\\p{L})");
  }

  /** Words of a rule before something: to be found at the end of a region. */
  @Nullable Pattern wordBefore(String rule) {
    return joined(rule, "(?<!\\p{L})" + prefix() + "(?:", ") ?\\z");
  }

  private Rule rule(String template) {
    return Rule.of(
        BEFORE
            + prefix()
            + "(?<x>"
            + expanded(template)
            + ")"
            + (clitics.isEmpty() ? AFTER : AFTER_ARABIC));
  }

  int month(String written) {
    String name = spaced(written);
    @Nullable Integer number = months.get(name);
    while (number == null && !name.isEmpty()) {
      name = name.substring(0, name.length() - 1);
      number = months.get(name.strip());
    }
    return number == null ? 0 : number;
  }

  int weekday(String written) {
    return weekdays.getOrDefault(spaced(written), 0);
  }

  int number(String written) {
    String digits = written.replaceAll("\\D", "");
    return digits.isEmpty() ? numbers.getOrDefault(spaced(written), 0) : Integer.parseInt(digits);
  }

  int hourWord(String written) {
    return hourWords.getOrDefault(spaced(written), 0);
  }

  /** day, week, month or year. */
  String unit(String written) {
    String word = spaced(written);
    return units.getOrDefault(word, duals.getOrDefault(word, "day"));
  }

  DayPart part(String written) {
    return parts.getOrDefault(spaced(written), DayPart.NIGHT);
  }

  private static String spaced(String written) {
    return written.replaceAll("\\s+", " ");
  }

  private String prefix() {
    return clitics.isEmpty() ? "" : "[" + clitics + "]{0,2}";
  }

  private @Nullable Pattern joined(String rule, String open, String close) {
    List<String> all = new ArrayList<>();
    for (String template : templates(source.path("rules").path(rule)).toList()) {
      // A group's name may stand once in an expression.
      all.add(expanded(template).replaceAll("\\(\\?<(?![=!])[a-z0-9]+>", "(?:"));
    }
    return all.isEmpty() ? null : Pattern.compile(open + String.join("|", all) + close);
  }

  private String expanded(String template) {
    Matcher slot = SLOT.matcher(FoldedText.fold(template));
    StringBuilder out = new StringBuilder();
    Set<String> named = new HashSet<>();
    while (slot.find()) {
      String name = slot.group(1);
      @Nullable String of = slots.get(name);
      if (of == null) {
        throw new InsightException(
            ErrorKind.INTERNAL, "Cannot read a rule of times: no slot, found " + name);
      }
      if (slot.group(3) != null) {
        DayPart part = DayPart.valueOf(slot.group(3).toUpperCase(Locale.ROOT));
        of =
            alternatives(
                parts.entrySet().stream()
                    .filter(e -> e.getValue() == part)
                    .map(Map.Entry::getKey)
                    .toList());
      }
      // A name may stand once; the first counts.
      slot.appendReplacement(
          out,
          Matcher.quoteReplacement(
              (named.add(name + slot.group(2)) ? "(?<" + name + slot.group(2) + ">" : "(?:")
                  + of
                  + ")"));
    }
    slot.appendTail(out);
    return out.toString().replace(" ?", "[ \\n]{0,3}").replaceAll("(?<!\\[) ", "[ \\\\n]{1,3}");
  }

  private static Stream<String> templates(JsonNode list) {
    List<String> all = new ArrayList<>();
    list.forEach(t -> all.add(t.asText()));
    return all.stream();
  }

  private static List<String> words(JsonNode list) {
    return templates(list).map(FoldedText::fold).toList();
  }

  private static Map<String, Integer> numbered(JsonNode lists) {
    Map<String, Integer> all = new HashMap<>();
    lists
        .fields()
        .forEachRemaining(
            e -> words(e.getValue()).forEach(w -> all.put(w, Integer.valueOf(e.getKey()))));
    return all;
  }

  /** Longer words first, or a shorter one would hide them. */
  private static String alternatives(Collection<String> words) {
    return words.stream()
        .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(w -> w))
        .map(w -> w.replace(".", "\\."))
        .collect(Collectors.joining("|"));
  }

  private static final class Holder {
    private static final Map<String, TimeLanguage> ALL =
        Stream.of("fr", "en", "es", "ar")
            .collect(
                Collectors.toMap(
                    l -> l, l -> new TimeLanguage(WordLists.tree("reading/times/" + l + ".yaml"))));
  }
}
