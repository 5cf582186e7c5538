package org.insight.jobs.text.translation.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** All figures are those of sacrebleu 2.6.0: {@code CHRF()} and {@code BLEU()}, corpus_score. */
class MetricsTest {

  private static final List<String> MADE =
      List.of(
          "The man was put in police custody at 6:20 a.m. on 12 March 2024.",
          "It's a red-brick house (No. 14), sold for £1,234.50 & repainted.",
          "No witness saw the lorry.",
          "el coche azul — \"robado\" — apareció en Sevilla…",
          "",
          "Le prix est de 1\u00a0500\u202f€ .");

  private static final List<String> WANTED =
      List.of(
          "The man was placed in police custody at 06:20 on 12 March 2024.",
          "It is a red brick house (no. 14) that was sold for £1,234.50 and repainted.",
          "Nobody saw the truck.",
          "El coche azul, «robado», apareció en Sevilla...",
          "Nothing was found.",
          "Le prix est de 1\u00a0500\u202f€.");

  @Test
  void aCorpusHasTheFiguresOfSacrebleu() {
    assertThat(Chrf.of(MADE, WANTED)).isCloseTo(61.63391847769357, within(1e-9));
    assertThat(Bleu.of(MADE, WANTED)).isCloseTo(33.05541607122066, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 72.44669155050242, 38.36841681691308",
    "1, 60.87030199195986, 16.34500700732901",
    "2, 28.061511875375412, 17.965205598154213",
    "3, 66.45925630429406, 9.679153739649397",
    "4, 0, 0",
    "5, 100, 100"
  })
  void soHasASentence(int number, double chrf, double bleu) {
    List<String> made = List.of(MADE.get(number));
    List<String> wanted = List.of(WANTED.get(number));
    assertThat(Chrf.of(made, wanted)).isCloseTo(chrf, within(1e-9));
    assertThat(Bleu.of(made, wanted)).isCloseTo(bleu, within(1e-9));
  }

  @Test
  void lettersOfOtherScriptsCountAsOne() {
    List<String> made = List.of("شوهدت السيارة في القاهرة يوم 12 مارس.");
    List<String> wanted = List.of("شوهدت السيارة بالقاهرة في 12 مارس.");
    assertThat(Chrf.of(made, wanted)).isCloseTo(71.99024646262502, within(1e-9));
    assertThat(Bleu.of(made, wanted)).isCloseTo(27.054113452696992, within(1e-9));
  }

  @Test
  void whatIsTooShortOrEmptyHasTheFiguresThatSacrebleuGivesIt() {
    assertThat(Chrf.of(List.of("a b"), List.of("a b"))).isCloseTo(100, within(1e-9));
    assertThat(Bleu.of(List.of("a b"), List.of("a b"))).isZero();
    assertThat(Chrf.of(List.of("", ""), List.of("", ""))).isZero();
    assertThat(Bleu.of(List.of("", ""), List.of("", ""))).isZero();
    assertThat(Chrf.of(List.of("xyz"), List.of("Nothing was found."))).isZero();
    assertThat(Bleu.of(List.of("xyz"), List.of("Nothing was found."))).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "It's 1,234.50 & more-or-less &quot;so&quot; (p. 3-4)."
            + "|It's 1,234.50 & more-or-less \" so \" ( p . 3 - 4 ) .",
        "l'an 2024-2025, «été».|l'an 2024 - 2025 , «été» .",
        "a,b 1.a x.5 -5 5-a|a , b 1 . a x . 5 -5 5 - a",
        "...|. . ."
      })
  void wordsAreThoseOfTheTokenizer13a(String text, String words) {
    assertThat(String.join(" ", Tokenizer13a.words(text))).isEqualTo(words);
  }
}
