package org.insight.streams;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.util.sketch.BloomFilter;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;

/**
 * Which items a lake has, members aside. A filter in memory, of four bytes an item, says of most
 * that are new that they are; the lake is asked only for those that it may have. So a batch costs
 * the same however large the lake is. Not for several threads at once.
 */
public final class KnownItems {

  private static final long FEWEST = 1_000_000;

  /** Of each item: one that is new is taken for one of the lake once in a million times. */
  private static final long BITS = 29;

  private BloomFilter filter;
  private long room;
  private long held;
  private long upTo;

  private KnownItems(Lake lake) {
    filter = empty(FEWEST);
    fill(lake);
  }

  /** Those of a lake as it is now. */
  public static KnownItems of(Lake lake) {
    return new KnownItems(lake);
  }

  /**
   * Takes in what others have written since.
   *
   * @return false where the lake was taken back to an earlier state: what was counted on as landed
   *     may be there no more
   */
  public boolean follow(Lake lake) {
    long now = lake.snapshot(Tables.ARRIVALS).snapshotId();
    if (now == upTo) {
      return true;
    }
    if (!leadsTo(lake)) {
      return false;
    }
    if (!lake.sameRows(Tables.ARRIVALS, upTo, now)) {
      Dataset<Row> added = lake.readAppended(Tables.ARRIVALS, upTo, now);
      held += merge(added.where(col("depth").equalTo(0)).select("item_id"));
    }
    upTo = now;
    return true;
  }

  /** Whether {@link #follow} would follow a lake. No row is read for it, and nothing taken in. */
  public boolean leadsTo(Lake lake) {
    long now = lake.snapshot(Tables.ARRIVALS).snapshotId();
    return now == upTo || lake.history(Tables.ARRIVALS).reaches(now, upTo);
  }

  /** Those of some items that the lake has, or had until they were withdrawn. */
  public Set<String> among(Lake lake, Collection<String> items) {
    List<String> perhaps = new ArrayList<>();
    for (String item : items) {
      if (filter.mightContainString(item)) {
        perhaps.add(item);
      }
    }
    if (perhaps.isEmpty()) {
      return Set.of();
    }
    Dataset<Row> asked =
        broadcast(lake.spark().createDataset(perhaps, Encoders.STRING()).toDF("item_id"));
    return new HashSet<>(
        ids(lake)
            .join(asked, new String[] {"item_id"}, "left_semi")
            .as(Encoders.STRING())
            .collectAsList());
  }

  /** These were written to the lake, which has what was there before, and these. */
  public void add(Lake lake, Collection<String> items) {
    items.forEach(filter::putString);
    held += items.size();
    upTo = lake.snapshot(Tables.ARRIVALS).snapshotId();
    if (held > room) {
      fill(lake);
    }
  }

  /** Items with withdrawn ones: what was taken back is not received again. */
  private static Dataset<Row> ids(Lake lake) {
    return lake.read(Tables.ARRIVALS)
        .where(col("depth").equalTo(0))
        .select("item_id")
        .union(lake.read(Tables.WITHDRAWALS).select("item_id"));
  }

  private void fill(Lake lake) {
    upTo = lake.snapshot(Tables.ARRIVALS).snapshotId();
    long there = lake.rowsRoughly(Tables.ARRIVALS) + lake.rowsRoughly(Tables.WITHDRAWALS);
    room = Math.max(FEWEST, 2 * there);
    filter = empty(room);
    held = merge(ids(lake));
  }

  private static BloomFilter empty(long room) {
    return BloomFilter.create(room, room * BITS);
  }

  /** One by one: Spark's own making of such a filter ends at four million. */
  private long merge(Dataset<Row> ids) {
    long count = 0;
    Iterator<String> all = ids.as(Encoders.STRING()).toLocalIterator();
    while (all.hasNext()) {
      filter.putString(all.next());
      count++;
    }
    return count;
  }
}
