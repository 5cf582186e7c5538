package org.insight.jobs.text.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApertiumEngineTest {

  private static final ApertiumEngine ENGINE = new ApertiumEngine(ApertiumEngine.MODES, 20_000);

  private static String text(String sentence, String pair) {
    return ENGINE.translate(new MarkedText(sentence, Map.of()), Pair.of(pair)).orElseThrow().text();
  }

  @Nested
  class Installed {

    @BeforeAll
    static void isInstalled() {
      assumeTrue(ENGINE.pairs().size() == 6, "Apertium is not installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr-en", "fr-es", "es-en", "es-fr", "en-es", "en-fr"})
    void signsThatApertiumMeansSomethingByComeThrough(String pair) {
      String signs = "[5] {6} <7> ^8^ $9 \\10 @11 *12* #13 ~14~ \"15\" 16/17 [*] #* 18";
      assertThat(text(signs, pair).replace(" ", "")).isEqualTo(signs.replace(" ", ""));
    }

    @Test
    void unknownWordsAreCountedAndNotMarked() {
      EngineText made =
          ENGINE
              .translate(new MarkedText("La casa qwrtp.", Map.of()), Pair.of("es-en"))
              .orElseThrow();
      assertThat(made.text()).isEqualTo("The house qwrtp.");
      assertThat(made.unknown()).isEqualTo(1.0 / 3);
    }

    @Test
    void aTokenTakesTheArticleOfWhatItStandsForAndIsNotUnknown() {
      Slot feminine = new Slot(Slot.Kind.NOUN, Map.of("es", "f"), true);
      EngineText made =
          ENGINE
              .translate(
                  new MarkedText("He saw the xqza.", Map.of("xqza", feminine)), Pair.of("en-es"))
              .orElseThrow();
      assertThat(made.text()).contains("las xqza");
      assertThat(made.unknown()).isZero();
    }

    /** Else what a reader may not see would change what he sees. */
    @Test
    void aTranslationDoesNotHangOnThoseBefore() {
      List<String> sentences =
          new ArrayList<>(
              List.of(
                  "To put that in perspective, that is similar to that for a playoff game.",
                  "Fox News, whose hosts have backed Kavanaugh's appointment, led all networks,"
                      + " Nielsen said.",
                  "We are for NATO, but we want to join, Kavadarkov said.",
                  "The casualties and the damage could be greater, Nugroho said.",
                  "He obliquely referred to it.",
                  "For most of my years the meetings have been exactly that."));
      List<String> before = sentences.stream().map(s -> text(s, "en-fr")).toList();
      Map<String, String> made = new HashMap<>();
      for (int i = 0; i < sentences.size(); i++) {
        made.put(sentences.get(i), before.get(i));
      }
      Collections.shuffle(sentences, new Random(1));
      for (String sentence : sentences) {
        assertThat(text(sentence, "en-fr")).isEqualTo(made.get(sentence));
      }
    }

    @Test
    void aSentenceThatIsTooLongIsNoneForIt() {
      assertThat(
              ENGINE.translate(
                  new MarkedText("a ".repeat(ApertiumEngine.LONGEST), Map.of()), Pair.of("es-en")))
          .isEmpty();
    }
  }

  @Test
  void whereItIsNotInstalledItHasNoPairs(@TempDir Path folder) {
    assertThat(new ApertiumEngine(folder, 1000).pairs()).isEmpty();
  }

  /** Programs that hang at one word, in place of Apertium's. */
  @Test
  void oneThatHangsIsEndedAndStartedAgain(@TempDir Path folder) throws IOException {
    Path programs = Files.createDirectory(folder.resolve("bin"));
    script(programs.resolve("lt-proc"), "exec cat");
    script(
        programs.resolve("apertium-tagger"),
        "read -r line; case \"$line\" in *hang*) exec sleep 600;; esac; echo \"$line\"");
    script(programs.resolve("last"), "exec cat");
    Files.writeString(
        folder.resolve("spa-eng.mode"),
        programs + "/lt-proc | " + programs + "/apertium-tagger -g $2 | " + programs + "/last $1");
    ApertiumEngine engine = new ApertiumEngine(folder, 500);
    Pair pair = Pair.of("es-en");
    assertThat(engine.pairs()).containsExactly(pair);
    assertThat(engine.translate(new MarkedText("uno.", Map.of()), pair).orElseThrow().text())
        .isEqualTo("uno.");
    assertThat(engine.translate(new MarkedText("hang.", Map.of()), pair)).isEmpty();
    assertThat(engine.translate(new MarkedText("dos.", Map.of()), pair).orElseThrow().text())
        .isEqualTo("dos.");
  }

  /** Else each sentence of a run would wait. */
  @Test
  void oneThatHangsAtEverythingIsAskedNoMore(@TempDir Path folder) throws IOException {
    Path programs = Files.createDirectory(folder.resolve("bin"));
    Path started = Files.createFile(folder.resolve("started"));
    script(programs.resolve("lt-proc"), "echo x >> " + started + "; exec sleep 600");
    script(programs.resolve("apertium-tagger"), "exec cat");
    script(programs.resolve("last"), "exec cat");
    Files.writeString(
        folder.resolve("spa-eng.mode"),
        programs + "/lt-proc | " + programs + "/apertium-tagger -g $2 | " + programs + "/last $1");
    ApertiumEngine engine = new ApertiumEngine(folder, 500);
    MarkedText sentence = new MarkedText("uno.", Map.of());
    assertThat(engine.translate(sentence, Pair.of("es-en"))).isEmpty();
    List<String> first = Files.readAllLines(started);
    assertThat(first).as("two tries and a question that has an answer").hasSize(3);
    assertThat(engine.translate(sentence, Pair.of("es-en"))).isEmpty();
    assertThat(Files.readAllLines(started)).isEqualTo(first);
  }

  private static void script(Path file, String lines) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + lines + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
