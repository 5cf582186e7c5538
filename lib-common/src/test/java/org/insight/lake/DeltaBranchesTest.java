package org.insight.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.insight.schemas.TableName;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaBranchesTest {

  private static final TableName ITEMS = TableName.of("landing.items");

  @TempDir private Path folder;

  private DeltaBranches open() {
    return new DeltaBranches(
        new DeltaLogFiles(SharedSpark.compiled()),
        new org.apache.hadoop.fs.Path("file:" + folder),
        new Configuration());
  }

  @Test
  void branchesOfAllTablesMoveTogetherAndAreSeenByAll() {
    DeltaBranches mine = open();
    assertThat(mine.now()).isEqualTo(DeltaBranches.State.EMPTY);
    TableName edges = TableName.of("links.edges");
    mine.change(state -> state.with(ITEMS, "main", 3L).with(edges, "main", 5L));
    DeltaBranches other = open();
    assertThat(other.now().of(ITEMS)).isEqualTo(Map.of("main", 3L));
    other.change(state -> state.with(edges, "main", null).with(edges, "insight_run", 6L));
    assertThat(mine.now().of(edges)).isEqualTo(Map.of("insight_run", 6L));
    assertThat(mine.now().of(TableName.of("text.documents"))).isNull();
    assertThat(mine.change(state -> null)).isFalse();
    assertThat(mine.now()).isEqualTo(other.now());
  }

  /** Also once old files of the log are cleared away. */
  @Test
  void ofManyWritersAtOnceNoneLosesAChange()
      throws IOException, InterruptedException, ExecutionException {
    int each = 60;
    ExecutorService threads = Executors.newFixedThreadPool(3);
    Callable<Boolean> writer =
        () -> {
          DeltaBranches branches = open();
          for (int i = 0; i < each; i++) {
            branches.change(state -> state.with(ITEMS, "main", count(state) + 1));
          }
          return true;
        };
    for (Future<Boolean> done : threads.invokeAll(List.of(writer, writer, writer))) {
      done.get();
    }
    threads.shutdown();
    assertThat(count(open().now())).isEqualTo(3L * each);
    try (Stream<Path> files = Files.list(folder.resolve(DeltaBranches.FOLDER))) {
      assertThat(files.toList()).hasSizeBetween(50, 110);
    }
  }

  private static long count(DeltaBranches.State state) {
    Map<String, Long> branches = state.of(ITEMS);
    return branches == null ? 0 : branches.getOrDefault("main", 0L);
  }

  @Test
  void ofSeveralWhoWriteTheSameCommitOneSucceeds()
      throws InterruptedException, ExecutionException, IOException {
    Configuration hadoop = new Configuration();
    org.apache.hadoop.fs.Path commit =
        new org.apache.hadoop.fs.Path("file:" + folder.resolve("00000000000000000001.json"));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<Boolean>> writers =
        IntStream.range(0, 8)
            .<Callable<Boolean>>mapToObj(
                i ->
                    () -> {
                      try {
                        new LocalLogStore(hadoop)
                            .write(commit, List.of("by " + i).iterator(), false, hadoop);
                        return true;
                      } catch (FileAlreadyExistsException e) {
                        return false;
                      }
                    })
            .toList();
    int succeeded = 0;
    for (Future<Boolean> written : threads.invokeAll(writers)) {
      succeeded += written.get() ? 1 : 0;
    }
    threads.shutdown();
    assertThat(succeeded).isEqualTo(1);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.toList()).as("nothing unfinished").hasSize(1);
    }
    new LocalLogStore(hadoop).write(commit, List.of("anew").iterator(), true, hadoop);
    assertThat(folder.resolve(commit.getName())).hasContent("anew");
    assertThatThrownBy(
            () -> new LocalLogStore(hadoop).write(commit, List.of("x").iterator(), false, hadoop))
        .isInstanceOf(FileAlreadyExistsException.class);
  }
}
