package org.insight.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.insight.engine.HeldRows;

/**
 * Which subjects are connected at all, whoever sees them: what a task has to hold at once. Worked
 * out in the driver's memory, at 16 bytes for each subject and value that it shares.
 */
final class Parts implements Serializable {

  private static final long serialVersionUID = 1L;

  /** A subject that shares nothing. */
  static final int NONE = -1;

  private final long[] subjects;
  private final int[] parts;

  private Parts(long[] subjects, int[] parts) {
    this.subjects = subjects;
    this.parts = parts;
  }

  /**
   * @param found {@code subject} and {@code shared}, the hashes of a subject and of what it has; in
   *     any number
   */
  static Parts of(Dataset<Row> found) {
    WindowSpec sharing = Window.partitionBy("shared");
    HeldRows pairs =
        HeldRows.counted(
            found
                .select("subject", "shared")
                .withColumn("least", min("subject").over(sharing))
                .withColumn("greatest", max("subject").over(sharing))
                .where(col("least").notEqual(col("greatest")))
                .select("subject", "least")
                .distinct());
    int count = Math.toIntExact(pairs.count());
    long[] ones = new long[count];
    long[] others = new long[count];
    int at = 0;
    for (Iterator<Row> rows = pairs.iterator(); rows.hasNext(); at++) {
      Row row = rows.next();
      ones[at] = row.getLong(0);
      others[at] = row.getLong(1);
    }
    long[] subjects = Arrays.stream(ones).sorted().distinct().toArray();
    int[] leaders = new int[subjects.length];
    Arrays.setAll(leaders, i -> i);
    for (int i = 0; i < count; i++) {
      int one = leader(leaders, Arrays.binarySearch(subjects, ones[i]));
      int other = leader(leaders, Arrays.binarySearch(subjects, others[i]));
      leaders[Math.max(one, other)] = Math.min(one, other);
    }
    for (int i = 0; i < leaders.length; i++) {
      leaders[i] = leader(leaders, i);
    }
    return new Parts(subjects, leaders);
  }

  private static int leader(int[] leaders, int of) {
    int at = of;
    while (leaders[at] != at) {
      leaders[at] = leaders[leaders[at]];
      at = leaders[at];
    }
    return at;
  }

  /** The part of a subject, or {@link #NONE}. */
  int of(long subject) {
    int at = Arrays.binarySearch(subjects, subject);
    return at < 0 ? NONE : parts[at];
  }
}
