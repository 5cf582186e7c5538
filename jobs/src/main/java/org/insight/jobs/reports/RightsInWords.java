package org.insight.jobs.reports;

import org.insight.policy.Scope;

/** The rights of a reader as pages show them. */
public final class RightsInWords {

  private RightsInWords() {}

  public static String of(Scope rights, ReportLanguage language) {
    return new Texts(language).rights(rights);
  }
}
