package org.insight.jobs.text.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {

  private static final Glossary GLOSSARY = Glossary.of(new TreeMap<>());

  private static List<String> flags(String pair, String original, String made, String... names) {
    Pair languages = Pair.of(pair);
    return Guard.flags(
        original,
        made,
        languages,
        FigureReader.of(original, languages.from()),
        List.of(names),
        GLOSSARY.in(original, languages.from()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr-en|Il a payé 1 234,5 euros le 3 mai 2026.|He paid 1,234.5 euros on 3 May 2026.",
        "fr-en|Vu à 14 h 30 au 2e étage.|Seen at 14:30 on the 2nd floor.",
        "es-fr|El 3 de marzo pagó 12.000 euros.|Le 3 mars il a payé 12 000 euros.",
        "en-fr|He did not pay.|Il n'a pas payé.",
        "es-en|Sin embargo, pagó.|However, he paid.",
        "en-fr|No. 5 was open.|Le n° 5 était ouvert.",
        "fr-en|L'affaire a été classée sans suite.|The case was closed with no further action.",
      })
  void aTrueTranslationHasNoFlags(String pair, String original, String made) {
    assertThat(flags(pair, original, made)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr-en|Il a payé 1 234,5 euros.|He paid 1,235.5 euros.",
        "fr-en|Il a payé 1 234 euros.|He paid 1.234 euros.",
        "fr-en|Il a payé 12 euros.|He paid 120 euros.",
        "fr-en|Il a payé 12 euros.|He paid euros.",
        "fr-en|Il a payé.|He paid 3 euros.",
        "fr-en|Il a payé 3 fois 3 euros.|He paid 3 times euros.",
        "fr-en|Vu le 3 mai 2026.|Seen on 3 June 2026.",
        "fr-en|Vu à 14 h 30.|Seen at 2:30.",
        "es-en|Placa 1234 BCD.|Plate 1234 BDC.",
      })
  void aChangedFigureIsFlagged(String pair, String original, String made) {
    assertThat(flags(pair, original, made)).containsExactly("number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fr-en|Il n'a pas payé.|He paid.",
        "en-es|He never paid.|Pagó.",
        "es-fr|Pagó.|Il n'a rien payé.",
      })
  void aNegationThatIsLostOrGainedIsFlagged(String pair, String original, String made) {
    assertThat(flags(pair, original, made)).containsExactly("negation");
  }

  @Test
  void aNameThatIsChangedIsFlagged() {
    String original = "Paul Petit a vu Lyon.";
    assertThat(flags("fr-en", original, "Paul Petit saw Lyon.", "Paul Petit", "Lyon")).isEmpty();
    assertThat(flags("fr-en", original, "Paul Small saw Lyon.", "Paul Petit", "Lyon"))
        .containsExactly("name");
  }

  @Test
  void digitsOfANameAreNoFigures() {
    assertThat(flags("fr-en", "Vu à Zone 51.", "Seen in Zone 51.", "Zone 51")).isEmpty();
  }
}
