package org.insight.core;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.security.SecureRandom;
import org.apache.spark.sql.Column;

/**
 * 64-bit hashes by which a job, or the verifier, tells things apart within one run: never kept, for
 * in another process they are others.
 *
 * <p>They begin with a number that nobody knows beforehand. Ids are made of what senders send, and
 * of a hash that everybody can compute two of one value are found in some 2^32 tries: whoever had
 * them could keep records apart, or have the verifier see rows that are not there.
 */
public final class SaltedHash {

  private static final long SALT = new SecureRandom().nextLong();

  private SaltedHash() {}

  /** The hash of columns together; the same in all of this process. */
  public static Column of(Column... columns) {
    Column[] salted = new Column[columns.length + 1];
    salted[0] = lit(SALT);
    System.arraycopy(columns, 0, salted, 1, columns.length);
    return xxhash64(salted);
  }
}
