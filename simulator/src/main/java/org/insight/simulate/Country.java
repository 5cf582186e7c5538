package org.insight.simulate;

import java.util.List;
import java.util.Locale;

/**
 * What identifiers, names and places of a country look like.
 *
 * @param code ISO 3166-1 alpha-2
 * @param dialling country calling code
 * @param trunk what precedes a national number inside the country
 * @param mobile the shape of a mobile number without trunk prefix (numbering plans as of 2025)
 * @param plate the shape of a registration plate
 * @param bbans shapes of the part of an IBAN after its check digits; empty where there is none
 * @param streets how a street is named; {@code {}} stands for a name
 * @param locale of Datafaker, from which names come
 */
record Country(
    String code,
    String alpha3,
    Language language,
    String dialling,
    String trunk,
    Pattern mobile,
    Pattern plate,
    Pattern passport,
    Pattern nationalId,
    List<Pattern> bbans,
    List<String> streets,
    Locale locale,
    List<String> names,
    List<City> cities) {

  String name(Language language) {
    return names.get(language.ordinal());
  }

  /** The mobile number of a person, in international form without separators. */
  String phone(long serial) {
    return "+" + dialling + mobile.of(serial);
  }
}
