package org.insight.jobs.mentions.places;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
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
  private final Set<Long> place = new HashSet<>();
  private final Set<Long> weak = new HashSet<>();
  private final Set<Long> near = new HashSet<>();
  private final Set<Long> streets = new HashSet<>();
  private final Set<Long> streetsAfter = new HashSet<>();
  private final Set<Long> offices = new HashSet<>();
  private final Set<Long> titles = new HashSet<>();
  private final Set<Long> from = new HashSet<>();
  private final Set<Long> towards = new HashSet<>();
  private final Set<Long> ordinary = new HashSet<>();
  private final Map<Long, List<Cue>> cuesAfter = new HashMap<>();

  /**
   * A phrase that says what a place near it is.
   *
   * @param words how many it has
   */
  record Cue(Role role, int words) {}

  private PlaceWords(List<String> languages) {
    for (String language : languages) {
      Map<String, Object> lists =
          Toponyms.yaml(
              "reading/places-" + language + ".yaml", new TypeReference<Map<String, Object>>() {});
      fill(place, lists.get("place"));
      fill(weak, lists.get("weak"));
      fill(near, lists.get("near"));
      fill(streets, lists.get("streets"));
      fill(streetsAfter, lists.get("streets_after"));
      fill(offices, lists.get("offices"));
      fill(titles, lists.get("titles"));
      fill(from, lists.get("from"));
      fill(towards, lists.get("towards"));
      fill(ordinary, lists.get("ordinary"));
      fillCues(cues, lists.get("roles"), language);
      fillCues(cuesAfter, lists.get("after"), language);
      Toponyms.yaml(OFFENCES, new TypeReference<Map<String, Map<String, List<String>>>>() {})
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

  boolean isTitle(long hash) {
    return titles.contains(hash);
  }

  boolean isFrom(long hash) {
    return from.contains(hash);
  }

  boolean isTowards(long hash) {
    return towards.contains(hash);
  }

  boolean isOrdinary(long hash) {
    return ordinary.contains(hash);
  }

  boolean isPlace(long hash) {
    return place.contains(hash);
  }

  boolean isWeak(long hash) {
    return weak.contains(hash);
  }

  boolean isNear(long hash) {
    return near.contains(hash);
  }

  boolean isStreet(long hash) {
    return streets.contains(hash);
  }

  boolean isStreetAfter(long hash) {
    return streetsAfter.contains(hash);
  }

  boolean isOffice(long hash) {
    return offices.contains(hash);
  }

  private static void fill(Set<Long> set, @Nullable Object phrases) {
    if (phrases instanceof List<?> list) {
      list.forEach(phrase -> set.add(Toponyms.hash(phrase.toString())));
    }
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
