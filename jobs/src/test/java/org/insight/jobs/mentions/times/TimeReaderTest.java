package org.insight.jobs.mentions.times;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.insight.jobs.mentions.PhraseFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeReaderTest {

  /** A Wednesday. */
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 11);

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("phrases")
  void aPhraseHasItsTimes(String language, String phrase, String expected) {
    List<String> wanted = expected.equals("-") ? List.of() : List.of(expected.split(" ; "));
    List<FoundTime> found = TimeReader.read(phrase, language, TODAY);
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      FoundTime time = found.get(i);
      String plain = time.text() + " = " + time.value() + " " + time.granularity();
      boolean withRole = i < wanted.size() && wanted.get(i).split(" = ")[1].split(" ").length > 2;
      shown.add(withRole ? plain + " " + time.role() : plain);
      assertThat(phrase.substring(time.begin(), time.end())).isEqualTo(time.text());
    }
    assertThat(shown).isEqualTo(wanted);
  }

  static Stream<String[]> phrases() {
    return PhraseFiles.of("times");
  }

  @Test
  void partsOfTheDayHaveTheirHours() {
    assertThat(TimeReader.read("Il fuit hier soir.", "fr", TODAY))
        .singleElement()
        .satisfies(
            t -> {
              assertThat(t.from()).isEqualTo(LocalDateTime.of(2026, 3, 10, 18, 0));
              assertThat(t.until()).isEqualTo(LocalDateTime.of(2026, 3, 11, 0, 0));
              assertThat(t.relative()).isTrue();
            });
  }

  @Test
  void aNightBetweenTwoDaysHasTheNightsHours() {
    FoundTime night =
        TimeReader.read("Dans la nuit du 3 mars 2026 au 4 mars 2026.", "fr", TODAY).get(0);
    assertThat(night.from()).isEqualTo(LocalDateTime.of(2026, 3, 3, 20, 0));
    assertThat(night.until()).isEqualTo(LocalDateTime.of(2026, 3, 4, 6, 0));
    assertThat(night.relative()).isFalse();
  }

  @Test
  void aWeekIsFromMondayToMonday() {
    FoundTime week = TimeReader.read("He called last week.", "en", TODAY).get(0);
    assertThat(week.from()).isEqualTo(LocalDateTime.of(2026, 3, 2, 0, 0));
    assertThat(week.until()).isEqualTo(LocalDateTime.of(2026, 3, 9, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hier soir", "mardi dernier", "il y a deux semaines", "le 3 mars"})
  void aRelativeTimeWithoutADocumentsDateHasNoMoment(String phrase) {
    assertThat(TimeReader.read("Il fuit " + phrase + ".", "fr", null))
        .singleElement()
        .satisfies(
            t -> {
              assertThat(t.from()).isNull();
              assertThat(t.until()).isNull();
              assertThat(t.value()).startsWith("XXXX");
              assertThat(t.relative()).isTrue();
            });
  }

  @Test
  void aDateNeedsNoDocumentsDate() {
    assertThat(TimeReader.read("Il fuit le 3 mars 2026 à 14h30.", "fr", null))
        .extracting(FoundTime::value)
        .containsExactly("2026-03-03", "2026-03-03T14:30");
  }

  @Test
  void anotherLanguageHasItsDatesInDigits() {
    assertThat(TimeReader.read("Vom 3.2.2026 um 14:30 Uhr.", "de", TODAY))
        .extracting(FoundTime::value)
        .containsExactly("2026-02-03", "2026-02-03T14:30");
  }

  @Test
  void accentsThatStandAloneMoveNoOffset() {
    String text = "Le 3 fe\u0301vrier 2026, a\u0300 Lie\u0300ge, puis le 5 fe\u0301vrier 2026.";
    assertThat(TimeReader.read(text, "fr", TODAY))
        .extracting(FoundTime::text)
        .containsExactly("3 fe\u0301vrier 2026", "5 fe\u0301vrier 2026");
  }

  @Test
  void theHeadsDateIsTheDocuments() {
    String text = "PROCES-VERBAL 12\nLille, 11/03/2026\n\nLe 11/03/2026, deux hommes ont fui.";
    assertThat(TimeReader.read(text, "fr", TODAY))
        .extracting(FoundTime::role)
        .containsExactly(TimeRole.DOCUMENT, TimeRole.INCIDENT);
  }

  @Test
  void longRunsOfDigitsAndMarksEndSoon() {
    String hostile = "1/1/".repeat(5_000) + " il y a ".repeat(5_000) + "3 ".repeat(10_000);
    assertThat(TimeReader.read(hostile, "fr", TODAY)).isEmpty();
  }

  @Test
  void anEmptyTextHasNoTime() {
    assertThat(TimeReader.read("", "ar", null)).isEmpty();
  }
}
