package org.insight.jobs.text.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.insight.config.Settings.TranslationSettings;
import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With engines that do what a test says. */
class TranslatorTest {

  private static final Pair PAIR = Pair.of("fr-en");
  private static final String SENTENCE =
      "Paul Petit, 1 234,5 euros, garde à vue, le 12 mars 2026, AB-123-CD.";
  private static final List<NameSpan> NAMES = List.of(new NameSpan(0, 10, true));

  /** What it was asked. */
  private final List<String> asked = new ArrayList<>();

  private Translator translator(UnaryOperator<String> engine) {
    TranslationEngine made =
        new TranslationEngine() {
          @Override
          public String name() {
            return "apertium";
          }

          @Override
          public String needs() {
            return "none";
          }

          @Override
          public String version(Pair pair) {
            return "1";
          }

          @Override
          public Set<Pair> pairs() {
            return Set.of(PAIR);
          }

          @Override
          public boolean isGloss() {
            return false;
          }

          @Override
          public Optional<EngineText> translate(MarkedText sentence, Pair pair) {
            asked.add(sentence.text());
            return Optional.ofNullable(engine.apply(sentence.text()))
                .map(text -> new EngineText(text, 0));
          }
        };
    return new Translator(
        new TranslationPlan(
            List.of("en"),
            Map.of(PAIR, "apertium", Pair.of("es-en"), "apertium"),
            new TreeMap<>(),
            1),
        Glossary.of(new TreeMap<>()),
        List.of(made));
  }

  private static Translation translated(Translator translator) {
    return translator.translate(SENTENCE, PAIR, NAMES).orElseThrow();
  }

  @Test
  void anEngineSeesNoneOfWhatItMustNotTouch() {
    Translation made = translated(translator(text -> text));
    assertThat(made.text())
        .isEqualTo("Paul Petit, 1,234.5 euros, police custody, on 12 March 2026, AB-123-CD.");
    assertThat(made.flags()).isEmpty();
    assertThat(asked).singleElement().asString().doesNotContainPattern("\\d|Petit|garde");
  }

  @Test
  void whatAnEngineLosesIsFlagged() {
    assertThat(translated(translator(text -> "")).flags()).containsExactly("number", "name");
    assertThat(translated(translator(text -> text.replaceFirst("\\w+", "Peter"))).flags())
        .containsExactly("name");
    assertThat(translated(translator(text -> text + " Not 5.")).flags())
        .containsExactly("number", "negation");
  }

  @Test
  void theSameWordsAreTranslatedOnce() {
    Translator translator = translator(text -> text);
    assertThat(translated(translator)).isEqualTo(translated(translator));
    assertThat(asked).hasSize(1);
    translator.translate(SENTENCE, PAIR, List.of());
    assertThat(asked).as("other names").hasSize(2);
  }

  @Test
  void anEngineThatFailsLeavesARowThatSaysSo() {
    Translation made = translated(translator(text -> null));
    assertThat(made.text()).isNull();
    assertThat(made.flags()).containsExactly("failed");
  }

  @Test
  void whatIsNotInstalledIsSaidInOneLine() {
    Translator translator = translator(text -> text);
    assertThat(translator.pairs()).containsExactly(PAIR);
    assertThat(translator.missing())
        .contains("Not translated, for what it needs is not installed: es-en (none)");
    assertThat(translator.translate("Sí.", Pair.of("es-en"), List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "de|fr-en|apertium|translation.targets must be fr, en or es, found de",
        "en|fr-de|apertium|translation.engines are of pairs such as fr-en, found fr-de",
        "en|en-en|apertium|translation.engines are of pairs such as fr-en, found en-en",
        "en|fr-en|http://user@host|translation.engines are apertium, gloss, marian:MODEL, a server's"
            + " http address and none, found http://user@host",
        "en|fr-en|marian|translation.engines are apertium, gloss, marian:MODEL, a"
            + " server's http address and none, found marian",
      })
  void settingsThatNameNothingAreRefused(
      String target, String pair, String engine, String message) {
    assertThatThrownBy(
            () ->
                TranslationPlan.of(
                    new TranslationSettings(List.of(target), Map.of(pair, engine), "", 1)))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot read settings: " + message);
  }
}
