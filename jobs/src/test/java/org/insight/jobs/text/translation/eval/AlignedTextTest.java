package org.insight.jobs.text.translation.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignedTextTest {

  @TempDir private Path folder;

  private Path table(String text) throws IOException {
    return Files.writeString(folder.resolve("a.tsv"), text);
  }

  @Test
  void aTableNamesItsLanguages() throws IOException {
    AlignedText text = AlignedText.of(table("id\tes\ten\n1\tuno\tone\n2\tdos\ttwo\n"));
    assertThat(text.sentences())
        .isEqualTo(Map.of("es", List.of("uno", "dos"), "en", List.of("one", "two")));
    assertThat(text.first(1).sentences())
        .isEqualTo(Map.of("es", List.of("uno"), "en", List.of("one")));
    assertThat(text.first(9)).isEqualTo(text);
    assertThat(text.and(text).sentences().get("es")).containsExactly("uno", "dos", "uno", "dos");
  }

  @Test
  void aFolderHasAFileForEachLanguage() throws IOException {
    Files.writeString(folder.resolve("news-ref.fra.txt"), "un\n");
    Files.writeString(folder.resolve("news-src.eng.txt"), "one\n");
    Files.writeString(folder.resolve("news-ref.fra-CA.txt"), "un, deux\n");
    Files.writeString(folder.resolve("LICENSE.md"), "no text\n");
    assertThat(AlignedText.of(folder).sentences())
        .isEqualTo(Map.of("fr", List.of("un"), "en", List.of("one")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fr\ten\n",
        "id\tfr\n1\tun\n",
        "id\tfr\ten\n1\tun\n",
        "fr\ten\nun\tone\tone\n"
      })
  void whatHasNotTheSameSentencesTwiceIsRefused(String text) throws IOException {
    Path table = table(text);
    assertThatThrownBy(() -> AlignedText.of(table))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith(
            "Cannot measure translations: the same sentences in two languages or more are needed,"
                + " found ")
        .hasMessageEndingWith(" in " + table);
  }

  @Test
  void filesOfDifferentLengthsAreRefused() throws IOException {
    Files.writeString(folder.resolve("a.fr.txt"), "un\ndeux\n");
    Files.writeString(folder.resolve("a.en.txt"), "one\n");
    assertThatThrownBy(() -> AlignedText.of(folder))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("found 2 sentences of fr and 1 of en in " + folder);
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Path bytes = Files.write(folder.resolve("b"), "é".getBytes(StandardCharsets.ISO_8859_1));
    for (Path path : List.of(bytes, folder.resolve("none"))) {
      assertThatThrownBy(() -> AlignedText.of(path))
          .isInstanceOf(InsightException.class)
          .hasMessage("Cannot measure translations: no readable text in UTF-8, found " + path);
    }
  }

  @Test
  void thePoliceSentencesAreTwoHundredInFourLanguagesEach() {
    for (AlignedText text : List.of(AlignedText.policeTest(), AlignedText.policeDevelopment())) {
      assertThat(text.sentences()).containsOnlyKeys("ar", "en", "es", "fr");
      assertThat(text.sentences().get("fr")).hasSize(200).doesNotHaveDuplicates();
    }
    assertThat(AlignedText.policeTest().sentences().get("en"))
        .doesNotContainAnyElementsOf(AlignedText.policeDevelopment().sentences().get("en"));
  }
}
