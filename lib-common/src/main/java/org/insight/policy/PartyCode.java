package org.insight.policy;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.insight.core.OneLine;
import org.insight.core.StreamSafeText;

/**
 * The one spelling of a country or a body, so that a restriction that names it cannot miss it.
 *
 * <p>A code that looks right and means nobody would make a restriction void in silence: {@code
 * not_for: [UK]} or {@code [FRA]} would shut nobody out. So two letters must be an ISO 3166-1
 * alpha-2 code, alpha-3 codes and names of countries are refused, and only plain ASCII is taken (no
 * look-alike or invisible letters).
 */
public final class PartyCode {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._/&+-]{0,63}");

  /** Bodies whose names have two letters, as codes of countries do. */
  private static final Set<String> BODIES = Set.of("EU", "UN");

  private static final Set<String> ISO = Set.of(Locale.getISOCountries());

  /** With the code that is in use for Kosovo, which is no country of ISO 3166-1. */
  private static final SortedSet<String> COUNTRIES = countriesAnd("XK");

  private static final Map<String, String> OTHER_NAMES = otherNames();

  /** Words that come and go in a country's name. */
  private static final Set<String> SMALL =
      Set.of("THE", "OF", "AND", "LE", "LA", "LES", "DE", "DU", "DES", "ET", "EL", "LOS", "Y");

  /** Words between the countries of a list, beside the small ones. */
  private static final Set<String> BETWEEN = Set.of("OR", "OU", "O", "E");

  /** Signs between the countries of a list. A hyphen is none: a body may be called BE-L. */
  private static final Pattern SIGNS = Pattern.compile("[ /&+]+");

  /** Names in use beside those that Java knows, of countries whose code comes first. */
  private static final String IN_USE =
      """
      AE: UAE, Emirates
      BO: Plurinational State of Bolivia
      BN: Brunei Darussalam
      CD: Democratic Republic of the Congo, DR Congo, DRC, RDC, Zaire
      CG: Republic of the Congo
      CH: Schweiz, Swiss Confederation, Confederation Suisse
      CI: Ivory Coast
      CN: Peoples Republic of China, PRC
      CV: Cabo Verde
      CZ: Czech Republic, Republique tcheque
      DE: Deutschland, Federal Republic of Germany
      GB: Great Britain, Britain, Grande-Bretagne, Gran Bretana,
       United Kingdom of Great Britain and Northern Ireland
      HK: Hong Kong, Hong Kong SAR
      IR: Islamic Republic of Iran, Iran Islamic Republic of
      KP: Democratic Peoples Republic of Korea, DPRK
      KR: Republic of Korea, ROK
      KR or KP: Korea, Coree, Corea
      LA: Lao PDR, Lao Peoples Democratic Republic
      LY: Libyan Arab Jamahiriya
      MD: Republic of Moldova
      MK: Macedonia, Macedoine, FYROM
      MO: Macao, Macau, Macao SAR, Macau SAR
      MM: Burma, Birmanie, Birmania, Myanmar
      NL: Holland, Hollande, Holanda
      PS: Palestine, State of Palestine
      RU: Russian Federation, Federation de Russie, Federacion de Rusia
      SA: KSA, Kingdom of Saudi Arabia
      SK: Slovak Republic
      SY: Syrian Arab Republic
      SZ: Swaziland
      TL: East Timor, Timor Leste
      TR: Turkiye, Republic of Turkey
      TW: Taiwan Province of China, Chinese Taipei
      TZ: United Republic of Tanzania
      US: United States of America, America, Etats-Unis d Amerique, Estados Unidos de America
      VA: Holy See, Vatican
      VE: Bolivarian Republic of Venezuela
      VN: Viet Nam
      XK: Kosovo, Kosova, Republic of Kosovo, Republique du Kosovo, Republica de Kosovo, RKS, XKX
      """;

  private static final Map<String, String> MEANT = meant();

  private PartyCode() {}

  /**
   * Upper case, single spaces.
   *
   * @throws IllegalArgumentException where it is empty, not ASCII, or another name of a country
   */
  static String of(String text) {
    String code =
        StreamSafeText.normalize(text, Normalizer.Form.NFKC).strip().replaceAll("\\s+", " ");
    // Before upper-casing, which would turn a dotless i into a plain I.
    if (!FORM.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "Cannot read a policy: a country or body is 1 to 64 plain letters and digits, found "
              + OneLine.of(text));
    }
    code = code.toUpperCase(Locale.ROOT);
    String iso = OTHER_NAMES.get(code);
    if (iso != null) {
      throw new IllegalArgumentException(
          "Cannot read a policy: countries are two-letter codes (" + iso + "), found " + code);
    }
    if (code.matches("[A-Z]{2}") && !isCountry(code) && !BODIES.contains(code)) {
      throw new IllegalArgumentException("Cannot read a policy: no such country, found " + code);
    }
    return code;
  }

  /** Whether a code, as {@link #of} gives it, is that of a country. */
  static boolean isCountry(String code) {
    return COUNTRIES.contains(code);
  }

  /** The codes of all countries; every other party of a policy or a reader is a body. */
  public static SortedSet<String> countries() {
    return COUNTRIES;
  }

  private static SortedSet<String> countriesAnd(String another) {
    SortedSet<String> codes = new TreeSet<>(ISO);
    codes.add(another);
    return Collections.unmodifiableSortedSet(codes);
  }

  /**
   * The code of the country that is meant by what {@link #of} takes for the name of a body: the
   * country's name without its accents or in another form, its code with dots. For what comes in
   * alone; of what a lake holds already it must be read what was.
   *
   * @param code as {@link #of} gives it
   */
  static Optional<String> meansCountry(String code) {
    if (code.contains(".")) {
      String letters = code.replaceAll("[. ]", "");
      String iso = isCountry(letters) ? letters : OTHER_NAMES.get(letters);
      if (iso != null) {
        return Optional.of(iso);
      }
    }
    return Optional.ofNullable(MEANT.get(key(code)));
  }

  /**
   * The codes of the countries that what {@link #of} takes for the name of one body lists: with
   * nothing beside them but small words ({@code GB US}, {@code FRANCE & SPAIN}, {@code THE US}), or
   * several by their two letters beside a body ({@code GB US FIU}); a body's name may have one of a
   * country in it ({@code FIU FR}). For what comes in alone, as {@link #meansCountry}.
   *
   * @param code as {@link #of} gives it
   * @return empty where it is a country's code or lists none
   */
  static List<String> listsCountries(String code) {
    if (isCountry(code)) {
      return List.of();
    }
    String[] words = SIGNS.split(code);
    // Of the words before each: the most countries that they list, for ET or DE may be one.
    List<Optional<List<String>>> listed = new ArrayList<>();
    listed.add(Optional.of(List.of()));
    for (int end = 1; end <= words.length; end++) {
      String last = words[end - 1];
      boolean small = SMALL.contains(last) || BETWEEN.contains(last);
      Optional<List<String>> most = small ? listed.get(end - 1) : Optional.empty();
      for (int begin = 0; begin < end; begin++) {
        Optional<List<String>> before = listed.get(begin);
        Optional<String> country = country(String.join(" ", Arrays.copyOfRange(words, begin, end)));
        if (before.isPresent()
            && country.isPresent()
            && before.get().size() >= most.map(List::size).orElse(0)) {
          List<String> more = new ArrayList<>(before.get());
          more.add(country.get());
          most = Optional.of(more);
        }
      }
      listed.add(most);
    }
    return listed.get(words.length).orElseGet(() -> severalCodes(words));
  }

  private static List<String> severalCodes(String[] words) {
    List<String> codes =
        Arrays.stream(words)
            .filter(word -> isCountry(word) && !SMALL.contains(word) && !BETWEEN.contains(word))
            .distinct()
            .toList();
    return codes.size() > 1 ? codes : List.of();
  }

  private static Optional<String> country(String name) {
    if (isCountry(name)) {
      return Optional.of(name);
    }
    // Who means Andorra between others does not write its three letters.
    String iso = name.equals("AND") ? null : OTHER_NAMES.get(name);
    return iso == null ? meansCountry(name) : Optional.of(iso);
  }

  /** Words without accents and without the small ones, written together. */
  private static String key(String name) {
    String plain =
        StreamSafeText.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}+", "")
            .toUpperCase(Locale.ROOT);
    StringBuilder key = new StringBuilder();
    for (String word : plain.split("[^A-Z0-9]+")) {
      if (!SMALL.contains(word)) {
        key.append(word);
      }
    }
    return key.toString();
  }

  private static Map<String, String> meant() {
    Map<String, String> meant = new HashMap<>();
    OTHER_NAMES.forEach(
        (name, iso) -> {
          // Codes are as they are; a body may be called BE-L.
          if (name.length() > 3) {
            meant.put(key(name), iso);
          }
        });
    for (String line : IN_USE.replace("\n ", " ").strip().split("\n")) {
      int colon = line.indexOf(':');
      for (String name : line.substring(colon + 1).split(",")) {
        meant.put(key(name), line.substring(0, colon));
      }
    }
    return Map.copyOf(meant);
  }

  private static Map<String, String> otherNames() {
    Map<String, String> names = new HashMap<>();
    for (String iso : Locale.getISOCountries()) {
      Locale country = new Locale("", iso);
      names.put(country.getISO3Country(), iso);
      for (Locale language : new Locale[] {Locale.ENGLISH, Locale.FRENCH, new Locale("es")}) {
        names.put(country.getDisplayCountry(language).toUpperCase(Locale.ROOT), iso);
      }
    }
    names.put("UK", "GB");
    names.put("EL", "GR");
    return Map.copyOf(names);
  }
}
