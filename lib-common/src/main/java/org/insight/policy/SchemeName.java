package org.insight.policy;

import java.util.Locale;

/** The one spelling by which a scheme is known; what was received stays as it is. */
final class SchemeName {

  private SchemeName() {}

  /** Upper case, single spaces. */
  static String of(String text) {
    return text.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
  }
}
