package org.insight.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a run rewrites by itself; what maintenance does is tested on a lake. */
class CompactionTest {

  private static final long MEGABYTE = 1024 * 1024;

  private static boolean due(long rows, long deletes, long files, long deleteFiles, long bytes) {
    return Compaction.dueInRun(
        Map.of(
            "total-records", Long.toString(rows),
            "total-equality-deletes", Long.toString(deletes),
            "total-data-files", Long.toString(files),
            "total-delete-files", Long.toString(deleteFiles),
            "total-files-size", Long.toString(bytes)));
  }

  @Test
  void deletedKeysOfMoreThanATenthOfTheRowsAre() {
    assertThat(due(100_000, 10_001, 2, 1, 900 * MEGABYTE)).isTrue();
    assertThat(due(100_000, 10_000, 2, 1, 900 * MEGABYTE)).isFalse();
    assertThat(due(100, 90, 2, 1, MEGABYTE)).isFalse();
  }

  @Test
  void manyFilesOfASmallTableAre() {
    assertThat(due(100, 1, 13, 12, MEGABYTE)).isTrue();
    assertThat(due(100, 0, 25, 0, MEGABYTE)).isTrue();
    assertThat(due(100, 1, 12, 12, MEGABYTE)).isFalse();
    assertThat(due(100_000_000, 1, 4_000, 20, 900_000 * MEGABYTE)).isFalse();
  }

  @Test
  void aTableWithoutASummaryIsNot() {
    assertThat(Compaction.dueInRun(Map.of())).isFalse();
  }
}
