package org.insight.jobs.mentions.times;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.jobs.mentions.FoldedText;
import org.insight.jobs.mentions.times.Clocks.Clock;
import org.insight.jobs.mentions.times.TimeRules.InDigits;
import org.insight.jobs.mentions.times.TimeRules.Meant;
import org.jspecify.annotations.Nullable;

/**
 * Reads times in a text: dates in digits and words, parts of days, clock times, relative times,
 * weekdays and ranges, in French, English, Spanish and Arabic.
 *
 * <ul>
 *   <li>A date and the clock time beside it are two times; the clock time's value has the date of
 *       the nearest one: before it in the sentence, behind it in the sentence, before it in the
 *       text, then the document's.
 *   <li>A range is a time, and so is each of its two ends where it is one by itself.
 *   <li>Day and month in digits are day first. In English, where both could be months, the order is
 *       that of the text's other dates, or the one that gives the document's date; else the value
 *       is the range from the one reading to the other.
 *   <li>Telephone numbers, references, versions, IBANs and addresses of machines are no times.
 * </ul>
 *
 * <p>In a text of another language, dates and clock times in digits are read.
 */
public final class TimeReader {

  private static final Map<String, Words> WORDS = new ConcurrentHashMap<>();
  private static final int BEFORE = 60;
  private static final int BETWEEN = 24;
  private static final int IN_SENTENCE = 5;

  private TimeReader() {}

  /**
   * The times of a text, by their place; a range before its ends.
   *
   * @param text any text
   * @param language ISO 639-1
   * @param documentDate what relative times refer to
   */
  public static List<FoundTime> read(
      String text, String language, @Nullable LocalDate documentDate) {
    @Nullable TimeLanguage known = TimeLanguage.of(language);
    @Nullable Words words =
        known == null ? null : WORDS.computeIfAbsent(language, l -> new Words(known));
    return new Reader(FoldedText.of(text), text, words, documentDate).read();
  }

  /** What a language's rules are compiled to. */
  private static final class Words {
    private final TimeLanguage language;
    private final List<Meant> rules;
    private final Clocks clocks;
    private final TimeRoles roles;
    private final List<Rule> partBefore;
    private final List<Rule> partAfter;
    private final List<Rule> rangeOpen;
    private final @Nullable Pattern rangeJoin;
    private final @Nullable Pattern monthCue;
    private final @Nullable Pattern yearCue;
    private final @Nullable Pattern noWeekday;

    Words(TimeLanguage language) {
      this.language = language;
      rules = TimeRules.of(language);
      clocks = new Clocks(language);
      roles = new TimeRoles(language);
      partBefore = language.before("part_before");
      partAfter = language.following("part_after");
      rangeOpen = language.before("range_open");
      rangeJoin = language.between("range_join");
      monthCue = language.wordBefore("bare_month");
      yearCue = language.wordBefore("year");
      noWeekday = language.wordBefore("no_weekday_before");
    }
  }

  /** A match before it has a value. */
  private record Candidate(
      int begin, int end, @Nullable Clock clock, @Nullable Resolver resolver) {}

  private interface Resolver {
    @Nullable Moment resolve(TimeContext context);
  }

  private static final class Dated {
    private final int begin;
    private final int end;
    private final Moment moment;
    private final boolean clock;
    private TimeRole role = TimeRole.INCIDENT;

    /** Without the part of the day that stands before it. */
    private @Nullable Dated bare;

    Dated(int begin, int end, Moment moment, boolean clock) {
      this.begin = begin;
      this.end = end;
      this.moment = moment;
      this.clock = clock;
    }
  }

  /** One text. */
  private static final class Reader {
    private final FoldedText folded;
    private final String text;
    private final String written;
    private final @Nullable Words words;
    private final @Nullable LocalDate document;

    Reader(FoldedText folded, String written, @Nullable Words words, @Nullable LocalDate document) {
      this.folded = folded;
      this.text = folded.text();
      this.written = written;
      this.words = words;
      this.document = document;
    }

    List<FoundTime> read() {
      List<Candidate> candidates = chosen(candidates());
      List<Dated> dates = dates(candidates);
      List<Dated> all = new ArrayList<>(dates);
      for (Candidate candidate : candidates) {
        if (candidate.clock() != null) {
          all.add(clock(candidate.clock(), dates));
        }
      }
      all.sort(Comparator.comparingInt(d -> d.begin));
      List<Dated> ranges = ranges(all);
      ranges.addAll(all);
      ranges.sort(Comparator.<Dated>comparingInt(d -> d.begin).thenComparingInt(d -> -d.end));
      return ranges.stream().map(this::found).toList();
    }

    private FoundTime found(Dated d) {
      int begin = folded.begin(d.begin);
      int end = folded.end(d.end);
      Moment m = d.moment;
      return new FoundTime(
          begin,
          end,
          written.substring(begin, end),
          m.value(),
          m.from(),
          m.until(),
          m.granularity(),
          m.relative(),
          d.role);
    }

    private List<Candidate> candidates() {
      List<Candidate> all = new ArrayList<>();
      addDigits(all);
      if (words == null) {
        Clocks.inDigits(text).forEach(c -> all.add(new Candidate(c.begin(), c.end(), c, null)));
        return all;
      }
      words.clocks.in(text).forEach(c -> all.add(new Candidate(c.begin(), c.end(), c, null)));
      for (Meant meant : words.rules) {
        Matcher m = meant.rule().pattern().matcher(text);
        while (m.find()) {
          if (isAllowed(meant, m)) {
            Matcher match = meant.rule().pattern().matcher(text);
            match.region(m.start(), text.length()).useTransparentBounds(true).lookingAt();
            all.add(
                new Candidate(m.start("x"), m.end("x"), null, c -> meant.reading().read(match, c)));
          }
        }
      }
      addBareMonths(all, words);
      addYears(all, words);
      return all;
    }

    private boolean isAllowed(Meant meant, Matcher m) {
      if (words == null || words.noWeekday == null || meant.rule().group(m, "w") == null) {
        return true;
      }
      int begin = m.start("x");
      return !words.noWeekday.matcher(text).region(Math.max(0, begin - BETWEEN), begin).find();
    }

    private void addDigits(List<Candidate> all) {
      Matcher m = InDigits.RULE.pattern().matcher(text);
      while (m.find()) {
        if (InDigits.isNumberOf(text, m.start())) {
          continue;
        }
        Matcher match = InDigits.RULE.pattern().matcher(text);
        match.region(m.start(), text.length()).useTransparentBounds(true).lookingAt();
        boolean monthFirst = words != null && words.language.monthFirst;
        @Nullable Clock iso = m.group("y") == null ? null : Clocks.iso(text, m.end("x"));
        Resolver day = c -> InDigits.read(match, c, monthFirst);
        if (iso == null) {
          all.add(new Candidate(m.start("x"), m.end("x"), null, day));
        } else {
          all.add(
              new Candidate(
                  m.start("x"),
                  iso.end(),
                  null,
                  c -> {
                    @Nullable Moment of = day.resolve(c);
                    return of == null ? null : iso.on(of.day(), false);
                  }));
        }
      }
    }

    private void addBareMonths(List<Candidate> all, Words words) {
      for (Rule rule : words.language.bareMonths()) {
        Matcher m = rule.pattern().matcher(text);
        while (m.find()) {
          int begin = m.start("x");
          if (words.monthCue != null
              && (!words.language.capitals
                  || Character.isUpperCase(written.charAt(folded.begin(begin))))
              && words.monthCue.matcher(text).region(Math.max(0, begin - BETWEEN), begin).find()) {
            int month = words.language.month(m.group("x"));
            all.add(new Candidate(begin, m.end("x"), null, c -> TimeRules.monthNear(month, c)));
          }
        }
      }
    }

    private void addYears(List<Candidate> all, Words words) {
      Matcher m = TimeLanguage.YEAR.matcher(text);
      while (m.find()) {
        int begin = m.start();
        if (words.yearCue != null
            && words.yearCue.matcher(text).region(Math.max(0, begin - BETWEEN), begin).find()) {
          int year = Integer.parseInt(m.group());
          all.add(new Candidate(begin, m.end(), null, c -> Moment.year(year, false)));
        }
      }
    }

    /** The leftmost, then the longest, of those that share a place. */
    private static List<Candidate> chosen(List<Candidate> all) {
      all.sort(Comparator.comparingInt(Candidate::begin).thenComparingInt(c -> -c.end()));
      List<Candidate> chosen = new ArrayList<>();
      int end = 0;
      for (Candidate candidate : all) {
        if (candidate.begin() >= end && isReal(candidate)) {
          chosen.add(candidate);
          end = candidate.end();
        }
      }
      return chosen;
    }

    /** A match that is no time with any context hides no other. */
    private static boolean isReal(Candidate candidate) {
      return candidate.resolver() == null
          || candidate.resolver().resolve(new TimeContext(null, null, true)) != null;
    }

    private List<Dated> dates(List<Candidate> candidates) {
      @Nullable Boolean order = InDigits.order(text);
      @Nullable LocalDate narrative = document;
      List<Dated> dates = new ArrayList<>();
      int last = 0;
      for (Candidate candidate : candidates) {
        if (candidate.resolver() == null) {
          continue;
        }
        @Nullable Moment moment =
            candidate.resolver().resolve(new TimeContext(document, narrative, order));
        if (moment == null) {
          continue;
        }
        Dated dated = withPart(candidate.begin(), candidate.end(), moment);
        if (words != null) {
          dated.role =
              words.roles.of(
                  text,
                  i -> written.charAt(folded.begin(i)),
                  dated.begin,
                  dated.end,
                  last,
                  dated.moment,
                  document);
        }
        if (dated.role == TimeRole.INCIDENT && dated.moment.day() != null) {
          narrative = dated.moment.day();
        }
        last = dated.end;
        dates.add(dated);
      }
      return dates;
    }

    private Dated withPart(int begin, int end, Moment moment) {
      if (words == null || moment.granularity() != Granularity.DAY) {
        return new Dated(begin, end, moment, false);
      }
      for (Rule rule : words.partAfter) {
        Matcher m = rule.pattern().matcher(text).region(end, text.length());
        if (m.useTransparentBounds(true).lookingAt()) {
          return new Dated(begin, m.end(), moment.part(part(rule, m)), false);
        }
      }
      for (Rule rule : words.partBefore) {
        Matcher m = rule.pattern().matcher(text).region(Math.max(0, begin - BEFORE), begin);
        if (m.useTransparentBounds(true).find()) {
          Dated dated = new Dated(m.start("x"), end, moment.part(part(rule, m)), false);
          dated.bare = new Dated(begin, end, moment, false);
          return dated;
        }
      }
      return new Dated(begin, end, moment, false);
    }

    private DayPart part(Rule rule, Matcher m) {
      @Nullable String word = rule.group(m, "p");
      return words == null || word == null ? DayPart.NIGHT : words.language.part(word);
    }

    private Dated clock(Clock clock, List<Dated> dates) {
      @Nullable Dated of = null;
      int best = 0;
      for (Dated date : dates) {
        int nearness = nearness(date, clock);
        // Of those before, the last; of those behind, the first.
        if (nearness > best || (nearness == best && nearness > 0 && date.end <= clock.begin())) {
          best = nearness;
          of = date;
        }
      }
      @Nullable LocalDate day = of == null ? document : of.moment.dayAt(clock.hour() % 24);
      Dated dated = new Dated(clock.begin(), clock.end(), clock.on(day, of == null), true);
      if (of != null && best >= IN_SENTENCE) {
        dated.role = of.role;
      }
      return dated;
    }

    /** How likely a date is that of a clock time; 0 for never. */
    private int nearness(Dated date, Clock clock) {
      if (date.role == TimeRole.BIRTH || date.role == TimeRole.OTHER) {
        return 0;
      }
      boolean before = date.end <= clock.begin();
      if (before
          ? isOneSentence(date.end, clock.begin())
          : isOneSentence(clock.end(), date.begin)) {
        return before ? IN_SENTENCE + 1 : IN_SENTENCE;
      }
      return switch (date.role) {
        case INCIDENT -> before ? 4 : 3;
        case DOCUMENT -> 2;
        default -> 1;
      };
    }

    private boolean isOneSentence(int from, int to) {
      for (int i = from; i < to; i++) {
        char c = text.charAt(i);
        if (c == '\n'
            || ((c == '.' || c == '?' || c == '!') && i + 1 < to && text.charAt(i + 1) == ' ')) {
          return false;
        }
      }
      return true;
    }

    private List<Dated> ranges(List<Dated> all) {
      List<Dated> ranges = new ArrayList<>();
      if (words == null || words.rangeJoin == null) {
        return ranges;
      }
      for (int i = 0; i + 1 < all.size(); i++) {
        @Nullable Dated bare = all.get(i).bare;
        Dated first = bare == null ? all.get(i) : bare;
        Dated second = all.get(i + 1);
        if (first.clock != second.clock
            || second.begin - first.end > BETWEEN
            || second.begin < first.end
            || first.moment.granularity() == Granularity.RANGE
            || (!first.clock && first.moment.granularity() != second.moment.granularity())
            || !isOrdered(first.moment, second.moment)
            || !words.rangeJoin.matcher(text).region(first.end, second.begin).matches()) {
          continue;
        }
        for (Rule rule : words.rangeOpen) {
          Matcher m =
              rule.pattern().matcher(text).region(Math.max(0, first.begin - BEFORE), first.begin);
          if (m.useTransparentBounds(true).find()) {
            Moment between = Moment.between(first.moment, second.moment);
            boolean night = rule.group(m, "night") != null;
            Dated range =
                new Dated(m.start("x"), second.end, night ? between.night() : between, false);
            range.role = all.get(i).role;
            first.role = range.role;
            second.role = range.role;
            all.set(i, first);
            ranges.add(range);
            break;
          }
        }
      }
      return ranges;
    }

    private static boolean isOrdered(Moment first, Moment second) {
      return first.from() == null || second.from() == null || first.from().isBefore(second.from());
    }
  }
}
