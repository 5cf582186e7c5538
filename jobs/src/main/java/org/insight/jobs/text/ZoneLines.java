package org.insight.jobs.text;

import java.util.regex.Pattern;

/**
 * Lines of machine readable zones (ICAO Doc 9303), as a text has them: nothing else on the line.
 * The check digits of identity cards hold for their lines together, so those are read as one.
 */
final class ZoneLines {

  /** The first line of a zone of two lines begins with the kind of document and has only names. */
  private static final Pattern FIRST_OF_TWO =
      Pattern.compile("[ACIPV](?:[A-Z0-9<]{35}|[A-Z0-9<]{43})");

  /** A date of birth, or with fillers for what is not known of it and its check digit. */
  private static final String BIRTH = "(?:\\d{6}[A-Z0-9<]|[\\d<]{6}\\d)";

  private static final Pattern SECOND_OF_TWO =
      Pattern.compile("[A-Z0-9<]{13}" + BIRTH + "[A-Z0-9<]{16}(?:[A-Z0-9<]{8})?");

  private static final Pattern FIRST_OF_THREE = Pattern.compile("[ACI][A-Z0-9<]{29}");
  private static final Pattern SECOND_OF_THREE = Pattern.compile(BIRTH + "[A-Z0-9<]{23}");
  private static final Pattern THIRD_OF_THREE = Pattern.compile("[A-Z<]{30}");

  private ZoneLines() {}

  /** Whether a zone goes on from one line to the next. */
  static boolean goesOn(String line, String next) {
    if (line.length() != next.length()) {
      return false;
    }
    return line.length() == 30
        ? (matches(FIRST_OF_THREE, line) && matches(SECOND_OF_THREE, next))
            || (matches(SECOND_OF_THREE, line) && matches(THIRD_OF_THREE, next))
        : matches(FIRST_OF_TWO, line)
            && !matches(SECOND_OF_TWO, line)
            && matches(SECOND_OF_TWO, next);
  }

  private static boolean matches(Pattern pattern, String line) {
    return pattern.matcher(line).matches();
  }
}
