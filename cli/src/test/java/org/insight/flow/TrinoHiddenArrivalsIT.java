package org.insight.flow;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoResultSet;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Trino counts for a reader is the same before and after rows arrived that the reader may not
 * see; and no other statement gets at a transaction that has read older ones.
 */
@ExtendWith(TrinoLab.Running.class)
class TrinoHiddenArrivalsIT {

  private static final String READER = "gb-analyst";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of EXPLAIN ANALYZE: all that counts, and no time. */
  private static final Pattern COUNTS =
      Pattern.compile(
          "Splits: \\d+|Tasks count: \\d+|Input: \\d+ rows[^,\\n]*|Physical input: [^,\\n]*"
              + "|(Input avg.|Input rows distribution|Active Drivers): .*");

  /** Of what Trino keeps of a query. */
  private static final Pattern OF_QUERY =
      Pattern.compile(
          "\"(totalDrivers|completedDrivers|physicalInputDataSize|physicalInputPositions"
              + "|rawInputPositions|processedInputPositions|inputPositions"
              + "|sumSquaredInputPositions|totalSplits)\" ?: ?[^,}]*");

  /**
   * Which of the drivers above a scan takes a page is theirs to settle; the scan ends meanwhile.
   */
  private static final String STOPS_EARLY = " LIMIT 3";

  private static final Pattern SPREAD = Pattern.compile("sumSquaredInputPositions|Input avg");

  private static List<String> questions(TableName table) {
    return List.of(
        "SELECT * FROM " + table,
        "SELECT count(*) FROM " + table,
        "SELECT count(*) FROM " + table + " WHERE policy_id IS NULL",
        "SELECT count(*) FROM " + table + " a CROSS JOIN (SELECT 1 FROM " + table + " LIMIT 1) b",
        "SELECT * FROM " + table + STOPS_EARLY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"landing.records", "curated.persons", "curated.trends_monthly"})
  void hiddenArrivalsChangeNoCount(String name, TrinoLab lab) throws Exception {
    TableName table = TableName.of(name);
    nothingCounts(lab, table, lab.lake().read(table));
  }

  @Test
  void aTableIsAsEmptyAfterAHiddenArrivalAsBefore(TrinoLab lab) throws Exception {
    Lake lake = lab.lake();
    TableName table = Tables.TRENDS_MONTHLY;
    long snapshot = lake.snapshot(table).snapshotId();
    Dataset<Row> all = lake.read(table);
    Dataset<Row> one = lake.spark().createDataFrame(all.limit(1).collectAsList(), all.schema());
    lake.iceberg(table).newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    try {
      nothingCounts(lab, table, one);
    } finally {
      lake.iceberg(table).manageSnapshots().rollbackTo(snapshot).commit();
    }
  }

  /** Hidden rows arrive, in three files of their own. */
  private static void nothingCounts(TrinoLab lab, TableName table, Dataset<Row> rows)
      throws Exception {
    Lake lake = lab.lake();
    long snapshot = lake.snapshot(table).snapshotId();
    Map<String, List<String>> before = new LinkedHashMap<>();
    for (String question : questions(table)) {
      before.put(question, counts(lab, question));
    }
    Dataset<Row> hidden = rows.limit(1).withColumn("policy_id", lit(hidden(lake)));
    try {
      for (int i = 0; i < 3; i++) {
        hidden.writeTo("lake." + table).append();
      }
      for (String question : questions(table)) {
        assertThat(counts(lab, question)).as(question).isEqualTo(before.get(question));
      }
    } finally {
      lake.iceberg(table).manageSnapshots().rollbackTo(snapshot).commit();
    }
  }

  private static String hidden(Lake lake) {
    return lake.read(Tables.PERSONS)
        .where("caption = '" + TrinoLab.SECRET + "'")
        .select("policy_id")
        .first()
        .getString(0);
  }

  /** All that Trino counts for a question: by the protocol, of the query, and in its plan. */
  private static List<String> counts(TrinoLab lab, String sql) throws SQLException {
    List<String> counts = new ArrayList<>();
    String query;
    try (Statement statement = lab.kept(READER).createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        result.getObject(1);
      }
      QueryStats stats = result.unwrap(TrinoResultSet.class).getStats();
      query = result.unwrap(TrinoResultSet.class).getQueryId();
      counts.add("splits " + stats.getTotalSplits() + ", done " + stats.getCompletedSplits());
      counts.add("rows " + stats.getProcessedRows() + ", bytes " + stats.getProcessedBytes());
    }
    String kept = lab.http(READER, "GET", "/v1/query/" + query, "", Map.of()).body();
    OF_QUERY.matcher(kept).results().map(MatchResult::group).sorted().forEach(counts::add);
    assertThat(counts).as(kept).hasSizeGreaterThan(10);
    String plan = String.join("\n", lab.rows(READER, "EXPLAIN ANALYZE VERBOSE " + sql));
    int size = counts.size();
    COUNTS.matcher(plan).results().map(MatchResult::group).forEach(counts::add);
    assertThat(counts).as(plan).hasSizeGreaterThan(size);
    if (sql.endsWith(STOPS_EARLY)) {
      counts.removeIf(count -> SPREAD.matcher(count).find());
    }
    return counts;
  }

  /** A sample of files would tell how visible rows lie in them. */
  @Test
  void aSampleIsNotOfFiles(TrinoLab lab) throws Exception {
    Lake lake = lab.lake();
    TableName table = Tables.TRENDS_MONTHLY;
    long snapshot = lake.snapshot(table).snapshotId();
    String count = "SELECT count(*) FROM curated.trends_monthly";
    assertThat(lab.rows(READER, count)).as("visible rows").isNotEqualTo(List.of("(0)"));
    try {
      for (int i = 0; i < 6; i++) {
        lake.spark()
            .sql(
                "INSERT INTO lake.curated.trends_monthly SELECT * FROM lake.curated.trends_monthly"
                    + " LIMIT 100");
      }
      List<String> all = lab.rows(READER, count);
      for (String sampled :
          List.of(
              count + " TABLESAMPLE SYSTEM (50)",
              "SELECT count(policy_id) FROM curated.trends_monthly TABLESAMPLE SYSTEM (50)",
              "SELECT count(*) FROM (SELECT * FROM curated.trends_monthly) TABLESAMPLE SYSTEM (50)"
                  + " WHERE documents >= 0")) {
        for (int tries = 0; tries < 12; tries++) {
          try {
            assertThat(lab.rows(READER, sampled)).as(sampled).isIn(all, List.of("(0)"));
          } catch (SQLException e) {
            assertThat(e.getMessage()).as(sampled).contains("found TABLESAMPLE SYSTEM");
          }
        }
      }
      assertThat(lab.rows(READER, count + " TABLESAMPLE BERNOULLI (100)")).isEqualTo(all);
    } finally {
      lake.iceberg(table).manageSnapshots().rollbackTo(snapshot).commit();
    }
  }

  /** Iceberg keeps each table as the transaction read it first, withdrawn rows among it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM curated.persons",
        "SELECT count(*) FROM curated.trends_monthly",
        "EXPLAIN ANALYZE SELECT caption FROM curated.persons",
        "DESCRIBE curated.persons",
        "SHOW TABLES FROM curated"
      })
  void noStatementJoinsTheTransactionOfAnother(String sql, TrinoLab lab) throws Exception {
    JsonNode first =
        json(
            lab.http(
                READER,
                "POST",
                "/v1/statement",
                "SELECT a.caption FROM curated.persons a CROSS JOIN text.sentences b"
                    + " CROSS JOIN text.sentences c",
                Map.of()));
    String next = first.get("nextUri").asText();
    try {
      // It has begun to read, and waits for whoever fetches more.
      JsonNode answer = first;
      while (!answer.has("data")) {
        assertThat(answer.has("error")).as("%s", answer).isFalse();
        answer = json(lab.http(READER, "GET", next, "", Map.of()));
        next = answer.get("nextUri").asText();
      }
      JsonNode kept =
          json(lab.http(READER, "GET", "/v1/query/" + first.get("id").asText(), "", Map.of()));
      String transaction = kept.at("/session/transactionId").asText();
      assertThat(transaction).isNotEmpty();
      JsonNode joined = ended(lab, sql, Map.of("X-Trino-Transaction-Id", transaction));
      assertThat(joined.at("/error/message").asText())
          .as("%s", joined)
          .contains("Cannot read in the transaction of another query");
      assertThat(ended(lab, sql, Map.of()).has("error")).as("by itself").isFalse();
    } finally {
      lab.http(READER, "DELETE", next, "", Map.of());
    }
  }

  /** Without a file of groups nobody reads, and is told so in one line. */
  @Test
  void aMissingFileOfGroupsIsAnsweredInOneLine(TrinoLab lab) throws Exception {
    Path groups = lab.etc("groups.txt");
    Path away = lab.etc("groups.txt.away");
    String sql = "SELECT count(*) FROM curated.trends_monthly";
    assertThat(lab.rows(READER, sql)).isNotEmpty();
    Files.move(groups, away);
    try {
      String answer = "";
      for (int tries = 0; tries < 100; tries++) {
        HttpResponse<String> sent = lab.http(READER, "POST", "/v1/statement", sql, Map.of());
        answer = sent.statusCode() == 200 ? end(lab, sent).toString() : sent.body();
        if (sent.statusCode() != 200 || answer.contains("\"error\"")) {
          break;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
      isOneLine(answer);
    } finally {
      Files.move(away, groups);
      for (int tries = 0; tries < 100; tries++) {
        try {
          lab.rows(READER, sql);
          break;
        } catch (SQLException e) {
          TimeUnit.MILLISECONDS.sleep(200);
        }
      }
    }
    assertThat(lab.rows(READER, sql)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lake=ROLE{admin}",
        "system=ROLE{admin}",
        "nowhere=ROLE{admin}",
        "lake=ALL",
        "lake=NONE",
        "lake=admin",
        "admin"
      })
  void aRoleIsAnsweredInOneLine(String role, TrinoLab lab) throws Exception {
    HttpResponse<String> sent =
        lab.http(
            READER,
            "POST",
            "/v1/statement",
            "SELECT count(*) FROM curated.trends_monthly",
            Map.of("X-Trino-Role", role));
    if (sent.statusCode() != 200) {
      isOneLine(sent.body());
      return;
    }
    JsonNode end = end(lab, sent);
    if (end.has("error")) {
      isOneLine(end.at("/error/message").asText());
    }
  }

  private static void isOneLine(String answer) {
    assertThat(answer)
        .isNotBlank()
        .hasSizeLessThan(500)
        .doesNotContain("\n", "\tat ", "/etc/", "groups.txt", "Exception:");
  }

  private static JsonNode ended(TrinoLab lab, String sql, Map<String, String> headers)
      throws IOException {
    return end(lab, lab.http(READER, "POST", "/v1/statement", sql, headers));
  }

  /** The last answer to a statement, with an error where there is one; its rows are passed over. */
  private static JsonNode end(TrinoLab lab, HttpResponse<String> sent) throws IOException {
    JsonNode answer = json(sent);
    while (answer.has("nextUri")) {
      answer = json(lab.http(READER, "GET", answer.get("nextUri").asText(), "", Map.of()));
    }
    return answer;
  }

  private static JsonNode json(HttpResponse<String> sent) throws IOException {
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    return JSON.readTree(sent.body());
  }
}
