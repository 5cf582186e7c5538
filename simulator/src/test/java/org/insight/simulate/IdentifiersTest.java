package org.insight.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifiersTest {
  private final Persons persons = new Persons(3, 4_000, Countries.ALL);

  @ParameterizedTest
  @CsvSource({
    "GB, WEST12345698765432, GB82WEST12345698765432",
    "FR, 20041010050500013M02606, FR1420041010050500013M02606",
    "BE, 539007547034, BE68539007547034"
  })
  void checkDigitsOfAccountsAreThoseOfTheStandardsExamples(
      String country, String bban, String iban) {
    assertThat(Identifiers.iban(country, bban)).isEqualTo(iban);
    assertThat(Identifiers.ibanHolds(iban)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "D23145890, 7",
    "340712, 7",
    "950712, 2",
    "L898902C3, 6",
    "740812, 2",
    "ZE184226B<<<<<, 1"
  })
  void checkDigitsOfMachineReadableFieldsAreThoseOfTheStandardsExamples(String field, int digit) {
    assertThat(Identifiers.mrzDigit(field)).isEqualTo(digit);
  }

  @Test
  void everyAccountHasItsCountrysLengthAndHoldsItsCheckDigits() {
    Map<String, Integer> lengths =
        Map.of("FR", 27, "BE", 16, "GB", 22, "ES", 24, "IT", 27, "AE", 23, "EG", 29, "TN", 24);
    for (long i = 0; i < persons.count(); i++) {
      String iban = persons.at(i).iban();
      assertThat(Identifiers.ibanHolds(iban)).isTrue();
      assertThat(iban).hasSize(lengths.get(iban.substring(0, 2)));
    }
  }

  @Test
  void machineReadableZonesHaveTwoLinesOf44AndValidDigits() {
    for (long i = 0; i < 500; i++) {
      List<String> lines = Identifiers.mrz(persons.at(i), Persons.LAST_DAY).lines().toList();
      assertThat(lines).hasSize(2).allMatch(line -> line.matches("[A-Z0-9<]{44}"));
      String second = lines.get(1);
      assertThat(digit(second, 9)).isEqualTo(Identifiers.mrzDigit(second.substring(0, 9)));
      assertThat(digit(second, 19)).isEqualTo(Identifiers.mrzDigit(second.substring(13, 19)));
      assertThat(digit(second, 27)).isEqualTo(Identifiers.mrzDigit(second.substring(21, 27)));
      assertThat(digit(second, 43))
          .isEqualTo(
              Identifiers.mrzDigit(
                  second.substring(0, 10) + second.substring(13, 20) + second.substring(21, 43)));
    }
  }

  private static int digit(String line, int at) {
    return line.charAt(at) - '0';
  }

  @Test
  void phonesAreValidAsWrittenInTheirCountry() throws NumberParseException {
    PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
    for (long i = 0; i < persons.count(); i++) {
      Person person = persons.at(i);
      for (int form = 0; form < 4; form++) {
        Country country =
            Countries.ALL.stream()
                .filter(c -> person.phone().startsWith("+" + c.dialling()))
                .reduce((a, b) -> a.dialling().length() > b.dialling().length() ? a : b)
                .orElseThrow();
        String written = Formats.phone(person.phone(), country.code(), Draws.of(1, "t", i, form));
        // The prefix for calls abroad is 00 in most countries, but not in all.
        String parsed =
            written.startsWith("00" + country.dialling()) ? "+" + written.substring(2) : written;
        var number = phones.parse(parsed, country.code());
        assertThat(phones.isValidNumber(number)).as(country.code() + " " + written).isTrue();
        assertThat(phones.format(number, PhoneNumberUtil.PhoneNumberFormat.E164))
            .isEqualTo(person.phone());
      }
    }
  }

  /** Of a letter in a vehicle's number, by its place in 1-8, 1-5, 7, 9 and 2-9. */
  private static int valueInNumbers(char sign) {
    if (Character.isDigit(sign)) {
      return sign - '0';
    }
    for (Map.Entry<String, Integer> first :
        Map.of("ABCDEFGH", 1, "JKLMN", 1, "P", 7, "R", 9, "STUVWXYZ", 2).entrySet()) {
      if (first.getKey().indexOf(sign) >= 0) {
        return first.getValue() + first.getKey().indexOf(sign);
      }
    }
    throw new AssertionError(sign + " is in no vehicle's number");
  }

  @Test
  void vehicleNumbersHoldTheirCheckDigit() {
    Set<Character> digits = new TreeSet<>();
    for (long serial = 0; serial < 100; serial++) {
      String vin = Identifiers.vin("VF1", serial * 7_919);
      assertThat(vin).matches("VF1[A-HJ-NPR-Z0-9]{5}[0-9X][A-HJ-NPR-Z0-9]{8}");
      // As 49 CFR 565.15 has it; the digit itself weighs nothing.
      int[] weights = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
      int sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += valueInNumbers(vin.charAt(i)) * weights[i];
      }
      assertThat(vin.charAt(8)).as(vin).isEqualTo(sum % 11 == 10 ? 'X' : (char) ('0' + sum % 11));
      digits.add(vin.charAt(8));
    }
    assertThat(digits).hasSize(11);
    assertThat(Identifiers.dni("12345678")).isEqualTo("12345678Z");
  }

  @Test
  void personsShareNothingThatWasNotPlanted() {
    Ties ties = persons.ties();
    Map<String, Long> owners = new HashMap<>();
    for (long i = 0; i < persons.count(); i++) {
      Person person = persons.at(i);
      int place = ties.place(i);
      Map<Ties.Via, String> values =
          Map.of(
              Ties.Via.PHONE, person.phone(),
              Ties.Via.ACCOUNT, person.iban(),
              Ties.Via.ADDRESS, person.address(),
              Ties.Via.PLATE, person.vehicle().country() + person.vehicle().plate(),
              Ties.Via.BOOKING, person.trip().booking());
      for (Ties.Via via : Ties.Via.values()) {
        boolean ofHousehold = via == Ties.Via.PHONE || via == Ties.Via.ADDRESS;
        long head = ofHousehold ? persons.lookalikes().head(i) : i;
        long owner = head == i ? ties.owner(i, place, via) : head;
        Long other = owners.putIfAbsent(via + values.get(via), owner);
        assertThat(other == null || other == owner).isTrue();
      }
      for (String own :
          List.of("P " + person.passport(), "N " + person.nationalId(), person.email())) {
        assertThat(owners.put(person.country().code() + own, i)).isNull();
      }
      Person.OldPassport old = person.oldPassport();
      if (old != null) {
        assertThat(owners.put(person.country().code() + "P " + old.number(), i)).isNull();
      }
    }
  }

  @Test
  void aPatternGivesAsManyValuesAsItHasPlaces() {
    Set<String> values = new HashSet<>();
    for (long serial = 0; serial < 10_000; serial++) {
      values.add(new Pattern("A-####").of(serial));
    }
    assertThat(values).hasSize(10_000);
    assertThat(new Pattern("?#").capacity()).isEqualTo(220);
  }

  @Test
  void everyPatternHasRoomForAllPersonsTwice() {
    for (Country country : Countries.ALL) {
      for (Pattern pattern :
          List.of(country.mobile(), country.plate(), country.passport(), country.nationalId())) {
        assertThat(pattern.capacity())
            .as(country.code() + " " + pattern.shape())
            .isGreaterThanOrEqualTo(2 * Persons.MOST);
      }
    }
  }

  @Test
  void anUnknownCountryIsRefusedByName() {
    assertThatThrownBy(() -> Countries.of(List.of("FR", "XX")))
        .hasMessageStartingWith("Cannot simulate a country: it must be one of FR, BE")
        .hasMessageEndingWith("found XX");
  }
}
