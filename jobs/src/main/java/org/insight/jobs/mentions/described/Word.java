package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.List;
import org.insight.jobs.mentions.Folding;

/**
 * A word of a text: letters and digits, with hyphens and apostrophes inside a name. An elided
 * article ("l'", "d'") is a word of its own.
 *
 * @param folded in lower case without accents
 */
record Word(int begin, int end, String text, String folded) {

  /** A longer run of letters is no word of any language. */
  private static final int LONGEST = 60;

  boolean isCapitalised() {
    return Character.isUpperCase(text.charAt(0));
  }

  /** Two letters or more, none of them small. */
  boolean isCapitals() {
    return letters() > 1 && text.chars().noneMatch(Character::isLowerCase) && isCapitalised();
  }

  boolean isInitial() {
    return text.length() == 1 && isCapitalised();
  }

  boolean isArabic() {
    return NameForms.isArabic(text.charAt(0));
  }

  boolean hasDigit() {
    return text.chars().anyMatch(Character::isDigit);
  }

  private long letters() {
    return text.chars().filter(Character::isLetter).count();
  }

  static List<Word> of(String text) {
    List<Word> words = new ArrayList<>();
    for (int i = 0; i < text.length(); ) {
      if (!isPart(text.charAt(i))) {
        i++;
        continue;
      }
      int end = i + 1;
      while (end < text.length() && end - i < LONGEST && continues(text, i, end)) {
        end++;
      }
      String word = text.substring(i, end);
      words.add(new Word(i, end, word, Folding.fold(word)));
      i = end;
    }
    return words;
  }

  private static boolean continues(String text, int begin, int at) {
    char c = text.charAt(at);
    if (isPart(c)) {
      return true;
    }
    if (at + 1 >= text.length() || !Character.isLetter(text.charAt(at + 1))) {
      return false;
    }
    if (c == '-' || c == '\u2010' || c == '\u2011') {
      return Character.isLetter(text.charAt(at - 1));
    }
    // O'Neil and N'Diaye are one word, l'homme and L'homme are two.
    return (c == '\'' || c == '\u2019')
        && Character.isUpperCase(text.charAt(begin))
        && Character.isUpperCase(text.charAt(at + 1));
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || c == '\u0640';
  }
}
