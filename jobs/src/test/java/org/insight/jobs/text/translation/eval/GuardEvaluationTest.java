package org.insight.jobs.text.translation.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.function.Function;
import org.insight.config.SettingsReader;
import org.insight.jobs.text.translation.Pair;
import org.insight.jobs.text.translation.Translation;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.junit.jupiter.api.Test;

class GuardEvaluationTest {

  private static final List<Pair> PAIRS = List.of(Pair.of("fr-en"), Pair.of("es-fr"));

  private static Translation made(String text, String... flags) {
    return new Translation(text, "e", "1", false, 0, List.of(flags));
  }

  /** As if each value came out in the spelling of the target. */
  private static String right(PlantedSentence sentence) {
    return "It says: "
        + String.join(" and ", sentence.values().stream().map(v -> v.accepted().get(0)).toList());
  }

  private static int[] sums(Function<PlantedSentence, Translation> translate) {
    int[] sums = new int[4];
    for (GuardEvaluation.Score score :
        GuardEvaluation.evaluate(PlantedSentence.some(200, PAIRS, 3), translate).scores()) {
      sums[0] += score.sentences();
      sums[1] += score.lost();
      sums[2] += score.silent();
      sums[3] += score.falseFlags();
    }
    return sums;
  }

  @Test
  void sentencesAreFilledAndTheSameForTheSameSeed() {
    List<PlantedSentence> sentences = PlantedSentence.some(300, PAIRS, 5);
    assertThat(sentences).hasSize(300).isEqualTo(PlantedSentence.some(300, PAIRS, 5));
    assertThat(sentences).isNotEqualTo(PlantedSentence.some(300, PAIRS, 6));
    assertThat(sentences)
        .allSatisfy(
            sentence -> {
              assertThat(sentence.text()).doesNotContain("{").doesNotContain("}");
              assertThat(sentence.values()).isNotEmpty();
              assertThat(sentence.values())
                  .allSatisfy(value -> assertThat(sentence.text()).contains(value.written()));
              assertThat(sentence.names())
                  .allSatisfy(
                      name ->
                          assertThat(sentence.values())
                              .extracting(PlantedValue::written)
                              .contains(sentence.text().substring(name.begin(), name.end())));
            });
  }

  @Test
  void aValueThatComesOutIsNoLoss() {
    assertThat(sums(sentence -> made(right(sentence)))).containsExactly(200, 0, 0, 0);
  }

  @Test
  void aChangedDigitThatIsNotFlaggedIsSilent() {
    int[] sums =
        sums(
            sentence ->
                made(right(sentence).replaceAll("[0-9](?![0-9])", "").replaceAll("[A-Z]", "")));
    assertThat(sums[1]).isEqualTo(200);
    assertThat(sums[2]).isEqualTo(200);
  }

  @Test
  void aLossThatIsFlaggedIsNotSilent() {
    assertThat(sums(sentence -> made("nothing", "number"))).containsExactly(200, 200, 0, 0);
  }

  @Test
  void aFlagWithoutLossIsFalse() {
    assertThat(sums(sentence -> made(right(sentence), "name"))).containsExactly(200, 0, 0, 200);
  }

  /** The small form of {@code insight eval translation --guard}. */
  @Test
  void apertiumWithTheGuardChangesNothingSilently() {
    TranslationPlan plan = TranslationEvaluation.plan(SettingsReader.read(List.of()).translation());
    assumeTrue(
        Translator.of(plan).missing().isEmpty(), "Apertium or the dictionary is not installed");
    GuardEvaluation.Figures figures = GuardEvaluation.evaluate(plan, 300, 11);
    assertThat(figures.scores()).hasSize(6);
    assertThat(figures.examples()).isEmpty();
    assertThat(figures.scores())
        .allSatisfy(
            score -> {
              assertThat(score.silent()).isZero();
              assertThat(score.failed()).isZero();
              assertThat(score.sentences()).isPositive();
            });
  }
}
