package org.insight.policy;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.insight.run.OneLine;
import org.insight.run.StreamSafeText;

/**
 * The one spelling of a country or a body, so that a restriction that names it cannot miss it.
 *
 * <p>A code that looks right and means nobody would make a restriction void in silence: {@code
 * not_for: [UK]} or {@code [FRA]} would shut nobody out. So two letters must be an ISO 3166-1
 * alpha-2 code, alpha-3 codes and names of countries are refused, and only plain ASCII is taken (no
 * look-alike or invisible letters).
 */
final class PartyCode {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._/&+-]{0,63}");

  /** Two letters that are in use beside ISO 3166-1: two bodies, and a user-assigned code. */
  private static final Set<String> BESIDE_ISO = Set.of("EU", "UN", "XK");

  private static final Set<String> ISO = Set.of(Locale.getISOCountries());
  private static final Map<String, String> OTHER_NAMES = otherNames();

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
    if (code.matches("[A-Z]{2}") && !ISO.contains(code) && !BESIDE_ISO.contains(code)) {
      throw new IllegalArgumentException("Cannot read a policy: no such country, found " + code);
    }
    return code;
  }

  /** Whether a code, as {@link #of} gives it, is that of a country. */
  static boolean isCountry(String code) {
    return ISO.contains(code) || code.equals("XK");
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
