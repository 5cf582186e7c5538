package org.insight.jobs.text.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlossEngineTest {

  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  @TempDir private Path folder;
  private GlossEngine engine = new GlossEngine(Path.of("none"));

  @BeforeEach
  void dictionary() throws IOException {
    engine =
        new GlossEngine(
            written(
                Map.of(
                    "سيّارة", "1. Automobile\n2. Car",
                    "شرطة", "Police",
                    "البيت", "House",
                    "ولد", "Boy")));
  }

  private Path written(Map<String, String> meanings) throws IOException {
    Path stem = folder.resolve("test");
    StringBuilder index = new StringBuilder();
    ByteArrayOutputStream definitions = new ByteArrayOutputStream();
    for (Map.Entry<String, String> entry : meanings.entrySet()) {
      byte[] text =
          (entry.getKey() + " /x/\n" + entry.getValue() + "\n").getBytes(StandardCharsets.UTF_8);
      index
          .append(entry.getKey())
          .append('\t')
          .append(number(definitions.size()))
          .append('\t')
          .append(number(text.length))
          .append('\n');
      definitions.write(text);
    }
    Files.writeString(FreeDict.index(stem), index);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(FreeDict.definitions(stem)))) {
      out.write(definitions.toByteArray());
    }
    return stem;
  }

  private static String number(int value) {
    return value < 64
        ? String.valueOf(DIGITS.charAt(value))
        : number(value / 64) + DIGITS.charAt(value % 64);
  }

  private EngineText gloss(String sentence) {
    return engine
        .translate(
            new MarkedText(sentence, Map.of("xqza", Slot.of(Slot.Kind.PERSON))), Pair.of("ar-en"))
        .orElseThrow();
  }

  @Test
  void wordsStandInTheOrderOfTheArabic() {
    assertThat(gloss("الولد في البيت.").text()).isEqualTo("the boy in house.");
  }

  @Test
  void particlesAreWordsOfTheirOwn() {
    assertThat(gloss("وبالسيارة").text()).isEqualTo("and with the car/automobile");
    assertThat(gloss("للشرطة").text()).isEqualTo("for the police");
  }

  @Test
  void aWordThatBeginsLikeAParticleIsLookedUpWhole() {
    assertThat(gloss("ولد").text()).isEqualTo("boy");
  }

  @Test
  void unknownWordsStayAndAreCountedAndTokensPass() {
    EngineText made = gloss("xqza زززز شرطة");
    assertThat(made.text()).isEqualTo("xqza زززز police");
    assertThat(made.unknown()).isEqualTo(1.0 / 3);
  }

  @Test
  void withoutADictionaryThereIsNoPair() {
    assertThat(new GlossEngine(folder.resolve("none")).pairs()).isEmpty();
    assertThat(engine.pairs()).containsExactly(Pair.of("ar-en"));
    assertThat(engine.isGloss()).isTrue();
  }
}
