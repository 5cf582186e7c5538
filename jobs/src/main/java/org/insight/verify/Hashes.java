package org.insight.verify;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.security.SecureRandom;
import org.apache.spark.sql.Column;

/**
 * The 64-bit hashes by which rows are told apart. They begin with a number that nobody knows
 * beforehand: ids are made of what senders send, and whoever could choose two of one hash could
 * make the verification see rows that are not there, and so keep every run from readers.
 */
final class Hashes {

  private static final long SALT = new SecureRandom().nextLong();

  private Hashes() {}

  /** The hash of columns together; the same in all of this process. */
  static Column of(Column... columns) {
    Column[] salted = new Column[columns.length + 1];
    salted[0] = lit(SALT);
    System.arraycopy(columns, 0, salted, 1, columns.length);
    return xxhash64(salted);
  }
}
