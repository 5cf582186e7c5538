package org.insight.jobs.mentions.times;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The role of a time by the cues of its language ({@code roles} in {@code reading/times}).
 *
 * <p>The nearest cue before the time in its sentence counts, if no other time stands between; a cue
 * of travel reaches over other times, and one of birth over one of a document. Cues of travel count
 * behind the time too. A line of the head that has the document's date and is no sentence gives
 * {@link TimeRole#DOCUMENT}. A day fourteen years before the document's in a list is a {@link
 * TimeRole#BIRTH}.
 */
final class TimeRoles {

  /** How far a cue reaches. */
  private static final int REACH = 110;

  private static final int REACH_AFTER = 24;
  private static final int HEAD_LINES = 14;
  private static final Pattern BLANK_LINE = Pattern.compile("\\n *\\n");

  /** Years; incidents that reports tell are hardly older. */
  private static final int YOUNG = 14;

  private static final int HEAD_LINE = 110;

  private final Map<TimeRole, Pattern> before = new EnumMap<>(TimeRole.class);
  private final @Nullable Pattern after;

  TimeRoles(TimeLanguage language) {
    for (TimeRole role : TimeRole.values()) {
      @Nullable Pattern cues = language.cues(role.name().toLowerCase(java.util.Locale.ROOT));
      if (cues != null) {
        before.put(role, cues);
      }
    }
    after = language.cues("travel_after");
  }

  /**
   * The role of a time.
   *
   * @param text the folded text
   * @param written the unit of the text as written, by its place in the folded text
   * @param last the end of the time before, or 0; two times may overlap
   */
  TimeRole of(
      String text,
      Written written,
      int begin,
      int end,
      int last,
      Moment moment,
      @Nullable LocalDate document) {
    int sentence = Math.max(begin - REACH, sentenceBegin(text, written, begin));
    @Nullable TimeRole role = null;
    boolean birth = false;
    int nearest = -1;
    for (Map.Entry<TimeRole, Pattern> cues : before.entrySet()) {
      int from =
          cues.getKey() == TimeRole.TRAVEL ? sentence : Math.min(begin, Math.max(sentence, last));
      int at = lastStart(cues.getValue(), text, from, begin);
      birth |= cues.getKey() == TimeRole.BIRTH && at >= 0;
      if (at > nearest) {
        nearest = at;
        role = cues.getKey();
      }
    }
    // The birth date that a record was "issued" or "recorded" with.
    if (birth && role == TimeRole.DOCUMENT) {
      return TimeRole.BIRTH;
    }
    if (role == null || role == TimeRole.INCIDENT) {
      if (after != null) {
        int to = Math.min(text.length(), end + REACH_AFTER);
        int stop = sentenceEnd(text, end, to);
        if (after.matcher(text).region(end, stop).find()) {
          return TimeRole.TRAVEL;
        }
      }
      if (role == null && isOfHead(text, begin, end, moment, document)) {
        return TimeRole.DOCUMENT;
      }
      return role == null && isBirthInList(text, begin, moment, document)
          ? TimeRole.BIRTH
          : TimeRole.INCIDENT;
    }
    return role;
  }

  /** The character of the text as written at a place of the folded text. */
  interface Written {
    char at(int place);
  }

  private static int lastStart(Pattern cues, String text, int from, int to) {
    Matcher m = cues.matcher(text).region(from, to).useTransparentBounds(true);
    int last = -1;
    while (m.find()) {
      last = m.start();
    }
    return last;
  }

  private static boolean isOfHead(
      String text, int begin, int end, Moment moment, @Nullable LocalDate document) {
    if (moment.granularity() != Granularity.DAY
        || (document != null && !document.equals(moment.day()))) {
      return false;
    }
    int line = text.lastIndexOf('\n', begin) + 1;
    int lineEnd = text.indexOf('\n', end);
    // The only line is no head.
    if (lineEnd < 0 || lineEnd - line > HEAD_LINE) {
      return false;
    }
    String above = text.substring(0, line).stripLeading();
    return !text.substring(line, lineEnd).stripTrailing().endsWith(".")
        && !BLANK_LINE.matcher(above).find()
        && above.lines().count() < HEAD_LINES;
  }

  /** A day long ago between the marks of a list or a table. */
  private static boolean isBirthInList(
      String text, int begin, Moment moment, @Nullable LocalDate document) {
    if (document == null
        || moment.day() == null
        || moment.granularity() != Granularity.DAY
        || moment.day().isAfter(document.minusYears(YOUNG))) {
      return false;
    }
    int mark = begin - 1;
    while (mark >= 0 && text.charAt(mark) == ' ') {
      mark--;
    }
    return mark >= 0 && "-|,;(".indexOf(text.charAt(mark)) >= 0;
  }

  private static int sentenceBegin(String text, Written written, int at) {
    int stop = Math.max(0, at - REACH);
    for (int i = at - 1; i > stop; i--) {
      char c = text.charAt(i);
      if (c == ';' || c == '!' || c == '?' || c == '؟') {
        return i + 1;
      }
      boolean blank = i + 1 < text.length() && Character.isWhitespace(text.charAt(i + 1));
      if (c == '.' && blank && isEnd(text, written, i)) {
        return i + 1;
      }
      if (c == '\n' && isBreak(text, written, i)) {
        return i + 1;
      }
    }
    return stop;
  }

  private static int sentenceEnd(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == ';'
          || c == '\n'
          || (c == '.' && i + 1 < text.length() && text.charAt(i + 1) == ' ')) {
        return i;
      }
    }
    return to;
  }

  /** A full stop behind a word of three letters or more, or a number, that a capital follows. */
  private static boolean isEnd(String text, Written written, int dot) {
    int next = dot + 1;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    if (next == text.length() || Character.isLowerCase(written.at(next))) {
      return false;
    }
    if (Character.isDigit(text.charAt(next))) {
      int word = dot;
      while (word > 0 && Character.isLetter(text.charAt(word - 1))) {
        word--;
      }
      return dot - word > 6 || dot == word;
    }
    return true;
  }

  private static boolean isBreak(String text, Written written, int at) {
    int next = at + 1;
    if (next >= text.length() || text.charAt(next) == '\n') {
      return true;
    }
    int line = text.lastIndexOf('\n', at - 1) + 1;
    return at - line < 60 && !Character.isLowerCase(written.at(next));
  }
}
