package org.insight.simulate;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An invented person as it truly is; items write it with more or less truth.
 *
 * @param index 0 to persons - 1
 * @param given usual Latin spelling
 * @param arabicGiven in Arabic letters, where the name is Arabic
 * @param sex M or F
 * @param iban of an account at home or abroad
 * @param passport number of the present one
 * @param trip the journey on which the person's booking was made
 * @param oldPassport the one before the present one, if the person was seen with both
 * @param stolenPassport another person's, which the person shows at times
 */
record Person(
    long index,
    Country country,
    String given,
    String family,
    @Nullable String arabicGiven,
    @Nullable String arabicFamily,
    String sex,
    LocalDate born,
    City birthPlace,
    City home,
    String phone,
    String email,
    String passport,
    String nationalId,
    String iban,
    String address,
    Vehicle vehicle,
    Trip trip,
    String occupation,
    int height,
    @Nullable OldPassport oldPassport,
    @Nullable Passport stolenPassport) {

  /** A passport as it is shown. */
  record Passport(String country, String number) {}

  /** A passport of the same country that the person had until a day. */
  record OldPassport(String number, LocalDate until) {}

  /** A vehicle that the person is seen with. */
  record Vehicle(
      String country, String plate, String vin, String make, String model, String colour) {}

  /** A journey under one booking. */
  record Trip(String carrier, City from, City to, LocalDate on, String booking) {}

  /** Whether no record holds the person, and texts alone name it. */
  boolean textOnly() {
    return index >= Persons.TEXT_ONLY;
  }

  /** In Latin letters, given name first. */
  String name() {
    return given + " " + family;
  }

  /** In Arabic letters: as it is, or letter by letter where the name is not Arabic. */
  String arabicName() {
    return arabicGiven == null || arabicFamily == null
        ? ArabicNames.arabic(given) + " " + ArabicNames.arabic(family)
        : arabicGiven + " " + arabicFamily;
  }
}
