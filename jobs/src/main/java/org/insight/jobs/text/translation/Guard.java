package org.insight.jobs.text.translation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Compares a translation with its original: figures, names and negation. It reads the two texts
 * alone, and so sees what an engine or its tokens lost.
 */
final class Guard {

  /** A figure is missing, is another, or is one too many. */
  static final String NUMBER = "number";

  /** A name is missing. */
  static final String NAME = "name";

  /** Only one of the two denies something. */
  static final String NEGATION = "negation";

  private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\u00a0\\u202f]+");
  private static final String GONE = "\u0000";

  private Guard() {}

  /**
   * What is wrong with a translation.
   *
   * @param figures of the original
   * @param names of the original, as written there
   * @param terms of the original, of which negation is not read
   */
  static List<String> flags(
      String original,
      String translation,
      Pair pair,
      List<Figure> figures,
      List<String> names,
      List<Glossary.Match> terms) {
    List<String> flags = new ArrayList<>();
    String text = BLANKS.matcher(translation).replaceAll(" ");
    // Digits of names are in names.
    String rest = text;
    boolean named = true;
    for (String name : names) {
      String written = BLANKS.matcher(name).replaceAll(" ").strip();
      int at = rest.indexOf(written);
      named &= at >= 0 || text.contains(written);
      if (at >= 0) {
        rest = rest.substring(0, at) + GONE + rest.substring(at + written.length());
      }
    }
    if (!figured(rest, pair, figures, names, original)) {
      flags.add(NUMBER);
    }
    if (!named) {
      flags.add(NAME);
    }
    if (denies(original, pair.from(), terms, null)
        != denies(translation, pair.to(), terms, pair.to())) {
      flags.add(NEGATION);
    }
    return flags;
  }

  private static boolean figured(
      String text, Pair pair, List<Figure> figures, List<String> names, String original) {
    String rest = text;
    List<Figure> longest =
        figures.stream()
            .filter(
                f ->
                    names.stream()
                        .noneMatch(n -> n.contains(original.substring(f.begin(), f.end()))))
            .sorted(
                Comparator.comparingInt((Figure f) -> f.value().accepted(pair.to()).get(0).length())
                    .reversed())
            .toList();
    for (Figure figure : longest) {
      String without = without(rest, figure.value().accepted(pair.to()));
      if (without == null) {
        return false;
      }
      rest = without;
    }
    return !DIGIT.matcher(rest).find();
  }

  /** The text without one of the spellings; null: it has none of them. */
  private static @Nullable String without(String text, List<String> spellings) {
    for (String spelling : spellings) {
      String written = BLANKS.matcher(spelling).replaceAll(" ");
      Matcher found =
          Pattern.compile(
                  "(?<![\\p{Nd}])(?<!\\p{Nd}[.,])"
                      + Pattern.quote(written)
                      + "(?![\\p{Nd}]|[.,]\\p{Nd})",
                  Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
              .matcher(text);
      if (found.find()) {
        return text.substring(0, found.start()) + GONE + text.substring(found.end());
      }
    }
    return null;
  }

  /**
   * @param to language whose forms of the terms are left out; null: the terms' own places are
   */
  private static boolean denies(
      String text, String language, List<Glossary.Match> terms, @Nullable String to) {
    String rest = text;
    for (int i = terms.size() - 1; i >= 0; i--) {
      Glossary.Match term = terms.get(i);
      String form = to == null ? null : term.in(to);
      if (to == null) {
        rest = rest.substring(0, term.begin()) + " " + rest.substring(term.end());
      } else if (form != null) {
        int at = rest.toLowerCase(Locale.ROOT).indexOf(form.toLowerCase(Locale.ROOT));
        rest =
            at < 0
                ? rest
                : rest.substring(0, at)
                    + " "
                    + rest.substring(Math.min(rest.length(), at + form.length()));
      }
    }
    return Negation.in(rest, language);
  }
}
