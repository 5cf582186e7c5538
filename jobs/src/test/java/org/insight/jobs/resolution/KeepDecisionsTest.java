package org.insight.jobs.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.policy.BasePolicy;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeepDecisionsTest {

  private static final BasePolicy POLICY =
      BasePolicy.fromYaml("{source: FR, purposes: [locate], level: 1}");

  private static Row act(
      String id, int second, String act, List<String> left, List<String> right, String reason) {
    return act(id, second, act, left, right, null, reason);
  }

  private static Row act(
      String id,
      int second,
      String act,
      List<String> left,
      List<String> right,
      @Nullable String undoes,
      String reason) {
    return RowFactory.create(
        id,
        Timestamp.from(Instant.EPOCH.plusSeconds(second)),
        act,
        left.toArray(),
        right.toArray(),
        undoes,
        reason,
        POLICY.canonical());
  }

  private static List<String> kept(List<Row> acts, String... records) {
    Dataset<Row> there =
        SharedSpark.session()
            .createDataFrame(
                Arrays.stream(records).map(RowFactory::create).toList(),
                StructType.fromDDL("record_id string"));
    Dataset<Row> all =
        SharedSpark.session()
            .createDataFrame(
                acts,
                StructType.fromDDL(
                    "act_id string, at timestamp, act string, left_ids array<string>,"
                        + " right_ids array<string>, undoes string, reason string,"
                        + " base_policy string"));
    Dataset<Row> rows =
        new KeepDecisions()
            .build(
                new LiteralInputs().with(Tables.DECISION_ACTS, all).with(Tables.SUBJECTS, there));
    assertThat(rows.where("policy_id <> '" + POLICY.id() + "'").count()).isZero();
    return rows
        .selectExpr(
            "concat_ws(' ', decision_id, decided_by, verdict, concat_ws(',', left_ids),"
                + " concat_ws(',', right_ids), reason, coalesce(undone_because, '-'))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  @Test
  void aDecisionGoesWithAnyOfItsRecords() {
    List<Row> acts =
        List.of(
            act("D-1", 0, "same", List.of("a", "b"), List.of("c"), "one photograph"),
            act("D-2", 1, "different", List.of("a"), List.of("d"), "born elsewhere"));
    assertThat(kept(acts, "a", "b", "c", "d"))
        .containsExactly(
            "D-1 FR same a,b c one photograph -", "D-2 FR different a d born elsewhere -");
    assertThat(kept(acts, "a", "c", "d")).containsExactly("D-2 FR different a d born elsewhere -");
    assertThat(kept(acts)).isEmpty();
  }

  @Test
  void theFirstUndoingOfADecisionCounts() {
    List<Row> acts =
        List.of(
            act("D-1", 0, "same", List.of("a"), List.of("b"), "one photograph"),
            act("U-2", 5, "undo", List.of(), List.of(), "D-1", "again"),
            act("U-1", 3, "undo", List.of(), List.of(), "D-1", "another photograph"));
    assertThat(kept(acts, "a", "b"))
        .containsExactly("D-1 FR same a b one photograph another photograph");
  }
}
