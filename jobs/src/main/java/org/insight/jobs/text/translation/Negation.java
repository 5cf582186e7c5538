package org.insight.jobs.text.translation;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.regex.Pattern;

/** Whether a sentence denies something, by its words. */
final class Negation {

  private static final Map<String, Pattern> WORDS =
      Map.of(
          "fr",
          words(
              "pas|jamais|aucune?|ni|sans|nulle?|rien|guère|non(?!-)"
                  + "|ne (?:peu|pouv|sau|cess|os)\\p{L}+|n(?:e |['’])[^.;]*?(?<![\\p{L}])(?:plus|personne|point)"),
          "en",
          words(
              "not|never|no(?!\\.? ?\\p{N}|\\. )|none|nobody|nothing|nowhere|without|neither|nor"
                  + "|cannot|\\p{L}+n['’]t"),
          "es",
          words(
              "(?<!n\\.)no(?! obstante|\\.? ?\\p{N})|nunca|jamás|ning[uú]n(?:[oa]s?)?|nadie|nada(?! más)|ni"
                  + "|sin(?! embargo)|tampoco"),
          "ar",
          words("[وف]?(?:لا|لم|لن|ليس|ليست|غير|بدون|دون|عدم|بلا)"));

  private Negation() {}

  private static Pattern words(String alternatives) {
    return Pattern.compile("(?iu)(?<![\\p{L}\\p{N}-])(?:" + alternatives + ")(?![\\p{L}\\p{N}])");
  }

  static boolean in(String text, String language) {
    return requireNonNull(WORDS.get(language)).matcher(text).find();
  }
}
