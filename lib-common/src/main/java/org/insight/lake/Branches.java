package org.insight.lake;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.iceberg.ManageSnapshots;
import org.apache.iceberg.Table;
import org.apache.iceberg.exceptions.CommitFailedException;

/**
 * Changes of a table's branches. Iceberg does again a commit of rows that another commit came
 * before, but not one of branches; here that is done again too.
 */
final class Branches {

  /** With several writers that commit all the time each comes through after a few. */
  private static final int TRIES = 100;

  private static final int LONGEST_PAUSE_MILLIS = 200;

  private Branches() {}

  /**
   * Commits a change.
   *
   * @param table gives the table as it is now
   * @param change says what to commit, in view of it
   * @throws CommitFailedException where others come before again and again
   */
  static void commit(Supplier<Table> table, Function<Table, ManageSnapshots> change) {
    for (int tried = 1; ; tried++) {
      try {
        change.apply(table.get()).commit();
        return;
      } catch (CommitFailedException e) {
        if (tried == TRIES) {
          throw e;
        }
        pause(tried);
      }
    }
  }

  private static void pause(int tried) {
    try {
      int most = Math.min(LONGEST_PAUSE_MILLIS, 10 * tried);
      TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(most) + 1L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommitFailedException(e, "interrupted");
    }
  }
}
