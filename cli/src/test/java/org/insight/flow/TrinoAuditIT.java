package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.insight.jobs.governance.CollectAudit;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.insight.services.Served;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reads through Trino are in the audit with who really asked, as whom, why, and behind what. */
@ExtendWith(TrinoLab.Running.class)
class TrinoAuditIT {

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));
  private static final int AT_ONCE = 4;
  private static final List<String> READERS = List.of("fr-analyst", "gb-analyst", "be-analyst");
  private static final List<String> TABLES =
      List.of("curated.persons", "curated.trends_monthly", "text.sentences");

  @Test
  void readsUnderImpersonationNameLoginReaderPurposeTablesAndFilters(TrinoLab lab)
      throws InterruptedException {
    int reads = LONG ? 1_000 : 30;
    ExecutorService atOnce = Executors.newFixedThreadPool(AT_ONCE);
    try {
      CompletableFuture.allOf(
              IntStream.range(0, reads)
                  .mapToObj(i -> CompletableFuture.runAsync(() -> read(lab, i), atOnce))
                  .toArray(CompletableFuture[]::new))
          .join();
    } finally {
      atOnce.shutdownNow();
    }
    Lake lake = lab.lake();
    List<Row> ended = List.of();
    // Events come after the answers; each is awaited, none may be missing.
    for (int tries = 0; tries < 60 && ended.size() < reads; tries++) {
      TimeUnit.SECONDS.sleep(1);
      Served.runs(lab.settings(), lake, runs -> runs.job(new CollectAudit(""), result -> {}));
      ended = entries(lake, "done");
    }
    assertThat(ended).hasSize(reads);
    assertThat(entries(lake, "started")).hasSize(reads);
    List<String> wrong = new ArrayList<>();
    for (Row entry : ended) {
      int i = Integer.parseInt(entry.<String>getAs("reason").replaceAll(".* ", ""));
      String table = TABLES.get(i % TABLES.size());
      boolean right =
          entry.getAs("login").equals(TrinoLab.DASHBOARDS)
              && entry.getAs("reader").equals(READERS.get(i % READERS.size()))
              && entry.getAs("purpose").equals("crime-analysis")
              && entry.<String>getAs("scope").matches("[0-9a-f]{32}")
              && entry.<String>getAs("query").equals(query(i))
              && entry.getList(entry.fieldIndex("tables")).equals(List.of(table))
              && entry
                  .<String>getList(entry.fieldIndex("filters"))
                  .contains(table + ": (policy_id = 'seen by insight_lake')")
              && entry.<Long>getAs("rows") == 1;
      if (!right) {
        wrong.add(entry.toString());
      }
    }
    assertThat(wrong).isEmpty();
    System.out.printf("%d reads under impersonation, %d entries, all right%n", reads, reads * 2);

    assertThat(Served.auditFaults(lab.settings(), lake)).isEmpty();
    long seq = ended.get(0).getAs("seq");
    long snapshot = lake.snapshot(Tables.AUDIT).snapshotId();
    lake.spark().sql("UPDATE lake.governance.audit SET reader = 'control' WHERE seq = " + seq);
    try {
      assertThat(Served.auditFaults(lab.settings(), lake))
          .anyMatch(fault -> fault.contains("entry " + seq + " is not what its hash was made of"));
    } finally {
      lake.iceberg(Tables.AUDIT).manageSnapshots().rollbackTo(snapshot).commit();
    }
  }

  private static void read(TrinoLab lab, int i) {
    Map<String, String> session =
        Map.of(
            "sessionUser",
            READERS.get(i % READERS.size()),
            "clientTags",
            "purpose=crime-analysis",
            "clientInfo",
            "a test of the audit " + i);
    try (Connection connection = lab.connect(TrinoLab.DASHBOARDS, session)) {
      assertThat(TrinoLab.rows(connection, query(i))).hasSize(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String query(int i) {
    return "SELECT count(*) + " + i + " FROM " + TABLES.get(i % TABLES.size());
  }

  private static List<Row> entries(Lake lake, String outcome) {
    return lake.read(Tables.AUDIT)
        .where(functions.col("engine").equalTo("trino"))
        .where(functions.col("outcome").equalTo(outcome))
        .where(functions.col("reason").startsWith("a test of the audit "))
        .collectAsList();
  }
}
