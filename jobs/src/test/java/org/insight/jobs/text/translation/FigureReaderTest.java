package org.insight.jobs.text.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureReaderTest {

  private static List<String> written(String sentence, String from, String to) {
    return FigureReader.of(sentence, from).stream().map(f -> f.value().written(to)).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr|en|1 234,5 euros|1,234.5",
        "fr|es|1 234,5 euros|1.234,5",
        "en|fr|1,234.5 euros|1 234,5",
        "es|fr|1.234,5 euros|1 234,5",
        "es|en|12.000 euros|12,000",
        "fr|en|en 2026|2026",
        "fr|en|le 12 mars 2026|on 12 March 2026",
        "fr|es|Le 1er avril|el 1 de abril",
        "fr|en|lundi 12 mars 2026|Monday 12 March 2026",
        "fr|en|depuis le 12 mars 2026|12 March 2026",
        "fr|en|jusqu'au 14 mai 2026|until 14 May 2026",
        "en|fr|on March 12, 2026|le 12 mars 2026",
        "en|es|on 12 March 2026|el 12 de marzo de 2026",
        "es|en|el 3 de marzo de 2026|on 3 March 2026",
        "ar|en|بتاريخ ٣ مارس ٢٠٢٦|on 3 March 2026",
        "fr|en|à 14 h 30|at 14:30",
        "fr|es|vers 22h15|hacia las 22:15",
        "en|fr|at 2.30 pm|à 14 h 30",
        "en|fr|at 12.05 a.m.|à 0 h 05",
        "fr|en|pendant 24 heures|24",
        "fr|en|le 2e étage|2nd",
        "en|fr|the 21st floor|21e",
        "fr|en|plaque AB-123-CD|AB-123-CD",
        "es|en|matrícula 1234 BCD|1234 BCD",
        "fr|en|au +33 6 12 34 56 78|+33 6 12 34 56 78",
        "fr|en|au 06 12 34 56 78|06 12 34 56 78",
        "fr|en|à a_b9@example.org|a_b9@example.org",
        "fr|en|IBAN FR76 3000 6000 0112 3456 7890 189|FR76 3000 6000 0112 3456 7890 189",
        "fr|en|PV 2026/00123|2026/00123",
        "fr|en|né le 12/05/1988|12/05/1988",
      })
  void aFigureIsSpelledAsTheOtherLanguageDoes(String from, String to, String text, String figure) {
    assertThat(written(text, from, to)).containsExactly(figure);
  }

  @Test
  void eachDigitOfASentenceIsInAFigure() {
    String sentence = "3 x 4,5-6 v1.2.3 n°7 (8) 9% 10/11 12h 1.234,56 #13 x14 15e 16.";
    List<Figure> figures = FigureReader.of(sentence, "fr");
    for (int i = 0; i < sentence.length(); i++) {
      int at = i;
      if (Character.isDigit(sentence.charAt(i))) {
        assertThat(figures).as("at " + at).anyMatch(f -> f.begin() <= at && at < f.end());
      }
    }
  }

  @Test
  void aMonthWithoutADayOrAYearIsAWord() {
    assertThat(FigureReader.of("He may march in May.", "en")).isEmpty();
  }
}
