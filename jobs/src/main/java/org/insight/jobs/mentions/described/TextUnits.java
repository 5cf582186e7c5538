package org.insight.jobs.mentions.described;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The pieces of a text within which words belong together: sentences, and lines within them. A full
 * stop behind a title or an initial ends none.
 */
final class TextUnits {

  /** A unit of a text without full stops is cut at this many UTF-16 units. */
  private static final int LONGEST = 5_000;

  private TextUnits() {}

  /**
   * @param sentences those that a splitter found; if there are none, full stops end them
   */
  static List<ValueSpan> of(
      String text, List<Word> words, CueWords cues, List<ValueSpan> sentences) {
    TreeSet<Integer> ends = new TreeSet<>();
    for (ValueSpan sentence : sentences) {
      if (sentence.end() > 0 && sentence.end() <= text.length()) {
        ends.add(sentence.end());
      }
    }
    if (sentences.isEmpty()) {
      for (int i = 0; i + 1 < text.length(); i++) {
        if (".!?؟".indexOf(text.charAt(i)) >= 0
            && Character.isWhitespace(text.charAt(i + 1))
            && !(i + 2 < text.length() && Character.isLowerCase(text.charAt(i + 2)))) {
          ends.add(i + 1);
        }
      }
    }
    for (Word word : words) {
      boolean title =
          cues.is(Cue.MALE_TITLE, word)
              || cues.is(Cue.FEMALE_TITLE, word)
              || cues.is(Cue.OFFICE_TITLE, word) && word.text().length() < 6;
      boolean small =
          word.text().length() == 1
              || word.text().equalsIgnoreCase("nac")
              || word.text().equalsIgnoreCase("no");
      if ((title || small) && word.end() < text.length() && text.charAt(word.end()) == '.') {
        ends.remove(word.end() + 1);
        ends.remove(word.end());
      }
    }
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      ends.add(i + 1);
    }
    ends.add(text.length());
    List<ValueSpan> units = new ArrayList<>();
    int begin = 0;
    for (int end : ends) {
      while (end - begin > LONGEST) {
        units.add(new ValueSpan(begin, begin + LONGEST, "", "unit"));
        begin += LONGEST;
      }
      if (!text.substring(begin, end).isBlank()) {
        units.add(new ValueSpan(begin, end, "", "unit"));
      }
      begin = end;
    }
    return units;
  }
}
