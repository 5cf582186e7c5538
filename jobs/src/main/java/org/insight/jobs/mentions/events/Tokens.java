package org.insight.jobs.mentions.events;

import java.util.ArrayList;
import java.util.List;
import org.insight.jobs.mentions.FoldedText;

/**
 * The words and signs of a folded text. A word is a run of letters or of digits with the separators
 * between them; signs of currencies are words.
 */
final class Tokens {

  private static final String SIGNS = "€$£%";

  private final FoldedText folded;
  private final List<String> words = new ArrayList<>();
  private final List<Integer> begins = new ArrayList<>();

  /** Whether a blank, a hyphen, an apostrophe or nothing alone stands before. */
  private final List<Boolean> joined = new ArrayList<>();

  /** Marks between a word and the one before, without blanks. */
  private final List<String> marks = new ArrayList<>();

  Tokens(FoldedText folded) {
    this.folded = folded;
    String text = folded.text();
    int last = 0;
    int at = 0;
    while (at < text.length()) {
      int end = wordEnd(text, at);
      if (end > at) {
        String between = text.substring(last, at);
        words.add(text.substring(at, end));
        begins.add(at);
        String marked = between.replaceAll("[ \\n'-]+", "");
        joined.add(marked.isEmpty() && between.length() <= 3);
        marks.add(between.contains("\n\n") ? "." + marked : marked);
        at = end;
        last = end;
      } else {
        at++;
      }
    }
  }

  private static int wordEnd(String text, int at) {
    char first = text.charAt(at);
    if (SIGNS.indexOf(first) >= 0) {
      return at + 1;
    }
    int end = at;
    if (Character.isDigit(first)) {
      while (end < text.length()
          && (Character.isDigit(text.charAt(end))
              || (".,٫٬".indexOf(text.charAt(end)) >= 0
                  && end + 1 < text.length()
                  && Character.isDigit(text.charAt(end + 1))))) {
        end++;
      }
      return end;
    }
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    // "And" is written together with the number behind it in Arabic.
    if (end == at + 1 && first >= '\u0600') {
      return end;
    }
    // Letters and digits in one are a number of something, and no word.
    if (end > at && end < text.length() && Character.isDigit(text.charAt(end))) {
      while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
        end++;
      }
    }
    return end;
  }

  int size() {
    return words.size();
  }

  String word(int i) {
    return words.get(i);
  }

  boolean isJoined(int i) {
    return joined.get(i);
  }

  String marks(int i) {
    return marks.get(i);
  }

  /** In the text as written. */
  int begin(int i) {
    return folded.begin(begins.get(i));
  }

  /** In the text as written. */
  int end(int i) {
    return folded.end(begins.get(i) + words.get(i).length());
  }
}
