package org.insight.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.core.InsightException;
import org.insight.policy.Purpose;
import org.insight.policy.Scope;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class TrinoGroupsTest {

  /** Who has a name, a scope and a clearance alone has no purpose. */
  private static Dataset<Row> readers(Row... rows) {
    return SharedSpark.compiled()
        .createDataFrame(
            Stream.of(rows)
                .map(r -> row(r.get(0), r.get(1), r.get(2), r.size() > 3 ? r.get(3) : null))
                .toList(),
            StructType.fromDDL(
                "reader string, scope string, clearance int, purposes array<string>"));
  }

  private static Dataset<Row> acts(Row... rows) {
    return SharedSpark.compiled()
        .createDataFrame(
            List.of(rows),
            StructType.fromDDL("number bigint, reader string, scope string, clearance int"));
  }

  private static Row row(Object... values) {
    return RowFactory.create(values);
  }

  @Test
  void eachReaderIsInOneGroupOfTheScopeAndOneOfTheClearance() {
    assertThat(
            TrinoGroups.render(
                readers(row("b", "s1", 2), row("a", "s1", 2), row("c", "s2", 0)), acts()))
        .isEqualTo("clearance-0:c\nclearance-2:a,b\nscope-s1:a,b\nscope-s2:c\n");
  }

  @Test
  void eachReaderIsInOneGroupOfEachPurposeAndWhoSeesAllInAllOfThem() {
    String all = new Scope(null, null, 3, new TreeSet<>(), true).id();
    String groups =
        TrinoGroups.render(
            readers(
                row("a", "s1", 1, List.of("locate", "warning")),
                row("b", "s2", 1, List.of("locate")),
                row("revoked", "s1", 1, List.of("locate")),
                row("control", all, 3)),
            acts(row(1L, "revoked", null, null)));
    assertThat(groups.lines().filter(line -> line.startsWith("purpose-")))
        .hasSize(Purpose.values().length)
        .contains(
            "purpose-locate:a,b,control", "purpose-warning:a,control", "purpose-forensic:control");
  }

  @Test
  void whoWasRevokedOrHasOtherRightsByTheLatestActIsInNoGroup() {
    assertThat(
            TrinoGroups.render(
                readers(
                    row("revoked", "s1", 1),
                    row("changed", "s1", 1),
                    row("followed", "s2", 1),
                    row("as-enrolled", "s2", 1),
                    row("of-less-clearance", "s2", 1)),
                acts(
                    row(1L, "revoked", "s1", 1),
                    row(2L, "revoked", null, null),
                    row(3L, "changed", "s9", 1),
                    row(4L, "followed", "s9", 1),
                    row(5L, "followed", "s2", 1),
                    row(6L, "never-enrolled", "s1", 1),
                    row(7L, "of-less-clearance", "s2", 0))))
        .isEqualTo("clearance-1:as-enrolled,followed\nscope-s2:as-enrolled,followed\n");
  }

  @Test
  void whoSeesAllByANameThatTheRulesDoNotKnowIsInNoGroup() {
    String all = new Scope(null, null, 3, new TreeSet<>(), true).id();
    assertThat(
            TrinoGroups.render(
                readers(
                    row("control", all, 3),
                    row("control-second", all, 1),
                    row("chief", all, 3),
                    row("controller", all, 3),
                    row("control-of-files", "s1", 1)),
                acts(row(1L, "chief", all, 3))))
        .matches(
            "clearance-1:control-of-files,control-second\nclearance-3:control\n"
                + "(purpose-[a-z-]+:control,control-second\n)+scope-"
                + all
                + ":control,control-second\nscope-s1:control-of-files\n");
  }

  @Test
  void whoIsEnrolledTwiceOrWithoutRightsIsInNoGroupAndAllOthersAreInTheirs() {
    assertThat(
            TrinoGroups.render(
                readers(
                    row("twice", "s1", 1),
                    row("twice", "s2", 1),
                    row("of-no-scope", null, 1),
                    row("of-no-clearance", "s1", null),
                    row("revoked", "s1", 1),
                    row("once", "s1", 1)),
                acts(row(1L, "revoked", null, null))))
        .isEqualTo("clearance-1:once\nscope-s1:once\n");
  }

  @Test
  void nobodysGroupsAreGuessed() {
    for (Dataset<Row> readers :
        List.of(readers(row("a,b", "s1", 1)), readers(row("a\nscope-s2:b", "s1", 1)))) {
      assertThatThrownBy(() -> TrinoGroups.render(readers, acts()))
          .isInstanceOf(InsightException.class)
          .hasMessageStartingWith("Cannot group readers")
          .hasMessageNotContaining("\n");
    }
  }
}
