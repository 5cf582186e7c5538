package org.insight.audit;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last entry of a chain as it was at some time: kept elsewhere, it shows whether the chain's
 * tail was cut off or made anew.
 */
public record Head(long seq, String hash) {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

  /** Before the first entry. */
  public static final Head START = new Head(0, ChainedEntry.NOTHING);

  static Head of(ChainedEntry entry) {
    return new Head(entry.seq(), entry.hash());
  }

  /** Reads {@code SEQ:HASH}, as {@link #toString} gives it. */
  public static Optional<Head> parse(String text) {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    return form.matches()
        ? Optional.of(new Head(Long.parseLong(form.group(1)), form.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return seq + ":" + hash;
  }
}
