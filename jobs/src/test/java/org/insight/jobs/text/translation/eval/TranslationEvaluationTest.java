package org.insight.jobs.text.translation.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import org.insight.config.Settings.TranslationSettings;
import org.insight.config.SettingsReader;
import org.insight.core.InsightException;
import org.insight.jobs.text.translation.Pair;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.junit.jupiter.api.Test;

class TranslationEvaluationTest {

  private static final TranslationPlan PLAN =
      TranslationEvaluation.plan(SettingsReader.read(List.of()).translation());

  @Test
  void onPoliceSentencesThePlanIsBetterThanApertiumAlone() {
    assumeTrue(
        Translator.of(PLAN).missing().isEmpty(), "Apertium or the dictionary is not installed");
    AlignedText text = AlignedText.policeTest().first(40);
    List<Pair> pairs = TranslationEvaluation.pairs(PLAN, text, List.of("fr-en", "es-en"));
    List<TranslationEvaluation.Score> scores = TranslationEvaluation.evaluate(PLAN, text, pairs);
    assertThat(scores)
        .extracting(TranslationEvaluation.Score::method)
        .containsExactly("apertium alone", "apertium", "apertium alone", "apertium");
    for (int i = 0; i < scores.size(); i += 2) {
      assertThat(scores.get(i).sentences()).isEqualTo(40);
      assertThat(scores.get(i).failed()).isZero();
      assertThat(scores.get(i + 1).chrf()).isGreaterThan(scores.get(i).chrf() + 0.5);
      assertThat(scores.get(i + 1).bleu()).isGreaterThan(scores.get(i).bleu() + 0.5);
    }
  }

  @Test
  void aPairThatHasNoEngineIsRefused() {
    TranslationPlan none =
        TranslationEvaluation.plan(
            new TranslationSettings(List.of("en"), Map.of("fr-en", "none"), "", 20));
    AlignedText text = AlignedText.policeTest();
    assertThatThrownBy(() -> TranslationEvaluation.pairs(none, text, List.of()))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot measure translations: no pair has an engine and sentences, found []");
    assertThatThrownBy(() -> TranslationEvaluation.pairs(none, text, List.of("fr-en")))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot measure translations: not each of fr-en has an engine and sentences, found []");
  }
}
