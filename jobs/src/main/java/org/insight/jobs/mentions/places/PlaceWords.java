package org.insight.jobs.mentions.places;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.insight.jobs.mentions.WordLists;
import org.jspecify.annotations.Nullable;

/** The words about places of one language, from {@code reading/places-LANG.yaml}. */
final class PlaceWords {

  private static final List<String> LANGUAGES = List.of("fr", "en", "es", "ar");
  private static final Map<String, PlaceWords> READ = new ConcurrentHashMap<>();
  private static final String ALL = "all";
  private static final String OFFENCES = "gazetteers/offences.yaml";

  /** Participles as they are listed, by language, and the endings that they go with. */
  private static final Map<String, Pattern> PARTICIPLES =
      Map.of(
          "fr", Pattern.compile("(?U)(\\w{3,})é(?!\\w)"),
          "es", Pattern.compile("(?U)(\\w{2,}[ai]d)o(?!\\w)"));

  private static final Map<String, List<String>> ENDINGS =
      Map.of("fr", List.of("é", "ée", "és", "ées"), "es", List.of("o", "a", "os", "as"));

  /** No phrase has more words. */
  static final int LONGEST = 8;

  private final Map<Long, List<Cue>> cues = new HashMap<>();
  private final Map<Kind, Set<Long>> phrases = new EnumMap<>(Kind.class);
  private final Map<Long, List<Cue>> cuesAfter = new HashMap<>();

  /** A list of the file, under its name in small letters. */
  enum Kind {
    PLACE,
    WEAK,
    NEAR,
    STREETS,
    STREETS_AFTER,
    OFFICES,
    TITLES,
    FROM,
    TOWARDS,
    OF_PERSONS,
    ORDINARY
  }

  /**
   * A phrase that says what a place near it is.
   *
   * @param words how many it has
   */
  record Cue(Role role, int words) {}

  private PlaceWords(List<String> languages) {
    for (String language : languages) {
      Map<String, Object> lists =
          WordLists.yaml(
              "reading/places-" + language + ".yaml", new TypeReference<Map<String, Object>>() {});
      for (Kind kind : Kind.values()) {
        if (lists.get(kind.name().toLowerCase(Locale.ROOT)) instanceof List<?> list) {
          Set<Long> known = phrases.computeIfAbsent(kind, k -> new HashSet<>());
          list.forEach(phrase -> known.add(Toponyms.hash(phrase.toString())));
        }
      }
      fillCues(cues, lists.get("roles"), language);
      fillCues(cuesAfter, lists.get("after"), language);
      WordLists.yaml(OFFENCES, new TypeReference<Map<String, Map<String, List<String>>>>() {})
          .values()
          .forEach(
              terms ->
                  fillCues(
                      cues, Map.of("incident", terms.getOrDefault(language, List.of())), language));
    }
  }

  /** Of a language; of all together if the language is another one. */
  static PlaceWords of(String language) {
    String key = LANGUAGES.contains(language) ? language : ALL;
    return Objects.requireNonNull(
        READ.computeIfAbsent(key, k -> new PlaceWords(k.equals(ALL) ? LANGUAGES : List.of(k))));
  }

  List<Cue> cues(long hash) {
    return cues.getOrDefault(hash, List.of());
  }

  List<Cue> cuesAfter(long hash) {
    return cuesAfter.getOrDefault(hash, List.of());
  }

  boolean is(Kind kind, long hash) {
    return phrases.getOrDefault(kind, Set.of()).contains(hash);
  }

  private static void fillCues(Map<Long, List<Cue>> cues, @Nullable Object roles, String language) {
    if (roles instanceof Map<?, ?> byRole) {
      byRole.forEach(
          (name, phrases) -> {
            Role role = Role.valueOf(name.toString().toUpperCase(Locale.ROOT));
            if (phrases instanceof List<?> list) {
              for (Object phrase : list) {
                for (String form : forms(phrase.toString(), language)) {
                  List<Cue> same =
                      cues.computeIfAbsent(Toponyms.hash(form), h -> new ArrayList<>(1));
                  Cue cue = new Cue(role, Token.of(form).size());
                  if (!same.contains(cue)) {
                    same.add(cue);
                  }
                }
              }
            }
          });
    }
  }

  /** A phrase with its participle in both genders and numbers. */
  private static List<String> forms(String phrase, String language) {
    Pattern participle = PARTICIPLES.get(language);
    if (participle == null || !participle.matcher(phrase).find()) {
      return List.of(phrase);
    }
    return ENDINGS.getOrDefault(language, List.of()).stream()
        .map(ending -> participle.matcher(phrase).replaceFirst("$1" + ending))
        .toList();
  }
}
