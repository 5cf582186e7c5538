package org.insight.jobs.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the sentences that Spark NLP found stand in the text, exactly.
 *
 * <p>The detector gives each sentence's words; its offsets are not relied on, as it replaces some
 * characters. What it dropped but holds a letter or a digit becomes a sentence too, so that no text
 * is lost; closing marks go to the sentence they close; a sentence that ends in an abbreviation (as
 * "Tél.") goes on with the next one of its line; so does one that ends within a number; the lines
 * of a machine readable zone are one.
 */
final class SentenceSpans {

  /** Version of the rules; with a new one all texts are split again. */
  static final int VERSION = 2;

  /** More than this and the rest begins a new sentence. */
  private static final int MAX_MERGED = 1_000;

  private static final String CLOSING = "؟?!۔»”’\"')]";

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          ("m mm mme mmes mlle me dr dra pr prof st ste tél tel téléph tlf teléf av avda bd boul art"
                  + " no nos nº n° núm num réf ref env approx cf p pp sr sra srta sres dn dña d mr"
                  + " mrs ms capt sgt col gen lt insp det vs fig vol éd ed cta dpto depto pl imm"
                  + " immat matr pass dob ext apt د أ ص ت م")
              .split(" "));

  private static final Pattern INITIAL = Pattern.compile("\\p{Lu}");

  /**
   * A sentence.
   *
   * @param begin first UTF-16 unit
   * @param end after the last
   * @param first index of the first detected sentence in it, or -1
   * @param last index of the last detected sentence in it, or -1
   */
  record Span(int begin, int end, int first, int last) {}

  private SentenceSpans() {}

  /**
   * @param text the text that the detector was given
   * @param detected its sentences in order
   */
  static List<Span> in(String text, List<String> detected) {
    List<Span> found = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < detected.size(); i++) {
      String sentence = detected.get(i).strip();
      int begin = sentence.isEmpty() ? -1 : text.indexOf(sentence, at);
      if (begin >= 0) {
        addGap(text, at, begin, found);
        int end = closed(text, begin + sentence.length());
        found.add(new Span(begin, end, i, i));
        at = end;
      }
    }
    addGap(text, at, text.length(), found);
    return merged(text, found);
  }

  private static void addGap(String text, int from, int to, List<Span> found) {
    int begin = from;
    int end = to;
    while (begin < end && Character.isWhitespace(text.charAt(begin))) {
      begin++;
    }
    while (end > begin && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    if (text.substring(begin, end).codePoints().anyMatch(Character::isLetterOrDigit)) {
      found.add(new Span(begin, end, -1, -1));
    }
  }

  private static int closed(String text, int end) {
    int to = end;
    while (to < text.length() && CLOSING.indexOf(text.charAt(to)) >= 0) {
      to++;
    }
    return to;
  }

  private static List<Span> merged(String text, List<Span> spans) {
    List<Span> out = new ArrayList<>();
    for (Span span : spans) {
      Span before = out.isEmpty() ? null : out.get(out.size() - 1);
      if (before != null
          && before.last() >= 0
          && span.first() >= 0
          && span.end() - before.begin() <= MAX_MERGED
          && (goesOnAfterAbbreviation(text, before, span)
              || numberGoesOn(text, before, span)
              || isNextLineOfZone(text, before, span))) {
        out.set(out.size() - 1, new Span(before.begin(), span.end(), before.first(), span.last()));
      } else {
        out.add(span);
      }
    }
    return out;
  }

  private static boolean goesOnAfterAbbreviation(String text, Span before, Span span) {
    return endsInAbbreviation(text, before)
        && text.substring(before.end(), span.begin()).indexOf('\n') < 0;
  }

  /** The end of an account, as in "2900 00. He lives", is no number of a list. */
  private static boolean numberGoesOn(String text, Span before, Span span) {
    return Character.isDigit(text.charAt(before.end() - 1))
        && Character.isDigit(text.charAt(span.begin()))
        && text.substring(before.end(), span.begin()).indexOf('\n') < 0;
  }

  private static boolean isNextLineOfZone(String text, Span before, Span span) {
    String lines = text.substring(before.begin(), before.end());
    return ZoneLines.goesOn(
        lines.substring(lines.lastIndexOf('\n') + 1), text.substring(span.begin(), span.end()));
  }

  private static boolean endsInAbbreviation(String text, Span span) {
    if (text.charAt(span.end() - 1) != '.') {
      return false;
    }
    int begin = span.end() - 1;
    while (begin > span.begin() && isOfWord(text.charAt(begin - 1))) {
      begin--;
    }
    String word = text.substring(begin, span.end() - 1);
    return INITIAL.matcher(word).matches() || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == 'º' || c == '°';
  }
}
