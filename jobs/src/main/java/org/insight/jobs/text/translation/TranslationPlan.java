package org.insight.jobs.text.translation;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.insight.config.ConfFiles;
import org.insight.config.Settings.TranslationSettings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;

/**
 * What is translated, and by what.
 *
 * @param targets languages to translate into
 * @param engines names of engines by pair
 * @param glossaries texts of the user's glossaries by file
 * @param maxSeconds for a sentence
 */
public record TranslationPlan(
    List<String> targets,
    Map<Pair, String> engines,
    SortedMap<String, String> glossaries,
    int maxSeconds)
    implements Serializable {

  private static final List<String> TARGETS = List.of("fr", "en", "es");
  private static final List<String> ENGINES =
      List.of(ApertiumEngine.NAME, GlossEngine.NAME, "none");
  private static final Pattern MARIAN = Pattern.compile(MarianEngine.PREFIX + "[a-z0-9][a-z0-9-]*");

  public TranslationPlan {
    targets = List.copyOf(targets);
    engines = Map.copyOf(engines);
  }

  /**
   * The plan of settings.
   *
   * @throws InsightException USAGE where these name no language, pair or engine, or no folder
   */
  public static TranslationPlan of(TranslationSettings settings) {
    for (String target : settings.targets()) {
      if (!TARGETS.contains(target)) {
        throw bad("targets must be fr, en or es", target);
      }
    }
    Map<Pair, String> engines = new HashMap<>();
    settings
        .engines()
        .forEach(
            (pair, engine) -> {
              if (!isEngine(engine)) {
                throw bad(
                    "engines are apertium, gloss, marian:MODEL, a server's http address and none",
                    engine);
              }
              try {
                engines.put(Pair.of(pair), engine);
              } catch (IllegalArgumentException e) {
                throw bad("engines are of pairs such as fr-en", pair);
              }
            });
    SortedMap<String, String> glossaries = new TreeMap<>();
    if (!settings.glossary().isEmpty()) {
      glossaries.putAll(ConfFiles.texts(settings.glossary()));
      if (glossaries.isEmpty()) {
        throw bad("glossary must be a folder with YAML files", settings.glossary());
      }
    }
    return new TranslationPlan(settings.targets(), engines, glossaries, settings.maxSeconds());
  }

  private static boolean isEngine(String engine) {
    return ENGINES.contains(engine)
        || MARIAN.matcher(engine).matches()
        || HttpEngine.ADDRESS.matcher(engine).matches();
  }

  /** For a sentence. */
  long milliseconds() {
    return maxSeconds * 1000L;
  }

  private static InsightException bad(String rule, String found) {
    return new InsightException(
        ErrorKind.USAGE,
        "Cannot read settings: translation." + rule + ", found " + OneLine.shown(found));
  }
}
