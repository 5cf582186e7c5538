package org.insight.jobs.resolution;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.insight.resolution.Profile;

/**
 * Which blocking keys several subjects have, by two bits a slot. Most keys are of one subject and
 * need not be shuffled. A key may be taken for a repeated one, never the other way round.
 */
public final class RepeatedKeys implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Slots for each key, so that one in so many single keys is taken for a repeated one. */
  private static final int ROOM = 8;

  private static final int LEAST_BITS = 16;
  private static final int MOST_BITS = 31;

  private final int bits;
  private final long[] once;
  private final long[] again;

  private RepeatedKeys(int bits) {
    this.bits = bits;
    int words = 1 << (bits - 6);
    once = new long[words];
    again = new long[words];
  }

  /**
   * Looks at all keys.
   *
   * @param profiles rows with {@code features}
   */
  static RepeatedKeys of(Dataset<Row> profiles) {
    long keys = Math.max(1, profiles.count()) * 16;
    int bits = LEAST_BITS;
    while (bits < MOST_BITS && 1L << bits < keys * ROOM) {
      bits++;
    }
    int size = bits;
    RepeatedKeys all = new RepeatedKeys(size);
    Iterator<RepeatedKeys> parts =
        profiles
            .select("features")
            .mapPartitions(
                (MapPartitionsFunction<Row, RepeatedKeys>)
                    rows -> {
                      RepeatedKeys part = new RepeatedKeys(size);
                      while (rows.hasNext()) {
                        for (long key : Profile.keys(rows.next().<byte[]>getAs(0))) {
                          part.add(key);
                        }
                      }
                      return List.of(part).iterator();
                    },
                Encoders.javaSerialization(RepeatedKeys.class))
            .toLocalIterator();
    parts.forEachRemaining(all::addAll);
    return all;
  }

  private void add(long key) {
    int slot = slot(key);
    long bit = 1L << slot;
    int word = slot >>> 6;
    if ((once[word] & bit) != 0) {
      again[word] |= bit;
    } else {
      once[word] |= bit;
    }
  }

  /** Keys are mixed well, so their upper bits are as good as any. */
  private int slot(long key) {
    return (int) (key >>> (64 - bits));
  }

  private void addAll(RepeatedKeys other) {
    for (int i = 0; i < once.length; i++) {
      again[i] |= other.again[i] | once[i] & other.once[i];
      once[i] |= other.once[i];
    }
  }

  boolean mayContain(long key) {
    int slot = slot(key);
    return (again[slot >>> 6] & 1L << slot) != 0;
  }
}
