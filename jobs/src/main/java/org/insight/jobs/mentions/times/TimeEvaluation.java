package org.insight.jobs.mentions.times;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.jspecify.annotations.Nullable;

/**
 * Measures times against labelled texts, as task A of TempEval-3 does (N. UzZaman et al.,
 * SemEval-2013 Task 1: TempEval-3, Proceedings of SemEval 2013): strict and relaxed spans, and the
 * values of the spans that match relaxed.
 *
 * <p>A span is right strictly if both ends are, and relaxed if the two overlap. One found span
 * matches one true one. A value is right if it is the same string as in TIMEX3. A part of a day is
 * written as there: {@code 2026-03-02TEV}. A range counts for nothing if its two ends are times of
 * their own, as TIMEX3 has these alone.
 */
public final class TimeEvaluation {

  /** The group of all languages. */
  public static final String ALL = "all";

  private TimeEvaluation() {}

  /**
   * What was found in one language.
   *
   * @param language ISO 639-1, or {@link #ALL}
   * @param types {@code all} types of TIMEX3, or {@code DATE, TIME}: then durations and sets, and
   *     what was found in their place, count for nothing
   * @param texts that were read
   * @param truth labelled spans
   * @param found spans
   * @param strict spans with both ends right
   * @param relaxed spans that overlap
   * @param values relaxed spans with the right value
   */
  public record Score(
      String language,
      String types,
      int texts,
      int truth,
      int found,
      int strict,
      int relaxed,
      int values) {

    /** Share of the found spans that are so. */
    public double precision(int right) {
      return right / (double) found;
    }

    /** Share of the labelled spans that are so. */
    public double recall(int right) {
      return right / (double) truth;
    }

    /** The harmonic mean of both. */
    public double f1(int right) {
      return 2 * right / (double) (truth + found);
    }

    /** Share of the relaxed spans whose value is right. */
    public double valueAccuracy() {
      return values / (double) relaxed;
    }

    private Score plus(Score other) {
      return new Score(
          other.language,
          types,
          texts + other.texts,
          truth + other.truth,
          found + other.found,
          strict + other.strict,
          relaxed + other.relaxed,
          values + other.values);
    }
  }

  /**
   * The scores by language, and of all languages if there are several; each for all types and for
   * dates and times of day alone.
   *
   * @param language of documents of TimeML, which do not tell theirs; ISO 639-1
   * @throws InsightException as {@link LabelledTimes#read}; INPUT if there is no text
   */
  public static List<Score> evaluate(List<Path> files, @Nullable String language) {
    Map<String, Score> whole = new TreeMap<>();
    Map<String, Score> points = new TreeMap<>();
    for (Path file : files) {
      for (LabelledTimes text : LabelledTimes.read(file, language)) {
        List<Found> found = found(text);
        whole.merge(text.language(), score(text, "all", text.spans(), found), Score::plus);
        points.merge(text.language(), points(text, found), Score::plus);
      }
    }
    if (whole.isEmpty()) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot measure times: a file must have a text, found none in " + files);
    }
    List<Score> scores = new ArrayList<>();
    for (Map<String, Score> byLanguage : List.of(whole, points)) {
      scores.addAll(byLanguage.values());
      if (byLanguage.size() > 1) {
        byLanguage.values().stream()
            .map(s -> named(ALL, s))
            .reduce(Score::plus)
            .ifPresent(scores::add);
      }
    }
    return scores;
  }

  private static Score named(String language, Score s) {
    return new Score(language, s.types, s.texts, s.truth, s.found, s.strict, s.relaxed, s.values);
  }

  private record Found(int begin, int end, String value) {

    boolean overlaps(LabelledTimes.Span span) {
      return begin < span.end() && span.begin() < end;
    }

    boolean sameSpan(LabelledTimes.Span span) {
      return begin == span.begin() && end == span.end();
    }

    int shared(LabelledTimes.Span span) {
      return Math.min(end, span.end()) - Math.max(begin, span.begin());
    }
  }

  private static List<Found> found(LabelledTimes text) {
    List<FoundTime> times = TimeReader.read(text.text(), text.language(), text.date());
    List<Found> found = new ArrayList<>();
    for (FoundTime time : times) {
      long parts =
          times.stream()
              .filter(t -> t != time && time.begin() <= t.begin() && t.end() <= time.end())
              .count();
      if (time.granularity() != Granularity.RANGE || parts < 2) {
        found.add(new Found(time.begin(), time.end(), value(time)));
      }
    }
    return found;
  }

  /** As in TIMEX3. */
  private static String value(FoundTime time) {
    return switch (time.granularity()) {
      case MORNING -> time.value() + "TMO";
      case AFTERNOON -> time.value() + "TAF";
      case EVENING -> time.value() + "TEV";
      case NIGHT -> time.value() + "TNI";
      case MINUTE, HOUR, DAY, WEEK, MONTH, YEAR, RANGE -> time.value();
    };
  }

  private static Score points(LabelledTimes text, List<Found> found) {
    List<LabelledTimes.Span> points =
        text.spans().stream().filter(LabelledTimes.Span::isPointInTime).toList();
    List<Found> others =
        found.stream()
            .filter(
                f ->
                    points.stream().anyMatch(f::overlaps)
                        || text.spans().stream().noneMatch(f::overlaps))
            .toList();
    return score(text, "DATE, TIME", points, others);
  }

  private static Score score(
      LabelledTimes text, String types, List<LabelledTimes.Span> truth, List<Found> found) {
    Map<LabelledTimes.Span, Found> matches = matches(truth, found);
    int strict = 0;
    int values = 0;
    for (Map.Entry<LabelledTimes.Span, Found> match : matches.entrySet()) {
      strict += match.getValue().sameSpan(match.getKey()) ? 1 : 0;
      values += match.getValue().value().equals(match.getKey().value()) ? 1 : 0;
    }
    return new Score(
        text.language(), types, 1, truth.size(), found.size(), strict, matches.size(), values);
  }

  /** The same spans first; then of those that overlap one with the same value, then the longest. */
  private static Map<LabelledTimes.Span, Found> matches(
      List<LabelledTimes.Span> truth, List<Found> found) {
    Map<LabelledTimes.Span, Found> matches = new LinkedHashMap<>();
    List<Found> left = new ArrayList<>(found);
    for (LabelledTimes.Span span : truth) {
      left.stream()
          .filter(f -> f.sameSpan(span))
          .findFirst()
          .ifPresent(
              f -> {
                matches.put(span, f);
                left.remove(f);
              });
    }
    for (LabelledTimes.Span span : truth) {
      if (!matches.containsKey(span)) {
        left.stream()
            .filter(f -> f.overlaps(span))
            .max(
                Comparator.<Found, Boolean>comparing(f -> f.value().equals(span.value()))
                    .thenComparing(f -> f.shared(span)))
            .ifPresent(
                f -> {
                  matches.put(span, f);
                  left.remove(f);
                });
      }
    }
    return matches;
  }
}
