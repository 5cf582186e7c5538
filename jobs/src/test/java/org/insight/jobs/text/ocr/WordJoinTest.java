package org.insight.jobs.text.ocr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordJoinTest {

  private static final WordJoin JOIN =
      new WordJoin(Set.of("la", "maison", "est", "grande", "vue", "gare")::contains);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // PP-OCR's words stand.
        "la moison est grande | la maison est grande | la maison est grande",
        "Dupont est grande    | Dupond est grande    | Dupond est grande",
        // Tesseract's where they are words and the others are none.
        "la maison est grande | la maisom est grande | la maison est grande",
        "la maison est vue    | 1a maison est vue    | la maison est vue",
        // Tesseract's where only blanks differ.
        "la maison est grande | lamaison est grande  | la maison est grande",
        "la gare !            | la gare l            | la gare !",
        // What Tesseract alone reads stands if it knows it; what PP-OCR alone reads stands.
        "la maison est grande | la est grande        | la maison est grande",
        "la xq maison est     | la maison est        | la maison est",
        "la est grande        | la maison est grande | la maison est grande",
      })
  void wordsOfTwoReadings(String tesseract, String neural, String joined) {
    assertThat(text(JOIN.join(words(tesseract, 0.8), words(neural, 0.9)))).isEqualTo(joined);
  }

  @Test
  void unsureWordsOfTesseractDoNotStandForOthers() {
    assertThat(text(JOIN.join(words("la gare est grande", 0.55), words("la garo est grande", 0.9))))
        .isEqualTo("la garo est grande");
  }

  @Test
  void aLineThatNeitherReadsIsDropped() {
    assertThat(JOIN.join(words("la maison", 0.45), words("la gare", 0.45))).isEmpty();
    assertThat(JOIN.join(List.of(), List.of())).isEmpty();
  }

  @Test
  void aLineThatOnlyOneReadsIsThatOnes() {
    assertThat(text(JOIN.join(words("la maison", 0.45), words("la gare", 0.6))))
        .isEqualTo("la gare");
    assertThat(text(JOIN.join(words("la maison", 0.6), words("la gare", 0.45))))
        .isEqualTo("la maison");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12 | .3  | 12 | .7  | 12",
        "12 | .95 | 17 | .7  | 12",
        "12 | .95 | 17 | .95 | 17",
        "12 | .7  | 17 | .7  | ''",
      })
  void aShortLineStandsIfBothAgreeOrOneIsSure(
      String tesseract, double ours, String neural, double theirs, String joined) {
    assertThat(text(JOIN.join(words(tesseract, ours), words(neural, theirs)))).isEqualTo(joined);
  }

  @Test
  void segmentsEndAtBlanksThatBothHave() {
    List<WordJoin.Segment> segments =
        WordJoin.segments(words("la mai son est", 1), words("la maison est", 1));
    assertThat(segments)
        .extracting(segment -> text(segment.tesseract()))
        .containsExactly("la", "mai son", "est");
    assertThat(segments)
        .extracting(segment -> text(segment.neural()))
        .containsExactly("la", "maison", "est");
  }

  private static List<PageWord> words(String line, double confidence) {
    List<PageWord> words = new ArrayList<>();
    for (String word : line.split(" ")) {
      words.add(new PageWord(word, PageWord.Gap.SPACE, 0, 0, 1, 1, confidence));
    }
    return words;
  }

  private static String text(List<PageWord> words) {
    return String.join(" ", words.stream().map(PageWord::text).toList());
  }
}
