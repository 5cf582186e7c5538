package org.insight.cli;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.jspecify.annotations.Nullable;

/**
 * A sentence of a file and what a machine made of it.
 *
 * @param original the sentence
 * @param from its language
 * @param text null where the engine failed
 * @param gloss whether it is words beside words, no translation
 * @param unknown share of words that the engine did not know, from 0 to 1
 * @param flags what the guard found
 */
record TriedTranslation(
    String original,
    String from,
    @Nullable String text,
    String engine,
    boolean gloss,
    double unknown,
    List<String> flags) {

  /** The plan of the settings, into one language. */
  static TranslationPlan plan(Settings settings, String language) {
    Settings.TranslationSettings given = settings.translation();
    return TranslationPlan.of(
        new Settings.TranslationSettings(
            List.of(language), given.engines(), given.glossary(), given.maxSeconds()));
  }

  /**
   * @throws InsightException USAGE where the settings have no engine for the language; EXTERNAL
   *     where none that they have is installed
   */
  static void require(Settings settings, String language) {
    Translator translator = Translator.of(plan(settings, language));
    if (translator.pairs().isEmpty()) {
      throw translator
          .missing()
          .map(why -> new InsightException(ErrorKind.EXTERNAL, why))
          .orElseGet(
              () ->
                  new InsightException(
                      ErrorKind.USAGE,
                      "Cannot translate: translation.engines has no pair into it, found "
                          + language));
    }
  }

  /** The translations of a document, in its order. */
  static TriedItem.Found<TriedTranslation> found(
      List<Row> translations, List<Row> sentences, long atMost) {
    Map<String, Row> made =
        translations.stream()
            .collect(Collectors.toMap(t -> t.<String>getAs("sentence_id"), t -> t));
    return new TriedItem.Found<>(
        translations.size(),
        translations.stream()
            .collect(
                Collectors.groupingBy(
                    t -> t.<String>getAs("source_language"), TreeMap::new, Collectors.counting())),
        sentences.stream()
            .filter(sentence -> made.containsKey(sentence.<String>getAs("sentence_id")))
            .sorted(Comparator.comparingInt(sentence -> sentence.<Integer>getAs("position")))
            .limit(atMost)
            .map(
                sentence ->
                    of(
                        sentence.getAs("text"),
                        requireNonNull(made.get(sentence.<String>getAs("sentence_id")))))
            .toList());
  }

  private static TriedTranslation of(String original, Row made) {
    return new TriedTranslation(
        original,
        made.getAs("source_language"),
        made.getAs("text"),
        made.getAs("engine"),
        made.<Boolean>getAs("gloss"),
        made.<Double>getAs("unknown"),
        made.getList(made.fieldIndex("flags")));
  }

  /** Original and translation, one a line. */
  String lines() {
    return String.format(
        Locale.ROOT,
        "%s: %s%n    %s: %s%s",
        from,
        OneLine.shown(original),
        gloss ? "words by machine, no translation" : "by machine",
        text == null ? "(the engine failed)" : OneLine.shown(text),
        flags.isEmpty() ? "" : " [differs: " + String.join(", ", flags) + "]");
  }
}
