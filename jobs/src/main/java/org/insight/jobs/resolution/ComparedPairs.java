package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.insight.resolution.Model;
import org.insight.resolution.Profile;
import org.insight.resolution.Scorer;
import org.jspecify.annotations.Nullable;

/**
 * Compares profiles that share a blocking key. Features go through one shuffle by key and are
 * compared in place; a pair is compared once, under the least key that both have.
 */
public final class ComparedPairs {

  /** A blocking key and the subject that has it. */
  public static final StructType KEYED =
      StructType.fromDDL("key bigint, id bigint, features binary");

  /** Two subjects, the lesser number first, and their score in thousandths of a bit. */
  public static final StructType PAIRS = StructType.fromDDL("a bigint, b bigint, score int");

  private final Model model;
  private final int least;
  private final int crowd;
  private final LongAccumulator compared;
  private final LongAccumulator crowded;

  /**
   * @param least pairs that score less are left out
   * @param crowd most subjects of a key; those of a greater one are not compared under it
   */
  public ComparedPairs(
      Model model, int least, int crowd, LongAccumulator compared, LongAccumulator crowded) {
    this.model = model;
    this.least = least;
    this.crowd = crowd;
    this.compared = compared;
    this.crowded = crowded;
  }

  /**
   * One row a key and subject, for keys that may be those of several subjects.
   *
   * @param profiles rows with {@code id}, a number, and {@code features}, packed
   */
  public static Dataset<Row> keyed(Dataset<Row> profiles) {
    Broadcast<RepeatedKeys> repeated =
        JavaSparkContext.fromSparkContext(profiles.sparkSession().sparkContext())
            .broadcast(RepeatedKeys.of(profiles));
    return profiles
        .select("id", "features")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>) rows -> new Keyed(rows, repeated.value()),
            Encoders.row(KEYED));
  }

  private static final class Keyed implements Iterator<Row> {
    private final Iterator<Row> profiles;
    private final RepeatedKeys repeated;
    private final Deque<Row> ready = new ArrayDeque<>();

    Keyed(Iterator<Row> profiles, RepeatedKeys repeated) {
      this.profiles = profiles;
      this.repeated = repeated;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && profiles.hasNext()) {
        Row profile = profiles.next();
        byte[] features = profile.getAs(1);
        for (long key : Profile.keys(features)) {
          if (repeated.mayContain(key)) {
            ready.add(RowFactory.create(key, profile.getLong(0), features));
          }
        }
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      return ready.remove();
    }
  }

  /**
   * All pairs that share a key and score at least the least.
   *
   * @param keyed as {@link #keyed} gives them
   */
  public Dataset<Row> of(Dataset<Row> keyed) {
    int partitions =
        Integer.parseInt(keyed.sparkSession().conf().get("spark.sql.shuffle.partitions"));
    Broadcast<Model> shared =
        JavaSparkContext.fromSparkContext(keyed.sparkSession().sparkContext()).broadcast(model);
    int leastScore = least;
    int most = crowd;
    LongAccumulator pairs = compared;
    LongAccumulator left = crowded;
    return keyed
        .repartition(partitions, col("key"))
        .sortWithinPartitions("key")
        .mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                rows ->
                    new Compared(rows, new Scorer(shared.value()), leastScore, most, pairs, left),
            Encoders.row(PAIRS));
  }

  private static final class Compared implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Scorer scorer;
    private final int least;
    private final int crowd;
    private final LongAccumulator compared;
    private final LongAccumulator crowded;
    private final Deque<Row> ready = new ArrayDeque<>();
    private final List<Profile> block = new ArrayList<>();
    private final List<Long> ids = new ArrayList<>();
    private @Nullable Row ahead;

    Compared(
        Iterator<Row> rows,
        Scorer scorer,
        int least,
        int crowd,
        LongAccumulator compared,
        LongAccumulator crowded) {
      this.rows = rows;
      this.scorer = scorer;
      this.least = least;
      this.crowd = crowd;
      this.compared = compared;
      this.crowded = crowded;
      ahead = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && ahead != null) {
        block(ahead);
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      return ready.remove();
    }

    private void block(Row first) {
      long key = first.getLong(0);
      ahead = rows.hasNext() ? rows.next() : null;
      if (ahead == null || ahead.getLong(0) != key) {
        return;
      }
      block.clear();
      ids.clear();
      add(first);
      int all = 1;
      while (ahead != null && ahead.getLong(0) == key) {
        if (all++ < crowd) {
          add(ahead);
        }
        ahead = rows.hasNext() ? rows.next() : null;
      }
      if (all > crowd) {
        crowded.add(1);
        return;
      }
      long pairs = 0;
      for (int i = 0; i < block.size(); i++) {
        for (int j = i + 1; j < block.size(); j++) {
          if (Profile.isLeastShared(block.get(i), block.get(j), key)) {
            pairs++;
            int score = scorer.score(block.get(i), block.get(j));
            if (score >= least) {
              long a = ids.get(i);
              long b = ids.get(j);
              ready.add(RowFactory.create(Math.min(a, b), Math.max(a, b), score));
            }
          }
        }
      }
      compared.add(pairs);
    }

    private void add(Row row) {
      ids.add(row.getLong(1));
      block.add(Profile.unpack(row.getAs(2)));
    }
  }
}
