package org.insight.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.policy.Label;
import org.insight.schemas.TableName;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderSessionTest {

  /** Only hidden rows hold a title that is no regular expression: to compute on one throws. */
  private static final String BOOM = "regexp_like('x', title)";

  private static final Lake LAKE =
      new Lake()
          .with(
              "landing.items",
              "item_id string, title string, size_bytes bigint, policy_id string",
              List.of(
                  RowFactory.create("open1", "x", 1L, Lake.OPEN.id()),
                  RowFactory.create("open2", "y", 2L, Lake.OPEN.id()),
                  RowFactory.create("last", "z", 4L, Lake.LAST_DAY.id()),
                  RowFactory.create("secret", "(hidden1", 8L, Lake.SECRET.id()),
                  RowFactory.create("expired", "(hidden2", 16L, Lake.EXPIRED.id()),
                  RowFactory.create("none", "(hidden3", 32L, null),
                  RowFactory.create("quarantined", "(hidden4", 64L, Label.QUARANTINE.id()),
                  RowFactory.create("unknown", "(hidden5", 128L, "0123456789abcdef"),
                  RowFactory.create("unregistered", "(hidden6", 256L, "unregistered")))
          .with(
              "curated.persons",
              "entity_id string, caption string, policy_id string",
              List.of(
                  RowFactory.create("e1", "One Person", Lake.OPEN.id()),
                  RowFactory.create("e2", "One", Lake.WITHOUT_SECRET.id()),
                  RowFactory.create("e3", "One Two", Lake.BOTH.id()),
                  RowFactory.create("e4", "Two", Lake.SECRET.id())));

  private static final Map<String, ReaderSession> OPENED = new TreeMap<>();

  private static ReaderSession as(String reader) {
    return OPENED.computeIfAbsent(reader, LAKE::as);
  }

  private static List<String> answers(String reader, String sql) {
    List<String> rows = new ArrayList<>();
    for (Row row : as(reader).sql(sql).collectAsList()) {
      rows.add(row.mkString("|"));
    }
    return rows;
  }

  @Test
  void eachReaderSeesTheRowsOfTheirEntitlementsAndNoOther() {
    String sql = "SELECT item_id FROM landing.items ORDER BY item_id";
    assertThat(answers("low", sql)).containsExactly("last", "open1", "open2");
    assertThat(answers("high", sql)).containsExactly("last", "open1", "open2", "secret");
    assertThat(answers("control", sql))
        .as("all that has a policy, expired or not")
        .containsExactly("expired", "last", "open1", "open2", "secret");
  }

  @Test
  void anEntitlementThatHasNotBegunOrIsToAnotherLabelThanItsNameOpensNothing() {
    Lake lake =
        new Lake()
            .with(
                "landing.items",
                "item_id string, policy_id string",
                List.of(
                    RowFactory.create("open", Lake.OPEN.id()),
                    RowFactory.create("ending", Lake.ENDING.id()),
                    RowFactory.create("without", Lake.WITHOUT_ENDING.id()),
                    RowFactory.create("misnamed", Lake.MISNAMED)));
    String sql = "SELECT item_id FROM landing.items ORDER BY item_id";
    assertThat(lake.as("low").sql(sql).collectAsList())
        .containsExactly(RowFactory.create("open"), RowFactory.create("without"));
    assertThat(lake.as("high").sql(sql).collectAsList())
        .as("who sees the record has another version, until the record's last day")
        .containsExactly(RowFactory.create("ending"), RowFactory.create("open"));
  }

  @Test
  void countsAndSumsAreOfVisibleRows() {
    String sql = "SELECT count(*), sum(size_bytes), max(title) FROM landing.items";
    assertThat(answers("low", sql)).containsExactly("3|7|z");
    assertThat(answers("high", sql)).containsExactly("4|15|z");
  }

  @Test
  void aViewerRelativeEntityShowsItsOneVersion() {
    String sql = "SELECT entity_id FROM curated.persons ORDER BY entity_id";
    assertThat(answers("low", sql)).containsExactly("e1", "e2");
    assertThat(answers("high", sql)).containsExactly("e1", "e3", "e4");
  }

  @Test
  void policyIdAndRestrictionsSayNothingOfWhatIsWithheld() {
    List<String> rows =
        answers(
            "low",
            "SELECT DISTINCT policy_id, restrictions FROM curated.persons WHERE entity_id IN ('e1','e2')");
    assertThat(rows)
        .containsExactly(Lake.OPEN.id() + "|FR: level 0, for investigation (ask first)");
    assertThat(
            answers(
                "low",
                "SELECT count(*) FROM curated.persons WHERE policy_id = '"
                    + Lake.WITHOUT_SECRET.id()
                    + "'"))
        .containsExactly("0");
    assertThat(answers("high", "SELECT restrictions FROM curated.persons WHERE entity_id = 'e3'"))
        .containsExactly(
            "FR: level 0, for investigation (ask first); GB: INTERPOL H3, level 3, for"
                + " investigation");
  }

  @Test
  void identifiersAreNullBelowTheirClearanceAndCannotBeAskedFor() {
    Lake lake =
        new Lake()
            .with(
                "mentions.identifiers",
                "mention_id string, kind string, value string, raw string, policy_id string",
                List.of(RowFactory.create("m", "phone", "+15550100", "555 0100", Lake.OPEN.id())));
    String sql = "SELECT kind, value, raw FROM mentions.identifiers";
    String asked = "SELECT count(*) FROM mentions.identifiers WHERE value = '+15550100'";
    assertThat(lake.as("low").sql(sql).collectAsList())
        .containsExactly(RowFactory.create("phone", null, null));
    assertThat(lake.as("low").sql(asked).collectAsList()).containsExactly(RowFactory.create(0L));
    assertThat(lake.as("high").sql(sql).collectAsList())
        .containsExactly(RowFactory.create("phone", "+15550100", "555 0100"));
    assertThat(lake.as("high").sql(asked).collectAsList()).containsExactly(RowFactory.create(1L));
  }

  @Test
  void whatARecordSaysHoldsIdentifiersAndIsNullBelowTheirClearance() {
    Lake lake =
        new Lake()
            .with(
                "landing.records",
                "record_id string, schema string, properties map<string,array<string>>,"
                    + " policy_id string",
                List.of(
                    RowFactory.create(
                        "r",
                        "Person",
                        Map.of("passportNumber", new String[] {"XX1243567"}),
                        Lake.OPEN.id())));
    String sql = "SELECT schema, properties['passportNumber'][0] FROM landing.records";
    assertThat(lake.as("low").sql(sql).collectAsList())
        .containsExactly(RowFactory.create("Person", null));
    assertThat(lake.as("high").sql(sql).collectAsList())
        .containsExactly(RowFactory.create("Person", "XX1243567"));
  }

  /** Else they would show all that the columns made of them hide. */
  @Test
  void theBytesOfAnItemHoldIdentifiersAndAreNullBelowTheirClearance() {
    byte[] extract = "passport\nXX1243567\n".getBytes(StandardCharsets.UTF_8);
    Lake lake =
        new Lake()
            .with(
                "landing.arrivals",
                "item_id string, kind string, content binary, policy_id string",
                List.of(RowFactory.create("i", "extract", extract, Lake.OPEN.id())));
    String sql = "SELECT kind, decode(content, 'UTF-8') FROM landing.arrivals";
    assertThat(lake.as("low").sql(sql).collectAsList())
        .containsExactly(RowFactory.create("extract", null));
    assertThat(lake.as("high").sql(sql).collectAsList())
        .containsExactly(RowFactory.create("extract", "passport\nXX1243567\n"));
  }

  /** Else who knows all of a card but its number could try numbers until the digest comes out. */
  @Test
  void theDigestOfAnItemsBytesIsNullBelowTheirClearance() {
    for (String table : List.of("landing.arrivals", "landing.items")) {
      Lake lake =
          new Lake()
              .with(
                  table,
                  "item_id string, content_sha256 string, policy_id string",
                  List.of(RowFactory.create("i", "5e88", Lake.OPEN.id())));
      String sql = "SELECT item_id, content_sha256 FROM " + table;
      assertThat(lake.as("low").sql(sql).collectAsList())
          .as(table)
          .containsExactly(RowFactory.create("i", null));
      assertThat(lake.as("high").sql(sql).collectAsList())
          .as(table)
          .containsExactly(RowFactory.create("i", "5e88"));
      assertThat(
              lake.as("low")
                  .sql("SELECT 1 FROM " + table + " WHERE content_sha256 = '5e88'")
                  .collectAsList())
          .as(table)
          .isEmpty();
    }
  }

  @Test
  void allColumnsAreThoseOfTheContractAndTheRestrictions() {
    assertThat(as("low").sql("SELECT * FROM landing.items").columns())
        .startsWith("item_id", "parent_item_id")
        .endsWith("policy_id", "restrictions")
        .hasSize(Lake.CONTRACTS.get(TableName.of("landing.items")).columns().size() + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "SELECT i.item_id FROM landing.items i WHERE i.size_bytes = 1 ~ open1",
        "SELECT landing.items.item_id FROM landing.items WHERE items.size_bytes = 1 ~ open1",
        "SELECT item_id FROM `landing`.`items` WHERE size_bytes = 1 ~ open1",
        "SELECT item_id FROM LANDING.Items WHERE size_bytes = 1; ~ open1",
        "TABLE curated.persons LIMIT 0 ~ ''",
        "VALUES (1), (2) ~ 1,2",
        "WITH v AS (SELECT * FROM landing.items) SELECT count(*) FROM v ~ 3",
        "WITH v AS (SELECT * FROM landing.items), w AS (SELECT * FROM v) SELECT a.item_id FROM v a JOIN w b USING (item_id) ORDER BY 1 ~ last,open1,open2",
        "WITH items AS (SELECT 7 AS n) SELECT n, (SELECT count(*) FROM landing.items) FROM items ~ 7|3",
        "SELECT count(*) FROM landing.items a JOIN landing.items b ON a.policy_id = b.policy_id ~ 5",
        "SELECT count(*) FROM landing.items a, landing.items b ~ 9",
        "SELECT item_id FROM landing.items WHERE policy_id NOT IN (SELECT policy_id FROM curated.persons) ~ last",
        "SELECT item_id FROM landing.items i WHERE EXISTS (SELECT 1 FROM curated.persons p WHERE p.policy_id = i.policy_id AND i.size_bytes = 2) ~ open2",
        "SELECT item_id FROM landing.items i WHERE size_bytes > (SELECT avg(size_bytes) FROM landing.items j) ~ last",
        "SELECT i.item_id, (SELECT count(*) FROM curated.persons p WHERE p.policy_id = i.policy_id) FROM landing.items i WHERE i.size_bytes < 2 ~ open1|2",
        "SELECT i.item_id, n FROM landing.items i, LATERAL (SELECT count(*) AS n FROM curated.persons p WHERE p.policy_id = i.policy_id) WHERE i.size_bytes = 4 ~ last|0",
        "SELECT item_id FROM landing.items UNION ALL SELECT entity_id FROM curated.persons ORDER BY 1 ~ e1,e2,last,open1,open2",
        "SELECT policy_id FROM landing.items EXCEPT SELECT policy_id FROM curated.persons INTERSECT SELECT policy_id FROM landing.items ORDER BY 1 LIMIT 0 ~ ''",
        "SELECT item_id FROM landing.items MINUS SELECT item_id FROM landing.items WHERE size_bytes < 4 ~ last",
        "SELECT item_id, row_number() OVER w FROM landing.items WINDOW w AS (ORDER BY size_bytes) ORDER BY 1 ~ last|3,open1|1,open2|2",
        "SELECT c FROM landing.items LATERAL VIEW explode(array(1, 2)) AS c WHERE size_bytes = 1 ORDER BY 1 ~ 1,2",
        "SELECT count(*) FROM (SELECT * FROM (SELECT * FROM landing.items) x) y HAVING count(*) > 1 ~ 3",
        "SELECT * FROM (SELECT title, size_bytes FROM landing.items) PIVOT (sum(size_bytes) FOR title IN ('x', 'z')) ~ 1|4",
        "SELECT CASE WHEN count(*) = 3 THEN 'three' END FROM landing.items WHERE title BETWEEN 'a' AND 'zz' ~ three",
        "SELECT '${env:PATH}' || '${spark.master}' ~ ${env:PATH}${spark.master}",
        "SELECT count(*) FROM landing.items WHERE parent_item_id IS NULL GROUP BY ROLLUP (policy_id) ORDER BY 1 ~ 1,2,3",
        "SELECT transform(collect_set(size_bytes), x -> x > 0)[0] FROM landing.items ~ true",
      })
  void queriesOfEveryShapeSeeVisibleRowsOnly(String sql, String expected) {
    assertThat(String.join(",", answers("low", sql))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT item_id, %s FROM landing.items",
        "SELECT item_id FROM landing.items WHERE %s OR size_bytes > 0",
        "SELECT count(*) FROM landing.items WHERE NOT %s",
        "SELECT %s, count(*) FROM landing.items GROUP BY 1 HAVING count(*) > 0",
        "SELECT max(%s) FROM landing.items",
        "SELECT count_if(%s) FROM landing.items GROUP BY policy_id",
        "SELECT item_id FROM landing.items ORDER BY %s LIMIT 1",
        "SELECT row_number() OVER (PARTITION BY %1$s ORDER BY %1$s) FROM landing.items",
        "SELECT * FROM (SELECT title FROM landing.items UNION ALL SELECT title FROM landing.items) WHERE %s",
        "SELECT count(*) FROM landing.items a JOIN curated.persons p ON a.policy_id = p.policy_id AND %s",
        "SELECT count(*) FROM curated.persons p LEFT JOIN landing.items a ON a.policy_id = p.policy_id AND %s",
        "SELECT count(*) FROM (SELECT * FROM landing.items WHERE %s) a JOIN landing.items b USING (item_id)",
        "SELECT count(*) FROM curated.persons WHERE policy_id IN (SELECT policy_id FROM landing.items WHERE %s)",
        "SELECT count(*) FROM curated.persons p WHERE EXISTS (SELECT 1 FROM landing.items i WHERE i.policy_id = p.policy_id AND %s)",
        "SELECT (SELECT count(*) FROM landing.items i WHERE i.policy_id = p.policy_id AND %s) FROM curated.persons p",
        "SELECT count(*) FROM curated.persons p, LATERAL (SELECT * FROM landing.items i WHERE i.policy_id = p.policy_id AND %s)",
        "SELECT title FROM landing.items LATERAL VIEW explode(array(%s)) AS c WHERE c",
        "SELECT DISTINCT t FROM (SELECT %s AS t, policy_id FROM landing.items) WHERE t OR policy_id IS NOT NULL",
        "WITH v AS (SELECT *, %1$s AS t FROM landing.items) SELECT count(*) FROM v a JOIN v b ON a.t = b.t",
        "SELECT title FROM landing.items i WHERE title IN (SELECT caption FROM curated.persons) OR %s",
        "SELECT i.title FROM landing.items i LEFT ANTI JOIN curated.persons p ON %s",
        "SELECT i.title FROM landing.items i LEFT SEMI JOIN curated.persons p ON i.policy_id = p.policy_id AND %s",
      })
  void nothingIsComputedOnAHiddenRow(String sql) {
    String query = sql.contains("%1$s") ? sql.replace("%1$s", BOOM) : sql.replace("%s", BOOM);
    // Who may see a row that throws, sees it throw: the query does compute what it should.
    assertThatThrownBy(() -> as("high").sql(query).collectAsList())
        .hasStackTraceContaining("(hidden1");
    as("low").sql(query).collectAsList();
  }

  @Test
  void filtersStayAboveTheBarrierAndColumnsAreStillPruned() {
    String plan =
        as("low")
            .sql("SELECT item_id FROM landing.items WHERE title = 'x' AND policy_id = 'p'")
            .queryExecution()
            .optimizedPlan()
            .toString();
    String below = plan.substring(plan.indexOf("Sample 0.0, 1.0"));
    assertThat(plan).contains("Filter").contains("Sample 0.0, 1.0");
    assertThat(below).doesNotContain("= x").doesNotContain("= p)");
    assertThat(plan).doesNotContain("size_bytes").doesNotContain("content_sha256");
  }

  @Test
  void fieldsOfElementsAreNotReadBelowTheBarrier() {
    SparkSession ansi = SharedSpark.compiled().cloneSession();
    ansi.conf().set("spark.sql.ansi.enabled", true);
    Lake lake =
        new Lake()
            .with(
                "resolution.memberships",
                SharedSpark.compiled()
                    .sql(
                        """
                        SELECT 'a' AS record_id, array(named_struct('kind', 'phone', 'mention_id', 'm',
                            'other_record_id', 'r', 'other_mention_id', 'o')) AS evidence, '%s' AS policy_id
                        UNION ALL SELECT 'b', array(), '%s'
                        """
                            .formatted(Lake.OPEN.id(), Lake.SECRET.id()))
                    .repartition(1));
    String column =
        Lake.CONTRACTS.get(TableName.of("resolution.memberships")).columns().stream()
            .filter(c -> c.type().startsWith("array<struct"))
            .findFirst()
            .orElseThrow()
            .name();
    String sql = "SELECT " + column + "[0].kind FROM resolution.memberships";
    assertThat(column).isEqualTo("evidence");
    assertThat(
            ReaderSession.open(ansi, Lake.CONTRACTS, lake, Lake.access("low"), Lake.TODAY)
                .sql(sql)
                .collectAsList())
        .containsExactly(RowFactory.create("phone"));
    assertThatThrownBy(
            () ->
                ReaderSession.open(ansi, Lake.CONTRACTS, lake, Lake.access("high"), Lake.TODAY)
                    .sql(sql)
                    .collectAsList())
        .hasStackTraceContaining("INVALID_ARRAY_INDEX");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "SELECT * FROM governance.policies ~ the table has no policy column, so no reader may query it, found governance.policies",
        "SELECT 1 FROM landing.items WHERE 1 IN (SELECT 1 FROM governance.readers) ~ the table has no policy column, so no reader may query it, found governance.readers",
        "SELECT * FROM landing.nothing ~ no such table (they are called stage.table), found landing.nothing",
        "SELECT * FROM items ~ no such table (they are called stage.table), found items",
        "SELECT * FROM landing.items.snapshots ~ no such table (they are called stage.table), found landing.items.snapshots",
        "SELECT * FROM `landing`.`items$snapshots` ~ no such table (they are called stage.table), found landing.items$snapshots",
        "SELECT * FROM lake.landing.items ~ no such table (they are called stage.table), found lake.landing.items",
        "SELECT * FROM lake.landing.items.files ~ no such table (they are called stage.table), found lake.landing.items.files",
        "SELECT * FROM parquet.`/etc/passwd` ~ no such table (they are called stage.table), found parquet./etc/passwd",
        "SELECT * FROM csv.`/etc/passwd` ~ no such table (they are called stage.table), found csv./etc/passwd",
        "SELECT * FROM (WITH v AS (SELECT 1) SELECT * FROM v) JOIN v ~ no such table (they are called stage.table), found v",
        "SELECT * FROM landing.items VERSION AS OF 1 ~ a table is read as it is now, found VERSION or TIMESTAMP AS OF",
        "SELECT * FROM landing.items TIMESTAMP AS OF '2020-01-01' ~ a table is read as it is now, found VERSION or TIMESTAMP AS OF",
        "SELECT * FROM landing.items TABLESAMPLE (5 PERCENT) ~ not allowed in a reader's query, found Sample",
        "SELECT /*+ BROADCAST(i) */ * FROM landing.items i ~ not allowed in a reader's query, found UnresolvedHint",
        "SELECT * FROM IDENTIFIER('governance' || '.policies') ~ not allowed in a reader's query, found PlanWithUnresolvedIdentifier",
        "SELECT IDENTIFIER('reflect')('java.lang.System', 'getenv') ~ not allowed in a reader's query, found expressionwithunresolvedidentifier",
        "SELECT reflect('java.lang.System', 'getenv', 'PATH') ~ no such function for readers, found reflect",
        "SELECT java_method('java.lang.System', 'getenv', 'PATH') ~ no such function for readers, found java_method",
        "SELECT input_file_name() FROM landing.items ~ no such function for readers, found input_file_name",
        "SELECT sum(1) OVER w FROM landing.items WINDOW w AS (PARTITION BY input_file_name()) ~ no such function for readers, found input_file_name",
        "SELECT sum(1) OVER w FROM landing.items WINDOW w AS (PARTITION BY (SELECT 1 FROM governance.labels)) ~ the table has no policy column, so no reader may query it, found governance.labels",
        "WITH v AS (SELECT uuid()) SELECT 1 ~ no such function for readers, found uuid",
        "SELECT 1 FROM landing.items ORDER BY rand(1) ~ no such function for readers, found rand",
        "SELECT raise_error(title) FROM landing.items ~ no such function for readers, found raise_error",
        "SELECT xpath('<a/>', 'a') ~ no such function for readers, found xpath",
        "SELECT system.abs(1) ~ no such function for readers, found system.abs",
        "SELECT current_user ~ not allowed in a reader's query, found current_user",
        "SELECT item_id FROM landing.items WHERE user = 'x' ~ not allowed in a reader's query, found current_user",
        "SELECT * FROM governance.labels ~ the table has no policy column, so no reader may query it, found governance.labels",
        "SELECT * FROM governance.entitlements ~ the table has no policy column, so no reader may query it, found governance.entitlements",
        "SELECT current_user() ~ no such function for readers, found current_user",
        "SELECT version() ~ no such function for readers, found version",
        "SELECT * FROM landing.items LATERAL VIEW reflect('a', 'b') t AS c ~ no such function for readers, found reflect",
        "SELECT * FROM sql_keywords() ~ no such table function for readers, found sql_keywords",
        "SELECT TRANSFORM (item_id) USING 'cat' AS (x) FROM landing.items ~ not allowed in a reader's query, found ScriptTransformation",
        "SELECT _metadata.file_path FROM landing.items ~ [UNRESOLVED_COLUMN.WITH_SUGGESTION]",
        "SELECT nothing FROM landing.items ~ [UNRESOLVED_COLUMN.WITH_SUGGESTION]",
        "SELECT :x ~ not allowed in a reader's query, found namedparameter",
        "SET spark.sql.ansi.enabled = true ~ ",
        "SET ~ ",
        "INSERT INTO landing.items SELECT * FROM landing.items ~ it must be one SELECT, found ",
        "FROM landing.items INSERT INTO landing.items SELECT * ~ it must be one SELECT, found ",
        "CREATE TABLE x AS SELECT 1 ~ it must be one SELECT, found ",
        "CREATE TEMPORARY VIEW v AS SELECT 1 ~ ",
        "DROP TABLE landing.items ~ it must be one SELECT, found ",
        "DELETE FROM landing.items ~ it must be one SELECT, found ",
        "CALL lake.system.rollback_to_snapshot('landing.items', 1) ~ ",
        "DESCRIBE landing.items ~ it must be one SELECT, found ",
        "SHOW TABLES ~ it must be one SELECT, found ",
        "EXPLAIN SELECT 1 ~ ",
        "USE landing ~ it must be one SELECT, found ",
        "CACHE TABLE landing.items ~ it must be one SELECT, found ",
        "SELECT 1; SELECT 2 ~ [PARSE_SYNTAX_ERROR]",
        "SELEC 1 ~ [PARSE_SYNTAX_ERROR]",
        "'' ~ [PARSE_",
      })
  void whatIsNoQueryOnAReadersTablesIsRefusedInOneLine(String sql, String why) {
    String start = "Cannot answer the query: " + (why == null ? "" : why);
    for (String reader : List.of("low", "high")) {
      assertThatThrownBy(() -> as(reader).sql(sql))
          .isInstanceOfSatisfying(
              InsightException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.USAGE);
                assertThat(e.getMessage()).startsWith(start);
                assertThat(e.getMessage().lines()).hasSize(1);
                assertThat(e.getMessage()).doesNotContain("hidden");
              });
    }
  }

  /** In a thread of a small stack, for what overflows a large one takes the parser long. */
  @ParameterizedTest
  @ValueSource(strings = {"1 + ", "- ", "NOT "})
  void whatIsTooDeeplyNestedIsRefusedInOneLine(String nesting) throws InterruptedException {
    ReaderSession session = LAKE.as("low");
    // What is set up once must not be so on the small stack.
    String some = "SELECT " + nesting.repeat(50) + (nesting.equals("NOT ") ? "true" : "1");
    assertThat(session.sql(some).collectAsList()).hasSize(1);
    session.reads(some);
    String sql = "SELECT " + nesting.repeat(1_000) + "1";
    for (ThrowingCallable asked :
        List.<ThrowingCallable>of(() -> session.sql(sql), () -> session.reads(sql))) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      Thread small = new Thread(null, () -> thrown.set(catchThrowable(asked)), "small", 256 << 10);
      small.start();
      small.join();
      assertThat(thrown.get())
          .isInstanceOfSatisfying(
              InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
          .hasMessage("Cannot answer the query: it is too deeply nested");
    }
  }

  @Test
  void errorsAreTheSameWhetherThereAreHiddenRowsOrNot() {
    Map<String, String> messages = new TreeMap<>();
    for (String sql :
        List.of("SELECT nothing FROM landing.items", "SELECT * FROM landing.item", "SELECT")) {
      for (Lake lake : List.of(LAKE, new Lake())) {
        assertThatThrownBy(() -> lake.as("low").sql(sql))
            .satisfies(
                e ->
                    assertThat(messages.merge(sql, e.getMessage(), (a, b) -> a.equals(b) ? a : ""))
                        .isEqualTo(e.getMessage()));
      }
    }
    assertThat(messages).hasSize(3);
  }

  @Test
  void metadataOfFilesIsNotReached(@TempDir Path dir) {
    String files = dir.resolve("items").toString();
    SharedSpark.compiled()
        .sql("SELECT 'f' AS item_id, '" + Lake.OPEN.id() + "' AS policy_id")
        .write()
        .parquet(files);
    Lake lake = new Lake().with("landing.items", SharedSpark.compiled().read().parquet(files));
    assertThat(lake.as("low").sql("SELECT item_id FROM landing.items").collectAsList())
        .containsExactly(RowFactory.create("f"));
    assertThatThrownBy(() -> lake.as("low").sql("SELECT _metadata FROM landing.items"))
        .hasMessageStartingWith("Cannot answer the query: [UNRESOLVED_COLUMN");
    assertThatThrownBy(
            () -> lake.as("low").sql("SELECT x._metadata.file_path FROM (TABLE landing.items) x"))
        .hasMessageStartingWith("Cannot answer the query: [UNRESOLVED_COLUMN");
  }

  @Test
  void theSessionsOwnViewsAreNoTables() {
    SharedSpark.compiled().sql("SELECT 'not filtered' AS x").createOrReplaceTempView("leak");
    assertThatThrownBy(() -> as("control").sql("SELECT * FROM leak"))
        .hasMessage(
            "Cannot answer the query: no such table (they are called stage.table), found leak");
    assertThatThrownBy(() -> as("control").sql("SELECT * FROM global_temp.leak"))
        .hasMessageContaining("no such table");
  }

  @Test
  void anUnknownReaderIsRefused() {
    assertThatThrownBy(() -> LAKE.as("nobody\nelse"))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
        .hasMessage("Cannot read as a reader: no such reader, found nobody else");
  }

  @Test
  void beforeTheFirstRunIsPublishedThatIsSaid() {
    Lake none = new Lake().with("governance.readers", "reader string", List.of());
    assertThatThrownBy(() -> none.as("control"))
        .hasMessage(
            "Cannot read as a reader: no run is published yet, so no reader is known"
                + " (`insight run`)");
  }

  @Test
  void aReaderOfTwoScopesIsRefused() {
    assertThatThrownBy(() -> LAKE.as("twice"))
        .hasMessage("Cannot read as a reader: not enrolled exactly once, found twice");
  }

  @Test
  void aTableCanBeHadWhole() {
    assertThat(as("low").table(TableName.of("landing.items")).count()).isEqualTo(3);
    assertThat(as("low").table(TableName.of("landing.items")).columns()).endsWith("restrictions");
    assertThatThrownBy(() -> as("control").table(TableName.of("governance.labels")))
        .hasMessageContaining("no such table for readers");
  }

  @Test
  void nominalTablesNeedAPurposeAndAReasonAndCountsDoNot() {
    for (Access access :
        List.of(
            new Access("login", "low", null, null),
            new Access("login", "low", "investigation", null),
            new Access("login", "low", null, "case 12"))) {
      ReaderSession session = LAKE.as(access);
      assertThat(session.sql("SELECT count(*) FROM curated.trends_monthly").first().getLong(0))
          .isZero();
      for (String sql :
          List.of(
              "SELECT count(*) FROM curated.persons",
              // Whether a run of words, as a name is, stands in a text.
              "SELECT count(*) FROM text.fingerprints",
              "SELECT 1 FROM curated.trends_monthly WHERE EXISTS (SELECT 1 FROM landing.items)")) {
        assertThatThrownBy(() -> session.sql(sql))
            .isInstanceOfSatisfying(
                InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
            .hasMessageStartingWith(
                "Cannot answer the query: the table says something of persons, so a purpose and a"
                    + " reason must be named");
      }
      assertThatThrownBy(() -> session.table(TableName.of("curated.persons")))
          .hasMessageContaining("a purpose and a reason must be named");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "low, forensic, a case, 'the purpose is none of the reader''s own, found forensic'",
    "low, curiosity, a case, 'no such purpose, found curiosity'",
    "low, investigation, 12 -, 'a reason is given in words, found 12 -'",
    "control, curiosity, a case, 'no such purpose, found curiosity'"
  })
  void aPurposeMustBeTheReadersOwnAndAReasonMustBeWords(
      String reader, String purpose, String reason, String why) {
    assertThatThrownBy(() -> LAKE.as(new Access("login", reader, purpose, reason)))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
        .hasMessage("Cannot read as a reader: " + why);
  }

  @Test
  void controlMayNameAnyPurposeOfTheList() {
    assertThat(LAKE.as(new Access("login", "control", "forensic", "a case")).scope())
        .isEqualTo(Lake.scope("control"));
  }

  @Test
  void theTablesThatAQueryReadsAreNamedWhereverTheyStand() {
    assertThat(
            as("low")
                .reads(
                    "WITH v AS (SELECT * FROM curated.persons) SELECT (SELECT count(*) FROM"
                        + " landing.items) FROM v"))
        .map(TableName::toString)
        .containsExactly("curated.persons", "landing.items");
    assertThat(as("low").filter(TableName.of("curated.persons")))
        .startsWith("curated.persons: policy_id IN (")
        .contains(Lake.scope("low"));
  }

  @Test
  void anActOnTheReaderCountsFromTheMomentItIsThere() {
    String low = Lake.scope("low");
    assertThat(
            acts(RowFactory.create(1L, "low", null, null), RowFactory.create(2L, "low", low, 0))
                .as("low"))
        .extracting(ReaderSession::scope)
        .isEqualTo(low);
    assertThatThrownBy(
            () ->
                acts(RowFactory.create(1L, "low", low, 0), RowFactory.create(2L, "low", null, null))
                    .as("low"))
        .hasMessage("Cannot read as a reader: the reader was revoked, found low");
    assertThatThrownBy(() -> acts(RowFactory.create(1L, "low", Lake.scope("high"), 0)).as("low"))
        .hasMessageStartingWith("Cannot read as a reader: the reader's rights have changed");
    // The scope of who sees all does not tell clearances apart.
    assertThatThrownBy(() -> acts(RowFactory.create(1L, "low", low, 1)).as("low"))
        .hasMessageStartingWith("Cannot read as a reader: the reader's rights have changed");
    assertThat(acts(RowFactory.create(1L, "high", null, null)).as("low").scope()).isEqualTo(low);
  }

  @Test
  void whatIsKeptOfASightIsGivenAgainAndWhoAsksIsLookedAtEachTime() {
    Map<List<Object>, Dataset<Row>> kept = new HashMap<>();
    ReaderSession.Keeper keeper =
        (name, sight, seen) -> kept.computeIfAbsent(List.of(name, sight), key -> seen.get());
    TableName persons = TableName.of("curated.persons");
    List<Row> seen = keeping(LAKE, Lake.access("low"), keeper).table(persons).collectAsList();
    assertThat(seen).extracting(row -> row.getString(0)).containsExactlyInAnyOrder("e1", "e2");
    Function<TableName, Dataset<Row>> withoutPersons =
        name -> {
          assertThat(name).as("not read again").isNotEqualTo(persons);
          return LAKE.apply(name);
        };
    assertThat(keeping(withoutPersons, Lake.access("low"), keeper).table(persons).collectAsList())
        .isEqualTo(seen);
    assertThat(keeping(LAKE, Lake.access("high"), keeper).table(persons).collectAsList())
        .as("another sight")
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("e1", "e3", "e4");
    assertThatThrownBy(
            () ->
                keeping(withoutPersons, new Access("login", "low", null, null), keeper)
                    .table(persons))
        .hasMessageContaining("purpose");
    assertThatThrownBy(() -> keeping(withoutPersons, Lake.access("twice"), keeper))
        .hasMessageContaining("twice");
  }

  private static ReaderSession keeping(
      Function<TableName, Dataset<Row>> tables, Access access, ReaderSession.Keeper keeper) {
    return ReaderSession.open(
        SharedSpark.compiled(), Lake.CONTRACTS, tables, access, Lake.TODAY, keeper);
  }

  @Test
  void whoMayDecideReadsAsOneWhoMayNot() {
    assertThat(as("decider").mayDecide()).isTrue();
    for (String reader : List.of("low", "high", "control")) {
      assertThat(as(reader).mayDecide()).as(reader).isFalse();
    }
    assertThat(as("decider").scope()).isEqualTo(as("high").scope());
    String sql = "SELECT item_id FROM landing.items ORDER BY item_id";
    assertThat(answers("decider", sql)).isNotEmpty().isEqualTo(answers("high", sql));
    assertThat(
            LAKE.as(new Access("login", "decider", "investigation", "a case")).isShownIdentifiers())
        .isTrue();
    assertThatThrownBy(() -> LAKE.as(new Access("login", "decider", "forensic", "a case")))
        .hasMessageContaining("the purpose is none of the reader's own");
  }

  /** Its scope stays, so the reader is let in whatever the tables say still. */
  @Test
  void whoMayDecideNoMoreMayNotFromTheMomentInWhichTheActIsThere() {
    String scope = Lake.scope("decider");
    Row granted = RowFactory.create(1L, "decider", scope, 3, "decider");
    Row revoked = RowFactory.create(2L, "decider", scope, 3, "reader");
    Row again = RowFactory.create(3L, "decider", scope, 3, "decider");
    assertThat(acts(granted).as("decider").mayDecide()).isTrue();
    ReaderSession after = acts(revoked, granted).as("decider");
    assertThat(after.mayDecide()).isFalse();
    assertThat(after.scope()).isEqualTo(scope);
    assertThat(acts(again, revoked, granted).as("decider").mayDecide()).isTrue();
    assertThat(acts(RowFactory.create(9L, "high", scope, 3, "reader")).as("decider").mayDecide())
        .as("an act on another")
        .isTrue();
    // Whom an act lets decide waits for the enrolment.
    Row ahead = RowFactory.create(1L, "high", scope, 3, "decider");
    assertThat(acts(ahead).as("high").mayDecide()).isFalse();
    // Of two acts with one number, somebody wrote one by hand.
    Row forged = RowFactory.create(2L, "decider", scope, 3, "decider");
    assertThat(acts(revoked, forged).as("decider").mayDecide()).isFalse();
  }

  private static Lake acts(Row... acts) {
    boolean roles = acts[0].size() > 4;
    return new Lake()
        .with(
            "governance.reader_acts",
            "number bigint, reader string, scope string, clearance int"
                + (roles ? ", role string" : ""),
            List.of(acts));
  }
}
