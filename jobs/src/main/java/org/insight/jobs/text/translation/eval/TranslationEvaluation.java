package org.insight.jobs.text.translation.eval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.insight.config.Settings.TranslationSettings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.text.translation.Pair;
import org.insight.jobs.text.translation.Translation;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.jspecify.annotations.Nullable;

/**
 * Measures translations of a plan against those of people, beside Apertium without glossary,
 * protection and guard. Names are not protected, for only a run finds them.
 */
public final class TranslationEvaluation {

  /** How the figures are to be read: metrics and their settings, in sacrebleu's words. */
  public static final String SIGNATURE = Chrf.SIGNATURE + "  " + Bleu.SIGNATURE;

  private static final String DEFAULT = "apertium";

  private TranslationEvaluation() {}

  /**
   * What was measured of one pair and method.
   *
   * @param method name of an engine, with {@code alone} behind it for the engine alone
   * @param chrf from 0 to 100
   * @param bleu from 0 to 100
   * @param flagged sentences that the guard has something against; null: nothing was compared
   * @param failed sentences for which there is no translation; they count as empty ones
   */
  public record Score(
      Pair pair,
      String method,
      int sentences,
      double chrf,
      double bleu,
      @Nullable Integer flagged,
      int failed) {}

  /**
   * The plan of settings, into all languages, whatever the settings' targets are.
   *
   * @throws InsightException USAGE where the settings have no such plan
   */
  public static TranslationPlan plan(TranslationSettings settings) {
    return TranslationPlan.of(
        new TranslationSettings(
            List.of("fr", "en", "es"),
            settings.engines(),
            settings.glossary(),
            settings.maxSeconds()));
  }

  /**
   * Pairs of a plan that are installed and stand in a text.
   *
   * @param wanted empty: all of them
   * @throws InsightException USAGE where there are none; EXTERNAL where one is not installed
   */
  public static List<Pair> pairs(TranslationPlan plan, AlignedText text, List<String> wanted) {
    Translator translator = Translator.of(plan);
    List<Pair> pairs =
        translator.pairs().stream()
            .filter(pair -> wanted.isEmpty() || wanted.contains(pair.toString()))
            .filter(pair -> text.sentences().containsKey(pair.from()))
            .filter(pair -> text.sentences().containsKey(pair.to()))
            .toList();
    if (pairs.isEmpty() || pairs.size() < wanted.size()) {
      Optional<String> missing = translator.missing();
      throw new InsightException(
          missing.isPresent() ? ErrorKind.EXTERNAL : ErrorKind.USAGE,
          "Cannot measure translations: "
              + (wanted.isEmpty() ? "no pair" : "not each of " + String.join(", ", wanted))
              + " has an engine and sentences"
              + missing.map(why -> ". " + why).orElse(", found " + pairs));
    }
    return pairs;
  }

  /**
   * The scores of pairs: for each Apertium alone, where it has the pair, then the plan's engine.
   */
  public static List<Score> evaluate(TranslationPlan plan, AlignedText text, List<Pair> pairs) {
    Translator translator = Translator.of(plan);
    Map<Pair, String> apertium = new HashMap<>();
    pairs.stream()
        .filter(pair -> !pair.from().equals("ar"))
        .forEach(pair -> apertium.put(pair, DEFAULT));
    Translator alone =
        Translator.of(
            new TranslationPlan(plan.targets(), apertium, new TreeMap<>(), plan.maxSeconds()));
    List<Score> scores = new ArrayList<>();
    for (Pair pair : pairs) {
      if (alone.pairs().contains(pair)) {
        List<Optional<String>> made =
            all(text.sentences(), pair, sentence -> alone.withoutRules(sentence, pair));
        scores.add(score(text.sentences(), pair, DEFAULT + " alone", made, null));
      }
      List<Optional<Translation>> made =
          all(text.sentences(), pair, sentence -> translator.translate(sentence, pair, List.of()));
      scores.add(
          score(
              text.sentences(),
              pair,
              plan.engines().getOrDefault(pair, ""),
              made.stream().map(t -> t.flatMap(x -> Optional.ofNullable(x.text()))).toList(),
              (int)
                  made.stream()
                      .flatMap(Optional::stream)
                      .filter(t -> !t.flags().isEmpty())
                      .count()));
    }
    return scores;
  }

  private static <T> List<T> all(
      SortedMap<String, List<String>> sentences, Pair pair, Function<String, T> how) {
    return sentences.getOrDefault(pair.from(), List.of()).parallelStream().map(how).toList();
  }

  private static Score score(
      SortedMap<String, List<String>> sentences,
      Pair pair,
      String method,
      List<Optional<String>> made,
      @Nullable Integer flagged) {
    List<String> wanted = sentences.getOrDefault(pair.to(), List.of());
    List<String> texts = made.stream().map(text -> text.orElse("")).toList();
    return new Score(
        pair,
        method,
        texts.size(),
        Chrf.of(texts, wanted),
        Bleu.of(texts, wanted),
        flagged,
        (int) made.stream().filter(Optional::isEmpty).count());
  }
}
