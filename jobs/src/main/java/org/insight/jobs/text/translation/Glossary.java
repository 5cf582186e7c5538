package org.insight.jobs.text.translation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.core.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Terms and what they are called in other languages. The longest term at a place counts; it begins
 * and ends with a word. Letters may be capitals; accents and ligatures must be as listed, and of
 * abbreviations the capitals as well ("M." is a title, "m." a unit). Arabic terms are found behind
 * particles that are written together with them, with or without hamza.
 */
final class Glossary {

  private static final int DIGITS = 8;

  /** Abbreviations are in capitals; what they mean is not. */
  private static final int LETTERS_OF_ABBREVIATION = 5;

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

  /**
   * A form of a term.
   *
   * @param key as it is compared
   * @param exact how a text must have it; null: in any case
   * @param plural whether it is the plural form
   */
  private record Form(String key, @Nullable String exact, GlossaryEntry entry, boolean plural) {}

  /**
   * A term in a sentence.
   *
   * @param begin first unit
   * @param end after the last unit
   */
  record Match(int begin, int end, GlossaryEntry entry, boolean plural) {

    /** Its form in a language; null: it has none. */
    @Nullable String in(String language) {
      GlossaryEntry.Forms forms = entry.in(language);
      if (forms == null) {
        return null;
      }
      String many = forms.many();
      return plural && many != null ? many : forms.one();
    }
  }

  /** Forms by language and first word, the longest first. */
  private final Map<String, Map<String, List<Form>>> forms = new HashMap<>();

  private final String version;

  private Glossary(List<GlossaryEntry> entries, String version) {
    this.version = version;
    for (String language : List.of("fr", "en", "es", "ar")) {
      Map<String, List<Form>> byWord = new HashMap<>();
      for (GlossaryEntry entry : entries) {
        GlossaryEntry.Forms terms = entry.in(language);
        if (terms != null) {
          add(byWord, language, terms.one(), entry, false);
          if (terms.many() != null) {
            add(byWord, language, terms.many(), entry, !terms.many().equals(terms.one()));
          }
          if (terms.also() != null) {
            terms.also().forEach(form -> add(byWord, language, form, entry, false));
          }
        }
      }
      byWord
          .values()
          .forEach(
              list -> list.sort(Comparator.comparingInt((Form f) -> f.key().length()).reversed()));
      forms.put(language, byWord);
    }
  }

  /**
   * A user's glossaries, then those of the platform.
   *
   * @param own texts by file
   */
  static Glossary of(SortedMap<String, String> own) {
    List<SortedMap<String, String>> texts = List.of(own, GlossaryFiles.ofThePlatform());
    return new Glossary(
        GlossaryFiles.entries(texts), Sha256.hex(texts.toString()).substring(0, DIGITS));
  }

  /** A glossary without terms. */
  static Glossary none() {
    return new Glossary(List.of(), "none");
  }

  /** Digest of all its files. */
  String version() {
    return version;
  }

  private static void add(
      Map<String, List<Form>> forms,
      String language,
      String form,
      GlossaryEntry entry,
      boolean plural) {
    String key = key(language, form.strip());
    Matcher word = WORD.matcher(key);
    if (word.find()) {
      List<Form> same = forms.computeIfAbsent(word.group(), w -> new ArrayList<>());
      if (same.stream().noneMatch(f -> f.key().equals(key))) {
        same.add(new Form(key, isAbbreviation(form) ? form.strip() : null, entry, plural));
      }
    }
  }

  private static boolean isAbbreviation(String form) {
    return form.chars().filter(Character::isLetter).count() <= LETTERS_OF_ABBREVIATION
        && form.chars().anyMatch(Character::isUpperCase);
  }

  /** As texts are compared: of the same length as the text. */
  private static String key(String language, String text) {
    if (language.equals("ar")) {
      return ArabicWord.fold(text);
    }
    StringBuilder key = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      key.append(
          c == '’' || c == '‘'
              ? '\''
              : c == '\u00a0' || c == '\n' ? ' ' : Character.toLowerCase(c));
    }
    return key.toString();
  }

  /** The terms of a sentence, in order, none within another. */
  List<Match> in(String sentence, String language) {
    Map<String, List<Form>> byWord = forms.getOrDefault(language, Map.of());
    String text = key(language, sentence);
    List<Match> found = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    int from = 0;
    while (from <= text.length() && words.find(from)) {
      from = words.end();
      List<Integer> begins =
          language.equals("ar")
              ? ArabicWord.stems(text, words.start(), words.end())
              : List.of(words.start());
      for (int begin : begins) {
        Match match = at(text, sentence, begin, byWord);
        if (match != null) {
          found.add(match);
          from = match.end();
          break;
        }
      }
    }
    return found;
  }

  private static @Nullable Match at(
      String text, String sentence, int begin, Map<String, List<Form>> byWord) {
    Matcher word = WORD.matcher(text);
    word.region(begin, text.length());
    if (!word.lookingAt()) {
      return null;
    }
    for (Form form : byWord.getOrDefault(word.group(), List.of())) {
      int end = begin + form.key().length();
      String exact = form.exact();
      if (text.startsWith(form.key(), begin)
          && (exact == null || sentence.startsWith(exact, begin))
          && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
        return new Match(begin, end, form.entry(), form.plural());
      }
    }
    return null;
  }

  /** A form of another language, with the capitals of what it stands for. */
  static String cased(String form, String sentence, int begin, int end) {
    String source = sentence.substring(begin, end);
    long letters = source.chars().filter(Character::isLetter).count();
    if (letters > LETTERS_OF_ABBREVIATION
        && source.equals(source.toUpperCase(Locale.ROOT))
        && !source.equals(source.toLowerCase(Locale.ROOT))) {
      return form.toUpperCase(Locale.ROOT);
    }
    // At its beginning a sentence has a capital anyway.
    boolean inner = sentence.substring(0, begin).chars().anyMatch(Character::isLetter);
    boolean capital =
        Character.isUpperCase(source.charAt(0)) && letters > LETTERS_OF_ABBREVIATION && inner;
    return capital ? form.substring(0, 1).toUpperCase(Locale.ROOT) + form.substring(1) : form;
  }
}
