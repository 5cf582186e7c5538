package org.insight.jobs.text.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the small model that training/translation/tiny.py makes. */
class MarianEngineTest {

  private static final Pair PAIR = Pair.of("fr-en");

  private static TranslationPlan plan(String engine) {
    return new TranslationPlan(List.of("en"), Map.of(PAIR, engine), new TreeMap<>(), 20);
  }

  private static Translator tiny() {
    TranslationPlan plan = plan("marian:tiny-fr-en");
    MarianModels.of(plan, SharedSpark.session()).use();
    return Translator.of(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Une femme a fermé la porte hier.|A woman closed the door yesterday.",
        "Le voisin n'a pas vu le chien cette nuit.|The neighbour did not see the dog tonight.",
        "Xqza cherche la gare à Xqzc encore.|Xqza is looking for the station in Xqzc again."
      })
  void aTrainedModelTranslates(String french, String english) {
    assertThat(tiny().withoutRules(french, PAIR)).contains(english);
  }

  @Test
  void namesAndFiguresGoThroughIt() {
    Translation made =
        tiny()
            .translate(
                "Paul Petit n'a pas trouvé la clef à Lyon le 12 mars 2026.",
                PAIR,
                List.of(new NameSpan(0, 10, true), new NameSpan(36, 40, false)))
            .orElseThrow();
    assertThat(made.text()).isEqualTo("Paul Petit did not find the key in Lyon on 12 March 2026.");
    assertThat(made.flags()).isEmpty();
    assertThat(made.engine()).isEqualTo("marian:tiny-fr-en");
    assertThat(made.version()).startsWith("tiny-fr-en-1@");
  }

  @Test
  void aSentenceThatSparkNlpWouldCutFails() {
    assertThat(tiny().withoutRules("Une femme a vu la gare. ".repeat(100), PAIR)).isEmpty();
  }

  @Test
  void aModelThatIsNotRegisteredIsSaidInOneLine() {
    Translator translator = Translator.of(plan("marian:none-such"));
    assertThat(translator.pairs()).isEmpty();
    assertThat(translator.missing())
        .contains(
            "Not translated, for what it needs is not installed: fr-en (model none-such: Cannot read"
                + " a configuration file: no such file, found conf/models/none-such.yaml)");
    assertThat(MarianModels.has(plan("marian:none-such"))).isFalse();
  }

  @Test
  void aModelWithoutItsFilesIsSaidInOneLine() {
    assertThat(Translator.of(plan("marian:absent-fr-en")).missing())
        .contains(
            "Not translated, for what it needs is not installed: fr-en (model absent-fr-en: Cannot"
                + " load model absent-fr-en-3: run make build, or put its files into conf/models, found no"
                + " models/absent-fr-en/assets/source.spm)");
  }

  @Test
  void aModelOfAnotherTaskIsSaidInOneLine() {
    assertThat(Translator.of(plan("marian:names")).missing().orElseThrow())
        .startsWith(
            "Not translated, for what it needs is not installed: fr-en (model names: its task must"
                + " be translation and its languages two, found token-classification");
  }

  @Test
  void aModelOfAnotherPairIsSaidInOneLine() {
    Pair other = Pair.of("es-en");
    Translator translator =
        Translator.of(
            new TranslationPlan(
                List.of("en"), Map.of(other, "marian:tiny-fr-en"), new TreeMap<>(), 20));
    assertThat(translator.missing())
        .contains(
            "Not translated, for what it needs is not installed: es-en (model tiny-fr-en: it"
                + " translates [fr-en] alone)");
    assertThat(translator.translate("Sí.", other, List.of())).isEqualTo(Optional.empty());
  }
}
