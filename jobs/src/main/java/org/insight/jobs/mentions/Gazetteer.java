package org.insight.jobs.mentions;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.mentions.Term.Caution;
import org.insight.jobs.mentions.Term.Kind;

/**
 * The names of countries, places and offences in French, English, Spanish and Arabic.
 *
 * <p>Countries are those of the JDK's locale data and {@code gazetteers/countries.yaml}; places
 * those of {@code reference/places.tsv} (GeoNames); offences those of {@code
 * gazetteers/offences.yaml}. Of places of one name the most populous is meant; a country's name is
 * never a place's. Arabic terms are also known with the prefixes that are written together with
 * them, and without what writers leave out.
 */
final class Gazetteer {

  private static final String AMBIGUOUS = "gazetteers/ambiguous.yaml";
  private static final String COUNTRIES = "gazetteers/countries.yaml";
  private static final String OFFENCES = "gazetteers/offences.yaml";
  private static final String PLACES = "reference/places.tsv";

  private static final List<Locale> LANGUAGES =
      List.of(
          Locale.FRENCH, Locale.ENGLISH, Locale.forLanguageTag("es"), Locale.forLanguageTag("ar"));

  /** Smaller places have their own name only: the more names, the more false ones. */
  private static final int MIN_POPULATION_FOR_ALTERNATES = 300_000;

  /** Letters; shorter names are as often something else, but for large cities. */
  private static final int SHORT = 4;

  private static final int VERY_SHORT = 3;
  private static final int LARGE_CITY = 400_000;

  private static final List<String> ARABIC_PREFIXES = List.of("و", "ف", "ب", "ل", "ك", "وب", "ول");

  private final Map<String, List<Spelled>> terms = new HashMap<>();
  private final Set<String> spellings = new LinkedHashSet<>();
  private final Map<String, Caution> cautions = new HashMap<>();
  private final Set<String> notCountries = new HashSet<>();
  private final Set<String> notPlaces = new HashSet<>();

  private Gazetteer() {
    readCautions();
    readCountries();
    readOffences();
    readPlaces();
  }

  /** Read once a JVM, at first use. */
  static Gazetteer instance() {
    return Holder.INSTANCE;
  }

  /**
   * What the lists are: the beginning of a digest of all that they are made of but the locale data
   * of the JDK, by which countries are named.
   */
  static String version() {
    return WordLists.version(List.of(AMBIGUOUS, COUNTRIES, OFFENCES, PLACES));
  }

  /** What a term as written may name, by precedence; empty where nothing. */
  List<Term> find(String written) {
    return terms.getOrDefault(Folding.fold(written), List.of()).stream()
        .filter(s -> !isArabic(s.name()) || FoldedArabic.mayBeWritten(s.name(), written))
        .map(Spelled::term)
        .toList();
  }

  /**
   * The words of each term in each spelling to search for in a text's {@link FoldedArabic}, in
   * lower case.
   */
  String[][] phrases() {
    return spellings.stream().map(s -> s.split(" ")).toArray(String[][]::new);
  }

  private void readCautions() {
    Map<String, List<String>> lists =
        WordLists.yaml(AMBIGUOUS, new TypeReference<Map<String, List<String>>>() {});
    for (String list : List.of("words", "names")) {
      for (String name : lists.getOrDefault(list, List.of())) {
        cautions.put(Folding.fold(name), Caution.AFTER_A_WORD_OF_PLACE);
      }
    }
    for (String name : lists.getOrDefault("countries", List.of())) {
      cautions.put("country " + Folding.fold(name), Caution.ALONE);
    }
    for (String name : lists.getOrDefault("country_words", List.of())) {
      cautions.put("country " + Folding.fold(name), Caution.AFTER_A_WORD_OF_PLACE);
    }
    lists.getOrDefault("not_countries", List.of()).stream()
        .map(Folding::fold)
        .forEach(notCountries::add);
    lists.getOrDefault("not_places", List.of()).stream().map(Folding::fold).forEach(notPlaces::add);
  }

  private void readCountries() {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    Set<String> codes = new TreeSet<>(Set.of(Locale.getISOCountries()));
    codes.add("XK");
    for (String code : codes) {
      Set<String> own = names.computeIfAbsent(code, c -> new LinkedHashSet<>());
      Locale country = new Locale.Builder().setRegion(code).build();
      for (Locale language : LANGUAGES) {
        own.addAll(parts(country.getDisplayCountry(language)));
      }
    }
    WordLists.yaml(COUNTRIES, new TypeReference<Map<String, List<String>>>() {})
        .forEach(
            (code, more) -> names.computeIfAbsent(code, c -> new LinkedHashSet<>()).addAll(more));
    names.forEach(
        (code, own) ->
            own.forEach(
                name -> {
                  if (notCountries.contains(Folding.fold(name))) {
                    return;
                  }
                  Caution caution =
                      cautions.getOrDefault("country " + Folding.fold(name), Caution.NONE);
                  add(name, new Term(Kind.COUNTRY, code, code, null, caution), true);
                }));
  }

  /** "Myanmar (Burma)" is two names. */
  private static List<String> parts(String name) {
    List<String> parts = new ArrayList<>();
    for (String part : name.split("[()\\[\\]]")) {
      if (!part.isBlank() && part.strip().length() > 2) {
        parts.add(part.strip());
      }
    }
    return parts;
  }

  private void readOffences() {
    WordLists.yaml(OFFENCES, new TypeReference<Map<String, Map<String, List<String>>>>() {})
        .forEach(
            (code, byLanguage) ->
                byLanguage.forEach(
                    (language, list) ->
                        list.forEach(
                            name -> {
                              Term term =
                                  new Term(Kind.OFFENCE, code, null, language, Caution.NONE);
                              add(name, term, true);
                              if (language.equals("ar") && !name.startsWith("ال")) {
                                add("ال" + name, term, true);
                              }
                            })));
  }

  private void readPlaces() {
    Map<String, String> taken = new HashMap<>();
    // Most populous first, so the first place of a name keeps it, in each spelling.
    WordLists.lines(
        PLACES,
        line -> {
          String[] fields = line.split("\t", -1);
          if (fields.length != 7) {
            throw new InsightException(
                ErrorKind.INTERNAL,
                "Cannot read reference/places.tsv: not 7 fields, found " + fields.length);
          }
          addPlace(fields[1], fields, taken);
          if (Integer.parseInt(fields[5]) >= MIN_POPULATION_FOR_ALTERNATES) {
            for (String alternate : fields[6].split("\\|")) {
              addPlace(alternate, fields, taken);
            }
          }
        });
  }

  private void addPlace(String name, String[] fields, Map<String, String> taken) {
    String folded = Folding.fold(name);
    if (folded.length() < 3
        || notPlaces.contains(folded)
        || !taken.computeIfAbsent(folded, f -> fields[0]).equals(fields[0])) {
      return;
    }
    int letters = folded.length();
    Caution caution = cautions.get(folded);
    if (caution == null) {
      boolean clear =
          letters > SHORT
              || (letters > VERY_SHORT
                  && (isArabic(folded) || Integer.parseInt(fields[5]) >= LARGE_CITY));
      caution = clear ? Caution.NONE : Caution.AFTER_A_WORD_OF_PLACE;
    }
    Term term = new Term(Kind.PLACE, fields[0], fields[2], null, caution);
    add(name, term, caution == Caution.NONE && letters > SHORT);
  }

  private void add(String name, Term term, boolean prefixes) {
    Collection<String> all = new LinkedHashSet<>();
    all.add(name);
    if (prefixes && isArabic(name)) {
      for (String prefix : ARABIC_PREFIXES) {
        // The article's alef goes after "li-".
        all.add(
            prefix.endsWith("ل") && name.startsWith("ال")
                ? prefix + name.substring(1)
                : prefix + name);
      }
    }
    for (String spelling : all) {
      String folded = Folding.fold(spelling);
      if (folded.isEmpty()) {
        continue;
      }
      List<Spelled> same = terms.computeIfAbsent(folded, f -> new ArrayList<>(1));
      Spelled spelled = new Spelled(spelling, term);
      if (same.stream().noneMatch(spelled::addsNothingTo)) {
        same.add(spelled);
      }
      spellings.add(FoldedArabic.of(words(spelling)).text());
      spellings.add(folded);
    }
  }

  private static boolean isArabic(String name) {
    return Character.UnicodeBlock.of(name.charAt(0)) == Character.UnicodeBlock.ARABIC;
  }

  /** As the tokenizer of {@link FindNames} parts words: at hyphens and apostrophes too. */
  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s'’‘-]+", " ").strip();
  }

  /** A term by one of its names, as listed or with a prefix. */
  private record Spelled(String name, Term term) {

    /** To one that is folded alike; how Arabic is spelled says what a text may write for it. */
    boolean addsNothingTo(Spelled other) {
      return term.key().equals(other.term.key())
          && Objects.equals(term.language(), other.term.language())
          && (!isArabic(name) || name.equals(other.name));
    }
  }

  private static final class Holder {
    static final Gazetteer INSTANCE = new Gazetteer();

    private Holder() {}
  }
}
