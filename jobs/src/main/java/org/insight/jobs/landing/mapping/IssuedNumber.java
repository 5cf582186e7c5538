package org.insight.jobs.landing.mapping;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The number of a document, a plate or a company as a record holds it: {@code CC:NUMBER} where the
 * mapping says which country issued it, else as the source has it. A source's own {@code ID:100234}
 * is held as {@code ID: 100234}, for only what the mapping writes is a country.
 *
 * @param country two capital letters; null where the mapping says none
 */
public record IssuedNumber(@Nullable String country, String number) {

  private static final Pattern ISSUED = Pattern.compile("([A-Z]{2}):(\\S.*)", Pattern.DOTALL);
  private static final Set<String> PROPERTIES =
      Set.of("passportNumber", "idNumber", "registrationNumber");

  /** The number that a record holds. */
  public static IssuedNumber of(String held) {
    Matcher m = ISSUED.matcher(held);
    return m.matches() ? new IssuedNumber(m.group(1), m.group(2)) : new IssuedNumber(null, held);
  }

  /** Whether a property's values are such numbers. */
  static boolean isHeldBy(String property) {
    return PROPERTIES.contains(property);
  }

  /** How a record holds a number of which the mapping says no country. */
  static String unissued(String written) {
    Matcher m = ISSUED.matcher(written);
    return m.matches() ? m.group(1) + ": " + m.group(2) : written;
  }
}
