package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.insight.access.ReaderSession;
import org.insight.lake.Lake;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both doors give a reader the same answers: {@code insight sql} and Trino. */
@ExtendWith(TrinoLab.Running.class)
class TrinoIT {

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));
  private static final long SEED = Long.getLong("insight.seed", 20_261_125L);

  /** Of several countries and bodies, of every clearance; the first ones stand for all. */
  private static final List<String> READERS =
      List.of(
          "fr-analyst",
          "gb-analyst",
          "be-analyst",
          "europol-analyst",
          "fr-border",
          "es-analyst",
          "ma-analyst",
          "eg-analyst",
          "us-analyst",
          "be-fiu");

  private static final int SHORT_READERS = 3;

  /** Of so few rows, readers of different rights may see the same number. */
  private static final int FEW = 100;

  /** Readers that ask at once; what an answer takes is mostly waiting. */
  private static final int AT_ONCE = 4;

  private record Compared(int answered, int withRows, List<String> differences) {}

  @Test
  void theSameQueryHasTheSameAnswerInBothDoorsForEveryReader(TrinoLab lab) {
    Lake lake = lab.lake();
    List<String> readers = LONG ? READERS : READERS.subList(0, SHORT_READERS);
    List<DrawnQueries.Query> queries = DrawnQueries.of(lake, SEED).draw(LONG ? 200 : 12);
    System.out.printf("seed %d (replay: -Dinsight.seed=%d)%n", SEED, SEED);
    List<Compared> compared;
    List<CompletableFuture<Compared>> asking = new ArrayList<>();
    ExecutorService atOnce = Executors.newFixedThreadPool(AT_ONCE);
    try {
      for (String reader : readers) {
        asking.add(CompletableFuture.supplyAsync(() -> compare(lab, reader, queries), atOnce));
      }
      compared = asking.stream().map(CompletableFuture::join).toList();
    } finally {
      atOnce.shutdownNow();
    }
    List<String> differences = compared.stream().flatMap(c -> c.differences().stream()).toList();
    int answered = compared.stream().mapToInt(Compared::answered).sum();
    int withRows = compared.stream().mapToInt(Compared::withRows).sum();
    System.out.printf(
        "%d queries as %d readers: %d answers compared, %d of them with rows, %d differ%n",
        queries.size(), readers.size(), answered, withRows, differences.size());
    assertThat(differences).isEmpty();
    // Else equal answers would say little.
    assertThat(withRows).isGreaterThan(answered / 2);
  }

  /** The query as it stands in the page, so that whoever copies it gets an answer. */
  @Test
  void objectsAreAddedUpInBothDoorsAsThePageForAnalystsSays(TrinoLab lab) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "for-analysts.md"));
    String block = "```\nSELECT object, ";
    assertThat(page).containsOnlyOnce(block);
    int begin = page.indexOf(block) + "```\n".length();
    List<DrawnQueries.Query> query =
        List.of(new DrawnQueries.Query(page.substring(begin, page.indexOf("\n```", begin)), true));
    for (String reader : List.of("fr-analyst", "be-analyst")) {
      Compared compared = compare(lab, reader, query);
      assertThat(compared.differences()).isEmpty();
      assertThat(compared.withRows()).as("answers to %s with rows", reader).isEqualTo(1);
    }
  }

  /** By the limit of the tests' lab; what others have is only higher. */
  @Test
  void aQueryThatWouldTakeDaysIsEnded(TrinoLab lab) {
    String days =
        "SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a (x)"
            + " CROSS JOIN UNNEST(sequence(1, 10000)) AS b (y)"
            + " CROSS JOIN UNNEST(sequence(1, 10000)) AS c (z) WHERE (x * y + z) % 7 = 3";
    assertThatThrownBy(() -> lab.rows("fr-analyst", days))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Exceeded CPU limit of %d.00s".formatted(TrinoLab.CPU_SECONDS));
  }

  @Test
  void readersOfDifferentRightsSeeDifferentRowsOfEachLargeTable(TrinoLab lab) throws SQLException {
    Lake lake = lab.lake();
    List<TableName> large =
        lake.contracts().all().stream()
            .filter(contract -> contract.carriesPolicy() && lake.rows(contract.name()) > FEW)
            .map(TableContract::name)
            .toList();
    assertThat(large).isNotEmpty();
    String counts =
        large.stream()
            .map(table -> "SELECT '" + table + "', count(*) FROM " + table)
            .collect(Collectors.joining(" UNION ALL "));
    List<String> seen = new ArrayList<>();
    for (String reader : List.of("control", "fr-analyst", "be-analyst")) {
      seen.addAll(lab.rows(reader, counts));
    }
    for (TableName table : large) {
      assertThat(seen.stream().filter(row -> row.startsWith("('" + table + "', ")))
          .as("rows of %s seen by three readers", table)
          .hasSize(3)
          .doesNotHaveDuplicates();
    }
  }

  private static Compared compare(TrinoLab lab, String reader, List<DrawnQueries.Query> queries) {
    List<String> differences = new ArrayList<>();
    int withRows = 0;
    ReaderSession door = TrinoLab.door(lab.lake(), reader, purpose(lab.lake(), reader));
    try (Connection trino = lab.as(reader)) {
      for (DrawnQueries.Query query : queries) {
        List<String> inSpark = spark(door, query);
        List<String> inTrino = trino(trino, query);
        withRows += inSpark.isEmpty() ? 0 : 1;
        if (!inSpark.equals(inTrino)) {
          differences.add(difference(reader, query, inSpark, inTrino));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Compared(queries.size(), withRows, differences);
  }

  private static String purpose(Lake lake, String reader) {
    Row row = lake.read(Tables.READERS).where(functions.col("reader").equalTo(reader)).first();
    return row.<String>getList(row.fieldIndex("purposes")).get(0);
  }

  private static List<String> spark(ReaderSession door, DrawnQueries.Query query) {
    try {
      List<String> rows =
          new ArrayList<>(
              door.sql(query.spark()).collectAsList().stream().map(AnswerText::ofSpark).toList());
      return query.ordered() ? rows : rows.stream().sorted().toList();
    } catch (RuntimeException e) {
      return List.of("insight sql: " + e.getMessage());
    }
  }

  private static List<String> trino(Connection connection, DrawnQueries.Query query) {
    try {
      List<String> rows = TrinoLab.rows(connection, query.trino());
      return query.ordered() ? rows : rows.stream().sorted().toList();
    } catch (SQLException e) {
      return List.of("Trino: " + e.getMessage());
    }
  }

  private static String difference(
      String reader, DrawnQueries.Query query, List<String> inSpark, List<String> inTrino) {
    List<String> onlySpark = new ArrayList<>(inSpark);
    inTrino.forEach(onlySpark::remove);
    List<String> onlyTrino = new ArrayList<>(inTrino);
    inSpark.forEach(onlyTrino::remove);
    return "%s: %s%n  insight sql, %d rows, alone: %s%n  Trino, %d rows, alone: %s"
        .formatted(
            reader,
            query.trino(),
            inSpark.size(),
            onlySpark.stream().limit(3).toList(),
            inTrino.size(),
            onlyTrino.stream().limit(3).toList());
  }
}
