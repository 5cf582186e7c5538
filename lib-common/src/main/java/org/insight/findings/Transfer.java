package org.insight.findings;

import java.util.Comparator;

/**
 * Money that went from one account to another.
 *
 * @param id of the record that says so
 * @param amount in one currency, not negative
 * @param day counted from any day
 */
public record Transfer(String id, String from, String to, double amount, long day) {

  /** By day, then by id. */
  public static final Comparator<Transfer> IN_ORDER =
      Comparator.comparingLong(Transfer::day).thenComparing(Transfer::id);
}
