package org.insight.jobs.mentions.times;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What each kind of rule means. A day without a year is the one within eleven months before the
 * document's date or one after. A weekday is the last one; "next" goes forward. One week ago is a
 * day, as "a week ago" names the weekday; more weeks are a week, months a month, years a year. An
 * amount that is called approximate makes days a week.
 */
final class TimeRules {

  static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2099;
  private static final int MONTHS_AFTER = 1;

  /** What the words of a match mean; null if they mean no time. */
  interface Reading {
    @Nullable Moment read(Matcher match, TimeContext context);
  }

  /** A rule and its meaning. */
  record Meant(Rule rule, Reading reading) {}

  private final TimeLanguage language;
  private final List<Meant> all = new ArrayList<>();

  private TimeRules(TimeLanguage language) {
    this.language = language;
  }

  static List<Meant> of(TimeLanguage language) {
    return new TimeRules(language).made();
  }

  private List<Meant> made() {
    add("day", r -> (m, c) -> day(r, m, c));
    add("month", r -> (m, c) -> month(r, m, c));
    language
        .wholeByNumber("days")
        .forEach(
            (n, rules) ->
                rules.forEach(
                    r -> all.add(new Meant(r, (m, c) -> shifted(c.document(), n, "day", false)))));
    language
        .wholeByNumber("narrative_days")
        .forEach(
            (n, rules) ->
                rules.forEach(
                    r -> all.add(new Meant(r, (m, c) -> shifted(c.narrative(), n, "day", false)))));
    add("ago", r -> (m, c) -> counted(r, m, c.document(), -1));
    add("ahead", r -> (m, c) -> counted(r, m, c.document(), 1));
    add("earlier", r -> (m, c) -> counted(r, m, c.narrative(), -1));
    add("later", r -> (m, c) -> counted(r, m, c.narrative(), 1));
    add("past", r -> (m, c) -> past(r, m, c));
    add("last_weekday", r -> (m, c) -> weekday(r, m, c, -1));
    add("next_weekday", r -> (m, c) -> weekday(r, m, c, 1));
    add("weekday_of_last_week", r -> (m, c) -> weekdayOfLastWeek(r, m, c));
    add("bare_weekday", r -> (m, c) -> weekday(r, m, c, 0));
    add("last_unit", r -> (m, c) -> unit(r, m, c, -1));
    add("this_unit", r -> (m, c) -> unit(r, m, c, 0));
    add("next_unit", r -> (m, c) -> unit(r, m, c, 1));
    add(
        "last_weekend",
        r ->
            (m, c) ->
                c.document() == null
                    ? Moment.unknown("XXXX-WXX-WE", Granularity.RANGE)
                    : Moment.weekend(c.document().minusWeeks(1)));
    language
        .wholeByNumber("part_of_day")
        .forEach(
            (n, rules) ->
                rules.forEach(r -> all.add(new Meant(r, (m, c) -> partOfDay(r, m, c, n)))));
    add("day_range", r -> (m, c) -> dayRange(r, m, c));
    add("month_range", r -> (m, c) -> monthRange(r, m));
    add("year_range", r -> (m, c) -> yearRange(r, m));
    return List.copyOf(all);
  }

  private interface Maker {
    Reading of(Rule rule);
  }

  private void add(String name, Maker maker) {
    language.whole(name).forEach(r -> all.add(new Meant(r, maker.of(r))));
  }

  private @Nullable Moment day(Rule r, Matcher m, TimeContext c) {
    int month = month(r, m, "m");
    int day = number(r, m, "d");
    @Nullable String year = r.group(m, "y");
    @Nullable String shortYear = r.group(m, "yy");
    if (year == null && shortYear == null) {
      return dayOf(null, month, day, c.document());
    }
    return dayOf(
        year != null
            ? Integer.valueOf(year)
            : Integer.valueOf(century(shortYear == null ? "" : shortYear, c)),
        month,
        day,
        c.document());
  }

  /** The year of two digits: not more than two years after the document. */
  static int century(String twoDigits, TimeContext c) {
    int now = c.document() == null ? 2030 : c.document().getYear();
    int year = now / 100 * 100 + Integer.parseInt(twoDigits);
    return year > now + 2 ? year - 100 : year;
  }

  static @Nullable Moment dayOf(
      @Nullable Integer year, int month, int day, @Nullable LocalDate document) {
    try {
      if (year != null) {
        return year < FIRST_YEAR || year > LAST_YEAR
            ? null
            : Moment.day(LocalDate.of(year, month, day), false);
      }
      if (document == null) {
        LocalDate.of(2000, month, day);
        return Moment.unknown(
            String.format(Locale.ROOT, "XXXX-%02d-%02d", month, day), Granularity.DAY);
      }
      LocalDate found = LocalDate.of(yearNear(document, month, day), month, day);
      return Moment.day(found, true);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static int yearNear(LocalDate document, int month, int day) {
    LocalDate last = document.plusMonths(MONTHS_AFTER);
    boolean thisYear =
        month < last.getMonthValue()
            || (month == last.getMonthValue() && day <= last.getDayOfMonth());
    return thisYear ? last.getYear() : last.getYear() - 1;
  }

  private @Nullable Moment month(Rule r, Matcher m, TimeContext c) {
    int month = month(r, m, "m");
    @Nullable String year = r.group(m, "y");
    return year != null
        ? Moment.month(YearMonth.of(Integer.parseInt(year), month), false)
        : monthNear(month, c);
  }

  static Moment monthNear(int month, TimeContext c) {
    return c.document() == null
        ? Moment.unknown(String.format(Locale.ROOT, "XXXX-%02d", month), Granularity.MONTH)
        : Moment.month(YearMonth.of(yearNear(c.document(), month, 1), month), true);
  }

  private static Moment shifted(@Nullable LocalDate from, int by, String unit, boolean coarse) {
    if (from == null) {
      return switch (unit) {
        case "week" -> Moment.unknown("XXXX-WXX", Granularity.WEEK);
        case "month" -> Moment.unknown("XXXX-XX", Granularity.MONTH);
        case "year" -> Moment.unknown("XXXX", Granularity.YEAR);
        default ->
            coarse
                ? Moment.unknown("XXXX-WXX", Granularity.WEEK)
                : Moment.unknown("XXXX-XX-XX", Granularity.DAY);
      };
    }
    return switch (unit) {
      case "week" -> Moment.week(from.plusWeeks(by), true);
      case "month" -> Moment.month(YearMonth.from(from).plusMonths(by), true);
      case "year" -> Moment.year(from.getYear() + by, true);
      default ->
          coarse ? Moment.week(from.plusDays(by), true) : Moment.day(from.plusDays(by), true);
    };
  }

  private @Nullable Moment counted(Rule r, Matcher m, @Nullable LocalDate from, int sign) {
    @Nullable String written = r.group(m, "n");
    @Nullable String two = r.group(m, "two");
    @Nullable String one = r.group(m, "one");
    int n = written != null ? language.number(written) : two != null ? 2 : 1;
    @Nullable String word = r.group(m, "u");
    String unit = language.unit(word != null ? word : two != null ? two : one == null ? "" : one);
    if (n == 0 || n > 400) {
      return null;
    }
    @Nullable String about = r.group(m, "about");
    boolean coarse = about != null && !about.isEmpty();
    return unit.equals("week") && n == 1
        ? shifted(from, 7 * sign, "day", coarse)
        : shifted(from, n * sign, unit, coarse);
  }

  private @Nullable Moment past(Rule r, Matcher m, TimeContext c) {
    int n = number(r, m, "n");
    String unit = language.unit(text(r, m, "u"));
    if (n == 0) {
      return null;
    }
    if (c.document() == null) {
      return Moment.unknown("XXXX-XX-XX/XXXX-XX-XX", Granularity.RANGE);
    }
    LocalDate from =
        switch (unit) {
          case "week" -> c.document().minusWeeks(n);
          case "month" -> c.document().minusMonths(n);
          case "year" -> c.document().minusYears(n);
          default -> c.document().minusDays(n);
        };
    return Moment.days(from, c.document(), true);
  }

  private @Nullable Moment weekday(Rule r, Matcher m, TimeContext c, int direction) {
    int number = language.weekday(text(r, m, "w"));
    if (number == 0) {
      return null;
    }
    if (c.document() == null) {
      return Moment.unknown("XXXX-WXX-" + number, Granularity.DAY);
    }
    DayOfWeek weekday = DayOfWeek.of(number);
    return Moment.day(
        c.document()
            .with(
                switch (direction) {
                  case -1 -> TemporalAdjusters.previous(weekday);
                  case 1 -> TemporalAdjusters.next(weekday);
                  default -> TemporalAdjusters.previousOrSame(weekday);
                }),
        true);
  }

  private @Nullable Moment weekdayOfLastWeek(Rule r, Matcher m, TimeContext c) {
    int number = language.weekday(text(r, m, "w"));
    if (number == 0) {
      return null;
    }
    return c.document() == null
        ? Moment.unknown("XXXX-WXX-" + number, Granularity.DAY)
        : Moment.day(c.document().minusWeeks(1).with(DayOfWeek.of(number)), true);
  }

  private Moment unit(Rule r, Matcher m, TimeContext c, int by) {
    return shifted(c.document(), by, language.unit(text(r, m, "u")), false);
  }

  private Moment partOfDay(Rule r, Matcher m, TimeContext c, int by) {
    @Nullable String word = r.group(m, "p");
    DayPart part = word == null ? DayPart.NIGHT : language.part(word);
    return shifted(c.document(), by, "day", false).part(part);
  }

  private @Nullable Moment dayRange(Rule r, Matcher m, TimeContext c) {
    int month = month(r, m, "m");
    @Nullable String year = r.group(m, "y");
    @Nullable Integer of = year == null ? null : Integer.valueOf(year);
    int last = number(r, m, "d2");
    @Nullable Moment until = dayOf(of, month, last, c.document());
    if (until == null) {
      return null;
    }
    int first = number(r, m, "d");
    if (until.day() == null) {
      @Nullable Moment from = dayOf(of, month, first, c.document());
      return from == null || first >= last ? null : Moment.between(from, until);
    }
    try {
      LocalDate from = until.day().withDayOfMonth(first);
      return from.isBefore(until.day()) ? Moment.days(from, until.day(), of == null) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private @Nullable Moment monthRange(Rule r, Matcher m) {
    int year = number(r, m, "y");
    int first = month(r, m, "m");
    int last = month(r, m, "m2");
    return first >= last
        ? null
        : Moment.between(
            Moment.month(YearMonth.of(year, first), false),
            Moment.month(YearMonth.of(year, last), false));
  }

  private @Nullable Moment yearRange(Rule r, Matcher m) {
    int first = number(r, m, "y");
    int last = number(r, m, "y2");
    return first >= last
        ? null
        : Moment.between(Moment.year(first, false), Moment.year(last, false));
  }

  private int month(Rule r, Matcher m, String group) {
    return language.month(text(r, m, group));
  }

  private int number(Rule r, Matcher m, String group) {
    return language.number(text(r, m, group));
  }

  private static String text(Rule r, Matcher m, String group) {
    @Nullable String text = r.group(m, group);
    return text == null ? "" : text;
  }

  /** Dates in digits, in every language. */
  static final class InDigits {

    private static final String DAY_FIRST_OR_MONTH =
        "(?<a>\\d{1,2})(?<s>[-.]|[ \\n]?/[ \\n]?)(?<b>\\d{1,2})\\k<s>(?<c>(?:19|20)\\d\\d|\\d\\d)";

    private static final String YEAR_FIRST =
        "(?<y>(?:19|20)\\d\\d)(?<t>[-./])(?<m>1[0-2]|0?[1-9])\\k<t>(?<d>3[01]|[12]\\d|0?[1-9])";

    static final Rule RULE =
        Rule.of(
            "(?<![\\p{IsLatin}\\d_@#%+])(?<![\\p{L}\\d][-./_:])(?<x>"
                + YEAR_FIRST
                + "|"
                + DAY_FIRST_OR_MONTH
                + ")(?![\\d_@%]|(?!t\\d)\\p{IsLatin})(?![-./]\\d)");

    /** The number of something stands behind these. */
    private static final Pattern NUMBER_OF =
        Pattern.compile(
            "(?<!\\p{L})(?:n[°o]\\.?|n\\. ?°|num(?:ero|ber)?|nums?\\.|version|release|build|ver\\.?|v\\.?|ip|art(?:icle|iculo)?\\.?|section|tel\\.?|phone|telephone|telefono|fax|(?:ال)?(?:رقم|هاتف|ماده|اصدار|نسخه))(?: ?[:#]){0,1} ?\\z");

    private static final int CUE = 14;

    private InDigits() {}

    static boolean isNumberOf(String text, int begin) {
      return NUMBER_OF.matcher(text).region(Math.max(0, begin - CUE), begin).find();
    }

    static @Nullable Moment read(Matcher m, TimeContext c, boolean monthFirst) {
      if (m.group("y") != null) {
        return dayOf(
            Integer.valueOf(m.group("y")),
            Integer.parseInt(m.group("m")),
            Integer.parseInt(m.group("d")),
            null);
      }
      String year = m.group("c");
      if (year.length() == 2 && (m.group("a").length() != 2 || m.group("b").length() != 2)) {
        return null;
      }
      int of = year.length() == 4 ? Integer.parseInt(year) : century(year, c);
      int a = Integer.parseInt(m.group("a"));
      int b = Integer.parseInt(m.group("b"));
      @Nullable Moment dayFirst = dayOf(of, b, a, null);
      @Nullable Moment second = dayOf(of, a, b, null);
      if (dayFirst == null || second == null || a == b) {
        return dayFirst != null ? dayFirst : second;
      }
      if (c.dayFirst() != null) {
        return c.dayFirst() ? dayFirst : second;
      }
      if (!monthFirst || (dayFirst.day() != null && dayFirst.day().equals(c.document()))) {
        return dayFirst;
      }
      if (second.day() != null && second.day().equals(c.document())) {
        return second;
      }
      return b < a ? Moment.between(dayFirst, second) : Moment.between(second, dayFirst);
    }

    /** The order that the unambiguous dates of a text agree on; null if they do not. */
    static @Nullable Boolean order(String text) {
      boolean days = false;
      boolean months = false;
      Matcher m = RULE.pattern().matcher(text);
      while (m.find()) {
        if (m.group("a") != null) {
          int a = Integer.parseInt(m.group("a"));
          int b = Integer.parseInt(m.group("b"));
          days |= a > 12 && a <= 31 && b <= 12;
          months |= b > 12 && b <= 31 && a <= 12;
        }
      }
      return days == months ? null : Boolean.valueOf(days);
    }
  }
}
