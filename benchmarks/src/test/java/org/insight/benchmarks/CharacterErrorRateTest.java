package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CharacterErrorRateTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "'abc', 'abc', 0",
    "'abcd', 'abxd', 0.25",
    "'abcd', 'abd', 0.25",
    "'abcd', 'abcde', 0.25",
    "'abcd', '', 1",
    "'ab', 'abcdef', 2",
    "'a  b\n c', ' a b c ', 0",
    "'e\u0301te\u0301', 'été', 0",
    "'', '', 0",
  })
  void editsAreCountedOverTheCharactersOfTheTruth(String truth, String reading, double rate) {
    assertThat(CharacterErrorRate.score(truth, reading).rate()).isEqualTo(rate);
  }

  @Test
  void pagesArePooledByTheirCharacters() {
    CharacterErrorRate.Score one = CharacterErrorRate.score("abcdefgh", "abcdefgh");
    assertThat(one.plus(CharacterErrorRate.score("ab", "xy")).rate()).isEqualTo(0.2);
  }

  @Test
  void truthsArePlainTextPageOrAlto() throws IOException {
    assertThat(truth("a.txt", "Deux\nlignes")).isEqualTo("Deux\nlignes");
    assertThat(
            truth(
                "page.xml",
                """
                <PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page><TextRegion>
                <TextLine><Word><TextEquiv><Unicode>no</Unicode></TextEquiv></Word><TextEquiv><Unicode>Deux</Unicode></TextEquiv></TextLine>
                <TextLine><TextEquiv><Unicode>lignes</Unicode></TextEquiv></TextLine>
                </TextRegion></Page></PcGts>
                """))
        .isEqualTo("Deux\nlignes");
    assertThat(
            truth(
                "alto.xml",
                """
                <alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><TextLine>
                <String CONTENT="Deux"/><SP/><String CONTENT="_mots_"/></TextLine></Layout></alto>
                """))
        .isEqualTo("Deux mots");
  }

  private String truth(String name, String text) throws IOException {
    return CharacterErrorRate.truth(Files.writeString(folder.resolve(name), text));
  }
}
