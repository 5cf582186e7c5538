package org.insight.jobs.mentions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.insight.jobs.mentions.Term.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of the terms that were found in a sentence count. The longest wins, then a country
 * before an offence before a place. Names in Latin script must be capitalised, abbreviations of up
 * to three letters wholly. An offence's term counts in its own language only.
 */
final class NameMatches {

  private static final Pattern WORD_OF_PLACE =
      Pattern.compile(
          "(?iu)(?:(?<![\\p{L}])(?:à|au|aux|en|in|at|from|to|near|around|vers|depuis|dans|hacia|desde|cerca\\sde"
              + "|près\\sde|(?:la\\s)?ville\\sde|(?:la\\s)?ciudad\\sde|(?:the\\s)?city\\sof|hasta|region\\sof"
              + "|في|من|إلى|الى|بمدينة|مدينة|نحو|قرب)\\s|(?<![\\p{L}])d['’]"
              + "|(?<![\\p{L}])(?:lieu|place|lugar|city|ville|ciudad|adresse|address|dirección|location|localité"
              + "|المكان|مكان|المدينة|العنوان)[^\\p{L}\\n]{1,6})$");

  private static final int LOOK_BACK = 30;

  /**
   * A term that counts.
   *
   * @param begin first UTF-16 unit in the sentence
   * @param end after the last
   */
  record Match(int begin, int end, Term term) {}

  private NameMatches() {}

  /**
   * @param begins first units of what was found
   * @param ends after the last units, in the same order
   * @return in the order of their places; no two overlap
   */
  static List<Match> of(
      String text, String language, List<Integer> begins, List<Integer> ends, Gazetteer gazetteer) {
    List<Match> candidates = new ArrayList<>();
    for (int i = 0; i < begins.size(); i++) {
      int begin = begins.get(i);
      int end = ends.get(i);
      String written = text.substring(begin, end);
      gazetteer.find(written).stream()
          .filter(t -> counts(t, text, language, begin, end))
          .min(Comparator.comparing(Term::kind))
          .ifPresent(t -> candidates.add(new Match(begin, end, t)));
    }
    candidates.sort(
        Comparator.<Match>comparingInt(m -> m.begin() - m.end())
            .thenComparing(m -> m.term().kind())
            .thenComparing(Match::begin));
    List<Match> kept = new ArrayList<>();
    for (Match m : candidates) {
      if (kept.stream().noneMatch(k -> m.begin() < k.end() && k.begin() < m.end())) {
        kept.add(m);
      }
    }
    kept.sort(Comparator.comparingInt(Match::begin));
    return kept;
  }

  private static boolean counts(Term term, String text, String language, int begin, int end) {
    if (term.kind() == Kind.OFFENCE) {
      return language.equals(term.language()) || language.equals("und");
    }
    return isWrittenAsName(text.substring(begin, end))
        && switch (term.caution()) {
          case NONE -> true;
          case ALONE -> !isNextToName(text, begin, end);
          case AFTER_A_WORD_OF_PLACE ->
              WORD_OF_PLACE.matcher(text.substring(Math.max(0, begin - LOOK_BACK), begin)).find();
        };
  }

  /** Its longest word is capitalised; scripts without case always are. */
  private static boolean isWrittenAsName(String written) {
    String longest = "";
    for (String word : written.split("[\\s'’‘-]+")) {
      if (word.length() > longest.length()) {
        longest = word;
      }
    }
    if (longest.isEmpty()) {
      return false;
    }
    if (written.length() <= 3) {
      return written.codePoints().noneMatch(Character::isLowerCase) || hasNoCase(longest);
    }
    return hasNoCase(longest) || Character.isUpperCase(longest.codePointAt(0));
  }

  private static boolean hasNoCase(String word) {
    int first = word.codePointAt(0);
    return Character.isLetter(first)
        && !Character.isUpperCase(first)
        && !Character.isLowerCase(first)
        && !Character.isTitleCase(first);
  }

  private static boolean isNextToName(String text, int begin, int end) {
    @Nullable String before = wordBefore(text, begin);
    return (before != null && Character.isUpperCase(before.codePointAt(0)))
        || (end + 1 < text.length()
            && text.charAt(end) == ' '
            && Character.isUpperCase(text.codePointAt(end + 1)));
  }

  private static @Nullable String wordBefore(String text, int begin) {
    if (begin < 2 || text.charAt(begin - 1) != ' ') {
      return null;
    }
    int start = begin - 1;
    while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
      start--;
    }
    return start == begin - 1 ? null : text.substring(start, begin - 1);
  }
}
