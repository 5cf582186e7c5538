package org.insight.jobs.mentions.described;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.insight.jobs.mentions.WordLists;

/** The phrases of {@code reading/roles-LANG.yaml}, found in a text word by word. */
final class CueWords {

  private static final List<String> KNOWN = List.of("fr", "en", "es", "ar");

  /** Words that are others without their accent: "ne" and "el". */
  private static final Set<String> ACCENTED = Set.of("né", "né le", "né à", "né en", "él");

  private static final Map<String, CueWords> BY_LANGUAGE = new HashMap<>();

  /** Particles that Arabic writes together with the next word. */
  private static final List<String> PREFIXES = List.of("و", "ف", "ب", "ل", "ك");

  private record Phrase(String[] words, Cue cue, boolean accented) {}

  /** By first word; long phrases first. */
  private final Map<String, List<Phrase>> phrases = new HashMap<>();

  private final Map<String, Set<Cue>> single = new HashMap<>();

  private CueWords(List<String> languages) {
    for (String language : languages) {
      lists("reading/roles-" + language + ".yaml")
          .forEach(
              (key, list) -> {
                Cue cue = Cue.valueOf(key.toUpperCase(Locale.ROOT));
                list.forEach(phrase -> add(phrase, cue));
              });
    }
    // Addresses and companies abroad keep their own words.
    for (String other : KNOWN) {
      Map<String, List<String>> lists = lists("reading/roles-" + other + ".yaml");
      lists.getOrDefault("street", List.of()).forEach(word -> add(word, Cue.STREET));
      lists.getOrDefault("organisation", List.of()).forEach(word -> add(word, Cue.ORGANISATION));
    }
    phrases
        .values()
        .forEach(list -> list.sort((a, b) -> Integer.compare(b.words.length, a.words.length)));
  }

  private void add(String phrase, Cue cue) {
    String[] words = Word.of(phrase).stream().map(Word::folded).toArray(String[]::new);
    if (words.length == 0) {
      return;
    }
    if (words.length == 1) {
      single.computeIfAbsent(words[0], w -> EnumSet.noneOf(Cue.class)).add(cue);
    }
    phrases
        .computeIfAbsent(words[0], w -> new ArrayList<>())
        .add(new Phrase(words, cue, ACCENTED.contains(phrase)));
  }

  /** The words of a language: fr, en, es or ar; those of all four for any other code. */
  static synchronized CueWords of(String language) {
    return BY_LANGUAGE.computeIfAbsent(
        KNOWN.contains(language) ? language : "und",
        code -> new CueWords(code.equals("und") ? KNOWN : List.of(code)));
  }

  /** Lists of words by key, from a resource. */
  static Map<String, List<String>> lists(String resource) {
    return WordLists.yaml(resource, new TypeReference<>() {});
  }

  /** Whether the one word is in the list. */
  boolean is(Cue cue, Word word) {
    Set<Cue> cues = single.get(word.folded());
    return cues != null && cues.contains(cue);
  }

  boolean isStop(String folded) {
    Set<Cue> cues = single.get(folded);
    return cues != null && cues.contains(Cue.NAME_STOP);
  }

  /** All phrases in a text. Of one cue the longest at a word is kept. */
  List<CueHit> find(List<Word> words) {
    List<CueHit> hits = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i).folded();
      at(words, i, word, false, hits);
      if (words.get(i).isArabic()) {
        for (String prefix : PREFIXES) {
          if (word.startsWith(prefix) && word.length() > 3) {
            // With the article, ل is written in its place.
            String rest = word.substring(1);
            at(
                words,
                i,
                prefix.equals("ل") && rest.startsWith("ل") ? "ا" + rest : rest,
                true,
                hits);
          }
        }
      }
    }
    return hits;
  }

  private void at(List<Word> words, int at, String first, boolean prefixed, List<CueHit> hits) {
    List<Phrase> list = phrases.get(first);
    if (list == null) {
      return;
    }
    Set<Cue> found = EnumSet.noneOf(Cue.class);
    for (Phrase phrase : list) {
      boolean other =
          phrase.accented
              && words.get(at).folded().equals(words.get(at).text().toLowerCase(Locale.ROOT));
      if (!found.contains(phrase.cue) && !other && matches(words, at, phrase.words)) {
        found.add(phrase.cue);
        hits.add(new CueHit(phrase.cue, at, at + phrase.words.length, prefixed));
      }
    }
  }

  private static boolean matches(List<Word> words, int at, String[] phrase) {
    if (at + phrase.length > words.size()) {
      return false;
    }
    for (int i = 1; i < phrase.length; i++) {
      Word word = words.get(at + i);
      // "de" stands for "d'" too, and "a" for "al".
      boolean elided = phrase[i].equals("de") && word.folded().equals("d");
      boolean contracted = phrase[i].equals("de") && word.folded().equals("del");
      boolean joined =
          i + 1 == phrase.length
              && phrase[i].length() == 1
              && word.isArabic()
              && word.folded().startsWith(phrase[i]);
      if (!elided && !contracted && !joined && !word.folded().equals(phrase[i])) {
        return false;
      }
    }
    return true;
  }
}
