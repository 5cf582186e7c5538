package org.insight.jobs.text.translation;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a word that is put in changes the word before it: elision, contraction, "a" and "an". */
final class Joints {

  private static final Pattern VOWEL = Pattern.compile("(?i)^[aeiouyàâäéèêëîïôöùûüœæáíóú]");

  /** French words whose first h keeps the vowel before it. */
  private static final Pattern ASPIRATED =
      Pattern.compile("(?i)^(?:haschi|harcèl|hors|haut|hold|handica|hangar|héros)");

  private static final Pattern ELIDED = Pattern.compile("(?i)\\b(le|la|de|que|du|au|à le|à la) $");

  private static final Map<String, String> FRENCH =
      Map.of(
          "le", "l'", "la", "l'", "de", "d'", "que", "qu'", "du", "de l'", "au", "à l'", "à le",
          "à l'", "à la", "à l'");

  /**
   * Articles and prepositions that a date or a time with its own preposition takes the place of.
   */
  private static final Map<String, Pattern> BEFORE_ADVERB =
      Map.of(
          "en", Pattern.compile("(?i)\\b(?:the|it|at|in|to the) $"),
          "fr", Pattern.compile("(?i)\\b(?:le|la|en|à) $"),
          "es", Pattern.compile("(?i)\\b(?:el|la|lo|en|a) $"));

  private static final Pattern AN = Pattern.compile("(?i)\\b(an?) $");

  /** English words that begin with another sound than their letter. */
  private static final List<String> SOUNDED = List.of("un", "eu", "us", "uk");

  private Joints() {}

  /**
   * Adds a word to a text.
   *
   * @param language of both
   */
  static void join(StringBuilder text, String word, Slot.Kind kind, String language) {
    if (kind == Slot.Kind.ADVERB) {
      cut(text, requireNonNull(BEFORE_ADVERB.get(language)));
    } else if (kind == Slot.Kind.NOUN || kind == Slot.Kind.PHRASE) {
      switch (language) {
        case "fr" -> elide(text, word);
        case "en" -> article(text, word);
        default -> {}
      }
    }
    text.append(word);
  }

  private static void cut(StringBuilder text, Pattern before) {
    Matcher tail = before.matcher(text);
    if (tail.find()) {
      text.setLength(tail.start());
    }
  }

  private static void elide(StringBuilder text, String word) {
    boolean elides =
        VOWEL.matcher(word).find()
            || word.toLowerCase(Locale.ROOT).startsWith("h") && !ASPIRATED.matcher(word).find();
    Matcher tail = ELIDED.matcher(text);
    if (elides && tail.find()) {
      String before = tail.group(1);
      String by = requireNonNull(FRENCH.get(before.toLowerCase(Locale.ROOT)));
      boolean capital = Character.isUpperCase(before.charAt(0));
      text.setLength(tail.start());
      text.append(capital ? by.substring(0, 1).toUpperCase(Locale.ROOT) + by.substring(1) : by);
    }
  }

  private static void article(StringBuilder text, String word) {
    Matcher tail = AN.matcher(text);
    if (tail.find()) {
      String start = word.toLowerCase(Locale.ROOT);
      boolean vowel =
          "aeiou".indexOf(start.charAt(0)) >= 0 && SOUNDED.stream().noneMatch(start::startsWith);
      String a = tail.group(1).substring(0, 1);
      text.setLength(tail.start());
      text.append(a).append(vowel ? "n " : " ");
    }
  }
}
