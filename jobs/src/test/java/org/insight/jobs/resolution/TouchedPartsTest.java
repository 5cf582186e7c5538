package org.insight.jobs.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.JobRunner;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.LiteralInputs;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TouchedPartsTest {

  private static final int ROUNDS = 4;

  @TempDir private Path folder;

  /**
   * Records of one path, each of which shares an entry of a list with the next: legal entities with
   * persons between them, and a company at the end, which takes all of them apart.
   */
  private static Lake path(int from, int to) {
    Lake lake = new Lake().grant("national", "p");
    for (int i = from; i <= to; i++) {
      String record = "r%03d".formatted(i);
      String schema = i == 0 ? "Company" : i % 2 == 0 ? "Person" : "LegalEntity";
      lake.record(record, schema, "p", Map.of())
          .strong(record, "p", "list_entry", "X:" + i)
          .strong(record, "p", "list_entry", "X:" + (i + 1));
    }
    return lake;
  }

  private static void append(org.insight.lake.Lake lake, LiteralInputs rows) {
    for (TableName table : List.of(Tables.RECORDS, Tables.IDENTIFIERS)) {
      TestLakes.write(lake, table, WriteMode.APPEND, rows.table(table));
    }
  }

  private static List<String> memberships(Dataset<Row> rows) {
    return rows.select("entity_id", "record_id", "policy_id").collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  /** Each record of the path is an entity of its own, so nothing that is known leads further. */
  private long rowsOfALastOne(String name, int length) {
    org.insight.lake.Lake lake =
        TestLakes.in(
            folder.resolve(name),
            Tables.RECORDS,
            Tables.IDENTIFIERS,
            Tables.GRANTS,
            Tables.MEMBERSHIPS);
    LiteralInputs there = path(0, length - 1).inputs();
    append(lake, there);
    TestLakes.write(lake, Tables.GRANTS, WriteMode.REPLACE, there.table(Tables.GRANTS));
    JobRunner runner = new JobRunner(lake);
    assertThat(runner.run(new ResolveRecords(1_000, ROUNDS)).rows()).isEqualTo(length);
    append(lake, path(length, length).inputs());
    long rows = runner.run(new ResolveRecords(1_000, ROUNDS)).rows();
    assertThat(memberships(lake.read(Tables.MEMBERSHIPS)))
        .hasSize(length + 1)
        .isEqualTo(memberships(Lake.run(new ResolveRecords(1_000), path(0, length).inputs())));
    return rows;
  }

  @Test
  void aRecordAtTheEndOfALongPathIsNotFollowedToItsOtherEndStepByStep() {
    assertThat(rowsOfALastOne("short", ROUNDS - 1)).isOne();
    assertThat(rowsOfALastOne("long", ROUNDS)).as("made anew as a whole").isEqualTo(ROUNDS + 1);
  }
}
