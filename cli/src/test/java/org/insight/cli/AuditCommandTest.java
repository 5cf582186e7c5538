package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class AuditCommandTest {

  private static final StructType ENTRY =
      StructType.fromDDL(
          "seq bigint, at timestamp, call string, reader string, act string, tables array<string>,"
              + " filters array<string>, outcome string, detail string, rows bigint");

  private static Row entry(long seq, String at, String call, String outcome) {
    boolean ended = !outcome.equals("started");
    return RowFactory.create(
        seq,
        Timestamp.from(Instant.parse(at)),
        call,
        "fr-analyst",
        "read",
        ended ? new String[] {"curated.persons"} : new String[0],
        new String[0],
        outcome,
        null,
        ended ? 7L : null);
  }

  private static List<String> reads(String month, Row... entries) {
    Dataset<Row> all = SharedSpark.session().createDataFrame(List.of(entries), ENTRY);
    return AuditCommand.calls(all, YearMonth.parse(month))
        .selectExpr("concat_ws(' ', seq, call, outcome, rows, array_join(tables, ','))")
        .orderBy("seq")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void aReadOverTheEndOfAMonthIsOneOfTheMonthInWhichItStarted() {
    Row[] entries = {
      entry(1, "2026-10-31T23:59:58Z", "a", "started"),
      entry(2, "2026-10-31T23:59:59Z", "b", "started"),
      entry(3, "2026-11-01T00:00:01Z", "a", "done"),
      entry(4, "2026-11-01T00:00:02Z", "c", "started"),
    };
    assertThat(reads("2026-10", entries))
        .containsExactly("1 a done 7 curated.persons", "2 b started ");
    assertThat(reads("2026-11", entries)).containsExactly("4 c started ");
    assertThat(reads("2026-12", entries)).isEmpty();
  }

  @Test
  void aStartThatIsToldAfterTheEndIsAStart() {
    Row[] entries = {
      entry(1, "2026-11-01T00:00:01Z", "a", "done"),
      entry(2, "2026-10-31T23:59:58Z", "a", "started"),
      entry(3, "2026-11-02T00:00:00Z", "b", "failed"),
      entry(4, "2026-11-02T00:00:01Z", "c", "refused"),
      entry(5, "2026-11-02T00:00:00Z", "b", "started"),
    };
    assertThat(reads("2026-10", entries)).containsExactly("2 a done 7 curated.persons");
    assertThat(reads("2026-11", entries))
        .containsExactly("4 c refused 7 curated.persons", "5 b failed 7 curated.persons");
  }
}
