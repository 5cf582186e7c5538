package org.insight.services.ask;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.insight.resolution.StringDistance;
import org.jspecify.annotations.Nullable;

/**
 * A number that is looked for, with or without the country that issued it. It is compared with
 * normalised identifiers, of any kind.
 */
final class NumberQuery implements Serializable {

  private static final long serialVersionUID = 1L;

  static final String EXACT = "exact";
  static final String WITHOUT_COUNTRY = "exact without country";
  static final String ONE_CHARACTER = "one character";

  /** Fewer characters are in too many numbers. */
  private static final int SHORTEST = 4;

  /** Shorter numbers have too many neighbours. */
  private static final int SHORTEST_MISTYPED = 6;

  /** A subscriber's number without its area is of many. */
  private static final int SHORTEST_PHONE = 7;

  /** Kinds whose neighbours are other entries, and not slips. */
  private static final Set<String> EXACT_ONLY = Set.of("list_entry", "booking", "address", "email");

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private final String text;
  private final String bare;

  private NumberQuery(String text) {
    this.text = text.strip().toLowerCase(Locale.ROOT);
    this.bare = bare(text);
  }

  /** The number in a text; null if the text is none. */
  static @Nullable NumberQuery of(String text) {
    NumberQuery query = new NumberQuery(text);
    boolean digit = query.bare.chars().anyMatch(c -> c >= '0' && c <= '9');
    return digit && query.bare.length() >= SHORTEST || text.indexOf('@') > 0 ? query : null;
  }

  /** Letters and digits, in upper case and western digits. */
  private static String bare(String text) {
    StringBuilder bare = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isDigit(c)) {
        bare.append((char) ('0' + Character.digit(c, 10)));
      } else if (Character.isLetter(c)) {
        bare.append(Character.toUpperCase(c));
      }
    }
    return bare.toString();
  }

  /** Similarity of a level. */
  static double similarity(String level) {
    return switch (level) {
      case EXACT -> 1;
      case WITHOUT_COUNTRY -> .95;
      default -> .8;
    };
  }

  /**
   * The level at which an identifier agrees; null if it is another.
   *
   * @param value normalised, as {@code FR:12AB34567} or {@code +33612345678}
   */
  @Nullable String level(String kind, String value, @Nullable String country) {
    return switch (kind) {
      case "email" -> value.equalsIgnoreCase(text) ? EXACT : null;
      case "phone" -> phone(value);
      default -> number(kind, value, country);
    };
  }

  private @Nullable String phone(String value) {
    String number = bare(value);
    if (bare.equals(number) || bare.equals("00" + number)) {
      return EXACT;
    }
    if (text.startsWith("+") || bare.startsWith("00")) {
      return null;
    }
    // A national number begins with 0 in many countries, which its international form leaves out.
    String national = bare.startsWith("0") ? bare.substring(1) : bare;
    return national.length() >= SHORTEST_PHONE && number.endsWith(national)
        ? WITHOUT_COUNTRY
        : null;
  }

  private @Nullable String number(String kind, String value, @Nullable String country) {
    String issuer = country != null && value.startsWith(country + ":") ? country : "";
    boolean prefixed = !issuer.isEmpty();
    String number = bare(prefixed ? value.substring(issuer.length() + 1) : value);
    String whole = issuer + number;
    if (bare.equals(whole)) {
      return EXACT;
    }
    if (bare.equals(number) || !prefixed && namesCountry() && bare.substring(2).equals(number)) {
      return WITHOUT_COUNTRY;
    }
    if (EXACT_ONLY.contains(kind) || number.length() < SHORTEST_MISTYPED) {
      return null;
    }
    return isNear(number) || prefixed && bare.startsWith(issuer) && isNear(whole)
        ? ONE_CHARACTER
        : null;
  }

  private boolean namesCountry() {
    return bare.length() > 2 + SHORTEST && COUNTRIES.contains(bare.substring(0, 2));
  }

  private boolean isNear(String number) {
    return Math.abs(number.length() - bare.length()) <= 1
        && new StringDistance()
                .alignment(
                    number.getBytes(StandardCharsets.UTF_8),
                    bare.getBytes(StandardCharsets.UTF_8),
                    1)
            <= 1;
  }
}
