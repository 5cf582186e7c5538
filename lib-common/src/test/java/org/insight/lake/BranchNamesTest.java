package org.insight.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.SnapshotRef;
import org.junit.jupiter.api.Test;

/** How a run's branch is found among those of a table; that nobody guesses it, in jobs. */
class BranchNamesTest {

  private static final String ONE = "insight_run_00112233445566778899aabbccddeeff";
  private static final String OTHER = "insight_run_ff112233445566778899aabbccddeeff";

  private static Map<String, SnapshotRef> refs(String... names) {
    return Arrays.stream(names)
        .collect(Collectors.toMap(name -> name, name -> SnapshotRef.branchBuilder(1).build()));
  }

  @Test
  void eachMadeForARunIsAnotherAndIsFound() {
    assertThat(Stream.generate(() -> BranchNames.make(Lake.RUN)).limit(1000).distinct())
        .hasSize(1000)
        .allMatch(name -> name.matches("insight_run_[0-9a-f]{32}"))
        .allMatch(name -> name.equals(BranchNames.find(refs("main", name), Lake.RUN)));
    assertThat(BranchNames.make(Lake.MAIN)).isEqualTo("main");
    String kept = BranchNames.make(Lake.KEPT);
    assertThat(kept).matches("insight_kept_[0-9a-f]{32}");
    assertThat(BranchNames.find(refs("main", kept), Lake.KEPT)).isEqualTo(kept);
    assertThat(BranchNames.find(refs("main", kept), Lake.RUN)).isNull();
  }

  @Test
  void whatIsCalledAlikeIsNotARuns() {
    Map<String, SnapshotRef> refs =
        refs("main", "insight_run_kept", "insight_running", ONE + "0", "insight_job_1_" + ONE);
    assertThat(BranchNames.find(refs, Lake.RUN)).isNull();
    assertThat(BranchNames.find(refs, Lake.MAIN)).isEqualTo("main");
    assertThat(BranchNames.findOrMake(refs, Lake.RUN)).matches("insight_run_[0-9a-f]{32}");
  }

  @Test
  void ofTwoTheSameOneIsAlwaysFound() {
    assertThat(BranchNames.find(refs("main", OTHER, ONE), Lake.RUN)).isEqualTo(ONE);
    assertThat(BranchNames.find(refs(ONE, "insight_run", OTHER), Lake.RUN))
        .as("the plain name of an older version")
        .isEqualTo("insight_run");
    assertThat(BranchNames.is(ONE, Lake.RUN)).isTrue();
    assertThat(BranchNames.is(ONE, Lake.MAIN)).isFalse();
  }
}
