package org.insight.jobs.text.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneFormTest {

  private static final String NAMES = "P<FRAERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";

  @ParameterizedTest
  @CsvSource({
    "7408122, 04, true",
    "74<<<<1, 02, true",
    "<<<<<<0, 04, true",
    "7408<<7, 04, true",
    "7408<<7, 05, false",
    "7<0812<, 04, false",
  })
  void whatIsNotKnownOfADateOfBirthIsFillers(String birth, String last, boolean holds) {
    String second = "XR73012843FRA" + birth + "F1204159<<<<<<<<<<<<<<" + last;
    assertThat(ZoneForm.TD3.holds(List.of(NAMES, second))).isEqualTo(holds);
  }
}
