package org.insight.jobs.text.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Vu à l’Hôtel, n° 12-B !   | vu a l hotel n 12 b
          SEÑOR Núñez: pasó         | senor nunez paso
          Straße № 5 ﬁn             | straße no 5 fin
          مُحَمَّد وصـــل، الرقم ١٢٣     | محمد وصل الرقم 123
          e.mail@example.org        | e mail example org
          x²                        | x2
          — … !                     | ''
          ''                        | ''
          """)
  void wordsAreWithoutCaseAccentsVowelSignsAndPunctuation(String text, String words) {
    assertThat(Words.of(text)).isEqualTo(words.isEmpty() ? List.of() : List.of(words.split(" ")));
  }
}
