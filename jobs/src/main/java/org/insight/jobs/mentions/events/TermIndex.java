package org.insight.jobs.mentions.events;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.jobs.mentions.FoldedText;
import org.jspecify.annotations.Nullable;

/**
 * Terms by their first word. The longest that begins at a word counts. A term matches whole words
 * only; in Arabic the article and the letters that are written together with the next word may
 * stand before each.
 */
final class TermIndex {

  /** Of a stem, to look it up by. */
  private static final int STEM_KEY = 3;

  /** Letters of a word that may lose its last. */
  private static final int ACCUSATIVE = 4;

  private static final String CLITICS = "وفبلك";

  /** A match: words from first to before end. */
  record Match(int first, int end, String code) {}

  private record Term(List<Part> parts, String code) {}

  /** A word of a term. */
  private record Part(
      Set<String> words, List<String> stems, boolean any, boolean number, boolean optional) {

    boolean matches(List<String> forms) {
      if (any) {
        return true;
      }
      if (number) {
        return forms.get(0).chars().anyMatch(Character::isDigit);
      }
      for (String form : forms) {
        if (words.contains(form)) {
          return true;
        }
        for (String stem : stems) {
          if (form.startsWith(stem)) {
            return true;
          }
        }
      }
      return false;
    }
  }

  private final boolean arabic;
  private final Map<String, List<Term>> byWord = new HashMap<>();
  private final Map<String, List<Term>> byStem = new HashMap<>();

  TermIndex(boolean arabic) {
    this.arabic = arabic;
  }

  /** Adds a term as the resource files write it. */
  void add(String written, String code) {
    List<Part> parts = new ArrayList<>();
    for (String token : FoldedText.fold(written).strip().split("[ '-]+")) {
      parts.add(part(token));
    }
    Term term = new Term(parts, code);
    for (String word : parts.get(0).words()) {
      byWord.computeIfAbsent(word, w -> new ArrayList<>()).add(term);
    }
    for (String stem : parts.get(0).stems()) {
      byStem
          .computeIfAbsent(
              stem.substring(0, Math.min(STEM_KEY, stem.length())), s -> new ArrayList<>())
          .add(term);
    }
  }

  private static Part part(String token) {
    Set<String> words = new HashSet<>();
    List<String> stems = new ArrayList<>();
    String bare = token.replace("?", "");
    for (String alternative : bare.split("/")) {
      if (alternative.endsWith("*") && alternative.length() > 1) {
        stems.add(alternative.substring(0, alternative.length() - 1));
      } else if (!alternative.isEmpty()) {
        words.add(alternative);
      }
    }
    return new Part(words, stems, bare.equals("*"), bare.equals("#"), !bare.equals(token));
  }

  /** The longest term that begins at each word that none before covers. */
  List<Match> find(Tokens tokens, List<List<String>> forms) {
    List<Match> found = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      @Nullable Match match = longest(tokens, forms, at);
      if (match == null) {
        at++;
      } else {
        found.add(match);
        at = match.end();
      }
    }
    return found;
  }

  private @Nullable Match longest(Tokens tokens, List<List<String>> forms, int at) {
    @Nullable Match best = null;
    for (String form : forms.get(at)) {
      best = longer(best, byWord.get(form), tokens, forms, at);
      for (int n = 1; n <= Math.min(STEM_KEY, form.length()); n++) {
        best = longer(best, byStem.get(form.substring(0, n)), tokens, forms, at);
      }
    }
    return best;
  }

  private static @Nullable Match longer(
      @Nullable Match best,
      @Nullable List<Term> terms,
      Tokens tokens,
      List<List<String>> forms,
      int at) {
    if (terms == null) {
      return best;
    }
    @Nullable Match longest = best;
    for (Term term : terms) {
      int end = end(term.parts(), 0, tokens, forms, at);
      if (end > at && (longest == null || end > longest.end())) {
        longest = new Match(at, end, term.code());
      }
    }
    return longest;
  }

  private static int end(
      List<Part> parts, int part, Tokens tokens, List<List<String>> forms, int at) {
    if (part == parts.size()) {
      return at;
    }
    int end = -1;
    if (at < tokens.size()
        && (part == 0 || tokens.isJoined(at))
        && parts.get(part).matches(forms.get(at))) {
      end = end(parts, part + 1, tokens, forms, at + 1);
    }
    return end < 0 && parts.get(part).optional() ? end(parts, part + 1, tokens, forms, at) : end;
  }

  /** The forms in which each word is looked up: as it is, then without what is written together. */
  List<List<String>> forms(Tokens tokens) {
    List<List<String>> all = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      String word = tokens.word(i);
      all.add(arabic && word.charAt(0) >= '\u0600' ? arabicForms(word) : List.of(word));
    }
    return all;
  }

  static List<String> arabicForms(String word) {
    List<String> forms = new ArrayList<>(List.of(word));
    addBare(word, forms);
    // The accusative's alef.
    if (word.length() > ACCUSATIVE && word.endsWith("ا")) {
      forms.add(word.substring(0, word.length() - 1));
    }
    String rest = word;
    for (int i = 0; i < 2 && rest.length() > 2 && CLITICS.indexOf(rest.charAt(0)) >= 0; i++) {
      rest = rest.substring(1);
      forms.add(rest);
      addBare(rest, forms);
    }
    return forms;
  }

  private static void addBare(String word, List<String> forms) {
    for (String article : Arrays.asList("ال", "لل")) {
      if (word.startsWith(article) && word.length() > article.length() + 1) {
        forms.add(word.substring(2));
      }
    }
  }
}
