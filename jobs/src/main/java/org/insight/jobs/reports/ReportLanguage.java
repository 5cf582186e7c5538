package org.insight.jobs.reports;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/** The languages that a report can be written in. */
public enum ReportLanguage {
  EN(Locale.ENGLISH),
  FR(Locale.FRENCH);

  private final Locale locale;

  ReportLanguage(Locale locale) {
    this.locale = locale;
  }

  /**
   * The language of a code such as {@code fr}, in any case.
   *
   * @throws InsightException USAGE for a language that reports are not written in
   */
  public static ReportLanguage of(String code) {
    return Arrays.stream(values())
        .filter(language -> language.code().equalsIgnoreCase(code))
        .findFirst()
        .orElseThrow(
            () ->
                new InsightException(
                    ErrorKind.USAGE,
                    "Cannot write a report: language must be one of "
                        + Arrays.stream(values())
                            .map(ReportLanguage::code)
                            .collect(Collectors.joining(", "))
                        + ", found "
                        + code));
  }

  public String code() {
    return locale.getLanguage();
  }

  Locale locale() {
    return locale;
  }
}
