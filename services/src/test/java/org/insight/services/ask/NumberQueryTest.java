package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberQueryTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "12AB34567, passport, FR:12AB34567, FR, exact without country",
        "FR12AB34567, passport, FR:12AB34567, FR, exact",
        "fr 12 ab 34567, passport, FR:12AB34567, FR, exact",
        "FR12AB34567, passport, 12AB34567, -, exact without country",
        "ES12AB34567, passport, FR:12AB34567, FR, -",
        "12AB34567, passport, 12AB34567, -, exact",
        "12AB34576, passport, FR:12AB34567, FR, one character",
        "12AB3457, passport, FR:12AB34567, FR, one character",
        "12AB99999, passport, FR:12AB34567, FR, -",
        "12346, registration, 12345, -, -",
        "+33 6 12 34 56 78, phone, +33612345678, FR, exact",
        "0033612345678, phone, +33612345678, FR, exact",
        "06 12 34 56 78, phone, +33612345678, FR, exact without country",
        "+44612345678, phone, +33612345678, FR, -",
        "345678, phone, +33612345678, FR, -",
        "٠٦١٢٣٤٥٦٧٨, phone, +33612345678, FR, exact without country",
        "Ada@Example.org, email, ada@example.org, -, exact",
        "ada@example.com, email, ada@example.org, -, -",
        "OFAC:3612, list_entry, OFAC:3612, -, exact",
        "OFAC:3613, list_entry, OFAC:3612, -, -",
      })
  void aNumberIsFoundWithAndWithoutItsCountryAndWithOneSlip(
      String text, String kind, String value, String country, String level) {
    assertThat(Objects.requireNonNull(NumberQuery.of(text)).level(kind, value, country))
        .isEqualTo(level);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ada Zorn", "007", "محمد", "B2"})
  void whatHasNoDigitOrIsTooShortIsNoNumber(String text) {
    assertThat(NumberQuery.of(text)).isNull();
  }
}
