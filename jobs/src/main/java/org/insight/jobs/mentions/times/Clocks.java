package org.insight.jobs.mentions.times;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Clock times. Digits with a colon count anywhere; an hour without minutes, noon and midnight count
 * behind a word such as "at" alone.
 */
final class Clocks {

  /** MAC addresses, ratios and scores are none. */
  private static final Rule DIGITS =
      Rule.of(
          "(?<![\\p{IsLatin}\\d_.:/#-])(?<x>(?<h>2[0-4]|1\\d|0?\\d):(?<min>[0-5]\\d))(?::[0-5]\\d(?:\\.\\d{1,6})?)?(?![:/\\d_]|[.,-]\\d)");

  /** After an ISO date. */
  private static final Pattern ISO =
      Pattern.compile(
          "t(?<h>2[0-3]|[01]\\d):(?<min>[0-5]\\d)(?::[0-5]\\d)?(?:z|[+-]\\d\\d:?\\d\\d)?(?![\\p{L}\\d:])");

  private static final int CUE = 24;

  /** A clock time: minute is null where the words have none. */
  record Clock(int begin, int end, int hour, @Nullable Integer minute) {

    Moment on(@Nullable LocalDate day, boolean relative) {
      String time =
          minute == null
              ? String.format(Locale.ROOT, "T%02d", hour)
              : String.format(Locale.ROOT, "T%02d:%02d", hour, minute);
      Granularity granularity = minute == null ? Granularity.HOUR : Granularity.MINUTE;
      if (day == null) {
        return Moment.unknown(time, granularity);
      }
      LocalDateTime from =
          day.atStartOfDay().plusHours(hour).plusMinutes(minute == null ? 0 : minute);
      return new Moment(
          day + time,
          from,
          minute == null ? from.plusHours(1) : from.plusMinutes(1),
          granularity,
          relative,
          day);
    }
  }

  private final TimeLanguage language;
  private final List<Rule> rules;
  private final List<Rule> noon;
  private final List<Rule> midnight;
  private final List<Rule> parts;
  private final @Nullable Pattern cue;
  private final @Nullable Pattern goesOn;

  Clocks(TimeLanguage language) {
    this.language = language;
    rules = language.whole("clock");
    noon = language.whole("noon");
    midnight = language.whole("midnight");
    parts = language.following("clock_part");
    cue = language.wordBefore("clock_cue");
    goesOn = language.between("range_join");
  }

  /** Those with a colon, in any language. */
  static List<Clock> inDigits(String text) {
    List<Clock> found = new ArrayList<>();
    Matcher m = DIGITS.pattern().matcher(text);
    while (m.find()) {
      int hour = Integer.parseInt(m.group("h"));
      int minute = Integer.parseInt(m.group("min"));
      if (hour < 24 || minute == 0) {
        found.add(new Clock(m.start("x"), m.end("x"), hour, minute));
      }
    }
    return found;
  }

  /** The time that an ISO date goes on with at a place. */
  static @Nullable Clock iso(String text, int at) {
    Matcher m = ISO.matcher(text).region(at, text.length());
    return m.lookingAt()
        ? new Clock(at, m.end(), Integer.parseInt(m.group("h")), Integer.valueOf(m.group("min")))
        : null;
  }

  List<Clock> in(String text) {
    List<Clock> found = new ArrayList<>();
    for (Clock clock : inDigits(text)) {
      found.add(withPart(clock, text));
    }
    for (Rule rule : rules) {
      Matcher m = rule.pattern().matcher(text);
      while (m.find()) {
        @Nullable Clock clock = read(rule, m, text);
        if (clock != null) {
          found.add(withPart(clock, text));
        }
      }
    }
    addNamed(noon, 12, text, found);
    addNamed(midnight, 24, text, found);
    return found;
  }

  private void addNamed(List<Rule> names, int hour, String text, List<Clock> found) {
    for (Rule rule : names) {
      Matcher m = rule.pattern().matcher(text);
      while (m.find()) {
        if (hasCue(text, m.start("x")) || clitic(m)) {
          found.add(new Clock(m.start("x"), m.end("x"), hour, null));
        }
      }
    }
  }

  private static boolean clitic(Matcher m) {
    return m.start("x") > m.start();
  }

  private boolean hasCue(String text, int at) {
    return cue != null && cue.matcher(text).region(Math.max(0, at - CUE), at).find();
  }

  private @Nullable Clock read(Rule rule, Matcher m, String text) {
    int begin = m.start("x");
    int end = m.end("x");
    @Nullable String together = rule.group(m, "hhmm");
    if (together != null) {
      return new Clock(
          begin,
          end,
          Integer.parseInt(together.substring(0, 2)),
          Integer.valueOf(together.substring(2)));
    }
    @Nullable String digits = rule.group(m, "h");
    @Nullable String word = rule.group(m, "hw");
    int hour =
        digits != null ? Integer.parseInt(digits) : language.hourWord(word == null ? "" : word);
    @Nullable String minutes = rule.group(m, "min");
    @Nullable Integer minute = minutes == null ? null : Integer.valueOf(minutes);
    @Nullable String half = rule.group(m, "half");
    if (half != null) {
      if (half.startsWith("a") || half.startsWith("p")) {
        if (hour == 0 || hour > 12) {
          return null;
        }
        hour = hour % 12 + (half.startsWith("p") ? 12 : 0);
      } else {
        minute = half.startsWith("q") || half.startsWith("c") || half.contains("ربع") ? 15 : 30;
      }
    }
    boolean alone = minutes == null && half == null && word == null;
    if (hour > 24
        || (hour == 24 && minute != null && minute > 0)
        || (alone
            && !hasCue(text, begin)
            && !goesOn(text, end)
            && !m.group("x").contains("o'clock"))) {
      return null;
    }
    return new Clock(begin, end, hour, minute);
  }

  private boolean goesOn(String text, int end) {
    if (goesOn == null) {
      return false;
    }
    Matcher m = goesOn.matcher(text).region(end, text.length());
    return m.lookingAt() && m.end() < text.length() && Character.isDigit(text.charAt(m.end()));
  }

  private Clock withPart(Clock clock, String text) {
    for (Rule part : parts) {
      Matcher m = part.pattern().matcher(text).region(clock.end(), text.length());
      m.useTransparentBounds(true);
      if (m.lookingAt()) {
        @Nullable String word = part.group(m, "p");
        int hour = word == null ? clock.hour() : language.part(word).hour(clock.hour());
        return new Clock(clock.begin(), m.end(), hour, clock.minute());
      }
    }
    return clock;
  }
}
