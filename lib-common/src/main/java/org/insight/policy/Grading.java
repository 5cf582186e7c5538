package org.insight.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the source graded itself and what it says, in its own letters and digits; case and outer
 * space carry nothing.
 */
public record Grading(@Nullable String source, @Nullable String information) {

  /** Not graded. */
  public static final Grading NONE = new Grading(null, null);

  public Grading {
    source = tidy(source);
    information = tidy(information);
  }

  private static @Nullable String tidy(@Nullable String grade) {
    return grade == null || grade.isBlank()
        ? null
        : PlainText.of("grading", grade).toUpperCase(Locale.ROOT);
  }
}
