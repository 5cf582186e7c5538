package org.insight.jobs.mentions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldedArabicTest {

  private static List<String> phrases() {
    return Arrays.stream(Gazetteer.instance().phrases()).map(w -> String.join(" ", w)).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "سرقة بالإكراه",
        "سرقه بالاكراه",
        "سرقة بالاكراه",
        "سَرِقةٌ بالإِكراه",
        "ســـرقة بالإكراهـ"
      })
  void howeverItsLettersAreWrittenATermIsSearchedInOneForm(String written) {
    String folded = FoldedArabic.of(written).text();
    assertThat(folded).isEqualTo("سرقه بالاكراه").isEqualTo(Folding.fold(written));
    assertThat(phrases()).contains(folded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"œuvre d'art", "Œuvre d'art", "ŒUVRE D’ART", "OEUVRE D'ART"})
  void aLigatureIsItsLettersInEitherCase(String written) {
    assertThat(Folding.fold(written)).isEqualTo("oeuvre d art");
  }

  @Test
  void noTermIsSearchedInAFormThatNoTextHas() {
    assertThat(phrases().stream().filter(p -> !FoldedArabic.of(p).text().equals(p))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"الأردن", "الاردن", "الأُردن", "الأردنــ", "دبي", "دبى", "طنجة", "طنجه", "أنقرة"})
  void aTextMayLeaveHamzaAndDotsOut(String written) {
    assertThat(Gazetteer.instance().find(written)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"هوية", "دولة", "سنة", "مدينة", "وأن", "لأول"})
  void aWordIsNoPlaceThatIsListedWithoutItsDotsOrHamza(String word) {
    assertThat(phrases()).contains(FoldedArabic.of(word).text());
    assertThat(Gazetteer.instance().find(word)).isEmpty();
  }

  @Test
  void placesAreThoseOfTheTextAsWritten() {
    String written = "é😀: «سَرِقةٌ» ـ\u0301 إلى x";
    FoldedArabic folded = FoldedArabic.of(written);
    assertThat(folded.text()).isEqualTo("é😀: «سرقه» \u0301 الي x");
    int begin = folded.text().indexOf("سرقه");
    assertThat(written.substring(folded.origin(begin), folded.origin(begin + 4)))
        .isEqualTo("سَرِقةٌ");
    assertThat(folded.origin(folded.text().length())).isEqualTo(written.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Arrêté à Saint-Étienne 😀", "\0\ud800"})
  void aTextOfOtherScriptsIsItself(String written) {
    FoldedArabic folded = FoldedArabic.of(written);
    assertThat(folded.text()).isSameAs(written);
    assertThat(folded.origin(written.length())).isEqualTo(written.length());
  }
}
