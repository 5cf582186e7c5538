package org.insight.policy;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.insight.core.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * How the source graded itself and what it says, in its own letters and digits; case and outer
 * space of these carry nothing.
 *
 * @param scheme as ADMIRALTY or 4x4, as received; null where the source named none, and then the
 *     grading compares with nothing
 */
public record Grading(
    @Nullable String scheme, @Nullable String source, @Nullable String information)
    implements Serializable {

  /** Not graded. */
  public static final Grading NONE = new Grading(null, null, null);

  /** Of a policy without a grade, in words. */
  public static final String UNGRADED = "ungraded";

  /** Stands for the half of a grading that is not there. */
  private static final String MISSING = "-";

  public Grading {
    scheme = scheme == null ? null : PlainText.of("grading scheme", scheme);
    source = tidy(source);
    information = tidy(information);
    if (scheme != null && source == null && information == null) {
      throw new IllegalArgumentException(
          "Cannot read a policy: a grading scheme without a grade, found " + OneLine.of(scheme));
    }
  }

  /**
   * Reads {@code B2}, {@code scheme:B2} or, where a grade is longer or the first one missing,
   * {@code scheme:grade/grade}.
   */
  static Grading parse(String text) {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? null : text.substring(0, colon);
    String grades = text.substring(colon + 1).strip();
    int slash = grades.indexOf('/');
    if (slash >= 0) {
      return new Grading(scheme, grades.substring(0, slash), grades.substring(slash + 1));
    }
    int first = grades.isEmpty() ? 0 : grades.offsetByCodePoints(0, 1);
    return new Grading(scheme, grades.substring(0, first), grades.substring(first));
  }

  /**
   * Refuses grades that are not of their scheme, where the platform knows that, and what a header
   * could not carry.
   *
   * @throws IllegalArgumentException in one line
   */
  void refuseWrongGrades() {
    if (scheme != null && scheme.contains(":")) {
      throw new IllegalArgumentException(
          "Cannot read a policy: a grading scheme has no colon, found " + OneLine.of(scheme));
    }
    Optional<GradingScheme> of = scheme == null ? Optional.empty() : GradingScheme.named(scheme);
    refuseWrong(source, of, s -> g -> s.gradesSource(g));
    refuseWrong(information, of, s -> g -> s.gradesInformation(g));
  }

  private static void refuseWrong(
      @Nullable String grade,
      Optional<GradingScheme> of,
      Function<GradingScheme, Predicate<String>> grades) {
    if (grade == null) {
      return;
    }
    if (grade.contains("/") || grade.contains(":")) {
      throw new IllegalArgumentException(
          "Cannot read a policy: a grade has no slash and no colon, found " + OneLine.of(grade));
    }
    if (of.isPresent() && !grades.apply(of.get()).test(grade)) {
      throw new IllegalArgumentException(
          "Cannot read a policy: no grade of " + of.get().label() + ", found " + OneLine.of(grade));
    }
  }

  /** The scheme, where it is known and the grades are of it. */
  private Optional<GradingScheme> known() {
    return scheme == null
        ? Optional.empty()
        : GradingScheme.named(scheme)
            .filter(s -> source == null || s.gradesSource(source))
            .filter(s -> information == null || s.gradesInformation(information));
  }

  /**
   * The worst of gradings, as {@code ADMIRALTY C3}, sorted. Of each known scheme it is the worse
   * grade of the source and the worse one of the information, each for itself; a half that is
   * missing ({@code -}) is worse than any. Gradings of no known scheme stand there as received, for
   * they compare with nothing; what is not graded is {@code ungraded}.
   */
  public static List<String> worst(Collection<Grading> gradings) {
    Map<GradingScheme, List<Grading>> byScheme = new EnumMap<>(GradingScheme.class);
    SortedSet<String> shown = new TreeSet<>();
    for (Grading grading : gradings) {
      Optional<GradingScheme> known = grading.known();
      if (known.isPresent()) {
        byScheme.computeIfAbsent(known.get(), s -> new ArrayList<>()).add(grading);
      } else {
        shown.add(grading.inWords());
      }
    }
    byScheme.forEach(
        (scheme, ofIt) ->
            shown.add(
                scheme.label()
                    + " "
                    + together(
                        half(ofIt, Grading::source, scheme::worstSource),
                        half(ofIt, Grading::information, scheme::worstInformation))));
    return List.copyOf(shown);
  }

  /** As {@code ADMIRALTY B2}, {@code B2} or {@code ungraded}. */
  public String inWords() {
    if (source == null && information == null) {
      return UNGRADED;
    }
    String grades =
        together(
            Objects.requireNonNullElse(source, MISSING),
            Objects.requireNonNullElse(information, MISSING));
    return scheme == null ? grades : scheme + " " + grades;
  }

  private static String half(
      List<Grading> gradings,
      Function<Grading, @Nullable String> half,
      Function<Collection<String>, SortedSet<String>> worst) {
    List<String> grades = new ArrayList<>();
    for (Grading grading : gradings) {
      String grade = half.apply(grading);
      if (grade == null) {
        return MISSING;
      }
      grades.add(grade);
    }
    return worst.apply(grades).first();
  }

  private static String together(String source, String information) {
    return source.length() > 1 || information.length() > 1
        ? source + "/" + information
        : source + information;
  }

  private static @Nullable String tidy(@Nullable String grade) {
    return grade == null || grade.isBlank()
        ? null
        : PlainText.of("grading", grade).toUpperCase(Locale.ROOT);
  }
}
