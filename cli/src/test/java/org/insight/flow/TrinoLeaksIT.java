package org.insight.flow;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.jdbc.QueryStats;
import io.trino.jdbc.TrinoResultSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.SnapshotRef;
import org.apache.spark.sql.Row;
import org.insight.engine.Runs;
import org.insight.entitlements.RowFilter;
import org.insight.lake.Lake;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.TrinoRules;
import org.insight.schemas.WriteMode;
import org.insight.services.TrinoEtc;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What other systems give away about rows that a reader may not see, tried in Trino as a reader who
 * may not see one person, {@link TrinoLab#SECRET}.
 */
@ExtendWith(TrinoLab.Running.class)
class TrinoLeaksIT {

  private static final String READER = "gb-analyst";
  private static final List<String> NONE = List.of("(0)");
  private static final String SECRET = "'" + TrinoLab.SECRET + "'";

  private static void refused(TrinoLab lab, String sql) {
    assertThatThrownBy(() -> lab.rows(READER, sql))
        .as(sql)
        .isInstanceOf(SQLException.class)
        .hasMessageMatching(
            "(?s).*(Access Denied|No matching resource group found|does not exist|not"
                + " registered).*")
        .hasMessageNotContaining("Geheim");
  }

  @Test
  void oneReaderSeesThePersonAndTheOtherDoesNot(TrinoLab lab) throws SQLException {
    String query = "SELECT count(*) FROM curated.persons WHERE caption = " + SECRET;
    assertThat(lab.rows("fr-analyst", query)).containsExactly("(1)");
    assertThat(lab.rows(READER, query)).containsExactly("(0)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snapshots",
        "files",
        "partitions",
        "history",
        "manifests",
        "all_manifests",
        "refs",
        "properties",
        "metadata_log_entries",
        "entries",
        "all_entries",
        "data"
      })
  void metadataTablesAreDenied(String kind, TrinoLab lab) {
    refused(lab, "SELECT * FROM curated.\"persons$" + kind + "\"");
    refused(lab, "SELECT count(*) FROM curated.\"trends_monthly$" + kind + "\"");
    refused(lab, "SELECT * FROM governance.\"audit$" + kind + "\"");
  }

  /** A row that the verifier would refuse: the person in question, by a label that is seen. */
  @Test
  void whatARunHasStagedIsNotToBeHad(TrinoLab lab) throws SQLException {
    Lake lake = lab.lake();
    Runs runs = Runs.of(lake);
    assertThat(runs.staged()).isEmpty();
    String seen = "SELECT count(*) FROM curated.persons %s WHERE caption = " + SECRET;
    try {
      TestLakes.write(
          runs.open(),
          Tables.PERSONS,
          WriteMode.APPEND,
          lake.read(Tables.PERSONS)
              .where("caption = " + SECRET)
              .withColumn("policy_id", lit(visible(lab))));
      String branch =
          lake.iceberg(Tables.PERSONS).refs().keySet().stream()
              .filter(name -> !name.equals("main"))
              .findFirst()
              .orElseThrow();
      // In the same words whether there is such a branch or not.
      for (String name :
          List.of(
              branch,
              "insight_run",
              "INSIGHT_RUN",
              "insight_run_",
              "insight_run_%",
              "insight_job",
              "main",
              "")) {
        asItWasIsRefused(lab, seen.formatted("FOR VERSION AS OF '" + name + "'"));
      }
      for (String table : List.of("persons$refs", "persons$snapshots", "persons$history")) {
        refused(lab, "SELECT * FROM curated.\"" + table + "\"");
        refused(lab, "SELECT 1 FROM curated.\"" + table + "\" LIMIT 1");
        refused(lab, "EXPLAIN ANALYZE SELECT * FROM curated.\"" + table + "\"");
        refused(lab, "SHOW STATS FOR curated.\"" + table + "\"");
        refused(lab, "SHOW CREATE TABLE curated.\"" + table + "\"");
      }
      for (String sql :
          List.of(
              "EXPLAIN ANALYZE VERBOSE SELECT * FROM curated.persons",
              "SHOW STATS FOR curated.persons",
              "SHOW TABLES FROM curated",
              "SHOW COLUMNS FROM curated.persons",
              "SELECT * FROM information_schema.tables",
              "SELECT * FROM system.jdbc.tables")) {
        assertThat(lab.rows(READER, sql))
            .as(sql)
            .isNotEmpty()
            .noneMatch(row -> row.contains("insight_run") || row.contains(TrinoLab.SECRET));
      }
      assertThat(lab.rows(READER, seen.formatted(""))).containsExactly("(0)");
    } finally {
      runs.drop();
    }
    assertThat(lake.iceberg(Tables.PERSONS).refs()).containsOnlyKeys("main");
  }

  /** Else what was withdrawn, or loosened by mistake and taken back, could be read on. */
  @Test
  void noTableIsReadAsItWas(TrinoLab lab) {
    long snapshot = lab.lake().snapshot(Tables.PERSONS).snapshotId();
    for (String version :
        List.of(
            "FOR VERSION AS OF " + snapshot,
            "FOR VERSION AS OF 1",
            "FOR TIMESTAMP AS OF current_timestamp - INTERVAL '1' SECOND",
            "FOR TIMESTAMP AS OF TIMESTAMP '2020-01-01 00:00:00 UTC'",
            "FOR TIMESTAMP AS OF DATE '2020-01-01'")) {
      asItWasIsRefused(lab, "SELECT caption FROM curated.persons " + version);
      asItWasIsRefused(lab, "EXPLAIN ANALYZE SELECT * FROM curated.persons " + version);
      asItWasIsRefused(
          lab,
          "SELECT a.caption FROM curated.persons a JOIN (SELECT * FROM curated.persons "
              + version
              + ") b ON a.entity_id = b.entity_id");
      asItWasIsRefused(lab, "SELECT * FROM curated.trends_monthly " + version);
    }
    for (String table :
        List.of("persons@" + snapshot, "persons$data@" + snapshot, "persons$files@" + snapshot)) {
      refused(lab, "SELECT * FROM curated.\"" + table + "\"");
    }
  }

  /** In one a table stays as it was read first. */
  @Test
  void noTransactionIsOfSeveralStatements(TrinoLab lab) throws SQLException {
    try (Connection connection = lab.as(READER)) {
      connection.setAutoCommit(false);
      assertThatThrownBy(
              () -> TrinoLab.rows(connection, "SELECT count(*) FROM curated.trends_monthly"))
          .isInstanceOf(SQLException.class)
          .hasMessageEndingWith(
              "Access Denied: Cannot read in a transaction of several statements");
    }
  }

  private static void asItWasIsRefused(TrinoLab lab, String sql) {
    assertThatThrownBy(() -> lab.rows(READER, sql))
        .as(sql)
        .isInstanceOf(SQLException.class)
        .hasMessageEndingWith("Access Denied: Cannot read a table as it was");
  }

  /** A label of some person that the reader may see. */
  private static String visible(TrinoLab lab) throws SQLException {
    for (Row row : lab.lake().read(Tables.PERSONS).select("policy_id").distinct().collectAsList()) {
      String label = row.getString(0);
      String may = "SELECT " + RowFilter.FUNCTION + "('" + label + "')";
      if (lab.rows(READER, may).equals(List.of("(true)"))) {
        return label;
      }
    }
    throw new AssertionError("no person that " + READER + " may see");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$path", "$partition", "$file_modified_time"})
  void hiddenColumnsAreDenied(String column, TrinoLab lab) {
    refused(lab, "SELECT \"" + column + "\" FROM curated.persons");
    refused(lab, "SELECT count(*) FROM curated.persons WHERE \"" + column + "\" IS NOT NULL");
  }

  @Test
  void statisticsTellNothingOfRows(TrinoLab lab) throws SQLException {
    for (String table : List.of("curated.persons", "landing.arrivals", "curated.trends_monthly")) {
      List<String> rows = lab.rows(READER, "SHOW STATS FOR " + table);
      assertThat(rows)
          .isNotEmpty()
          .allSatisfy(
              row ->
                  assertThat(row).matches("\\((null|'[a-z0-9_]+'), null, .*, null, null, null\\)"))
          .isEqualTo(lab.rows("fr-analyst", "SHOW STATS FOR " + table));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "EXPLAIN SELECT * FROM curated.persons",
        "EXPLAIN (TYPE IO, FORMAT JSON) SELECT * FROM curated.persons",
        "ANALYZE curated.persons",
        "SHOW CREATE TABLE curated.persons",
        "SHOW CREATE SCHEMA curated"
      })
  void plansAndPropertiesAreDenied(String sql, TrinoLab lab) {
    refused(lab, sql);
  }

  /** The door with logins asks what {@code insight sql} asks, in the same words for any rows. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dashboard                             | case 12 | name one purpose",
        "purpose=investigation,purpose=warning | case 12 | name one purpose",
        "purpose=forensic                      | case 12 | the purpose is none of the reader's own",
        "purpose=investigation                 | 12      | give the reason in words",
      })
  void personsAreReadForAPurposeOfOnesOwnAndAReason(
      String tags, String info, String why, TrinoLab lab) throws SQLException {
    try (Connection connection =
        lab.connect(
            TrinoLab.DASHBOARDS,
            Map.of("sessionUser", READER, "clientTags", tags, "clientInfo", info))) {
      for (String sql :
          List.of(
              "SELECT count(*) FROM curated.persons",
              "SELECT caption FROM curated.persons WHERE caption = " + SECRET,
              "SELECT count(*) FROM links.groups WHERE subject_id IN"
                  + " (SELECT document_id FROM text.documents)")) {
        assertThatThrownBy(() -> TrinoLab.rows(connection, sql))
            .as(sql)
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("Access Denied: Cannot read ")
            .hasMessageContaining(why)
            .hasMessageNotContaining("Geheim");
      }
      for (String sql :
          List.of(
              "SELECT count(*) FROM curated.trends_monthly",
              "SELECT count(*) FROM links.groups",
              "DESCRIBE curated.persons",
              "SHOW TABLES FROM curated")) {
        assertThat(TrinoLab.rows(connection, sql)).as(sql).isNotEmpty();
      }
    }
  }

  /**
   * Trino takes EXPLAIN ANALYZE for the query that it runs, and nothing of Trino 476 refuses it.
   * Another snapshot tells that rows were written, be they hidden ones.
   */
  @Test
  void anAnsweredPlanTellsNoSnapshotAndNoHiddenValue(TrinoLab lab) throws Exception {
    for (TableName table : List.of(Tables.PERSONS, Tables.SENTENCES, Tables.TRENDS_MONTHLY)) {
      List<String> ids =
          Stream.concat(
                  Stream.of(lab.lake().snapshot(table).snapshotId()),
                  lab.lake().iceberg(table).refs().values().stream().map(SnapshotRef::snapshotId))
              .map(String::valueOf)
              .toList();
      for (String sql :
          List.of(
              "EXPLAIN ANALYZE SELECT * FROM " + table,
              "EXPLAIN ANALYZE VERBOSE SELECT * FROM " + table,
              "EXPLAIN ANALYZE VERBOSE SELECT count(*) FROM " + table,
              "EXPLAIN ANALYZE SELECT count(policy_id) FROM "
                  + table
                  + " WHERE policy_id IS NULL")) {
        String told = String.join("\n", lab.rows(READER, sql));
        assertThat(told).as(sql).contains(table.toString()).doesNotContain("Geheim");
        assertThat(ids).as(sql).noneMatch(told::contains);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE VIEW curated.v SECURITY DEFINER AS SELECT * FROM curated.persons",
        "CREATE VIEW curated.v SECURITY INVOKER AS SELECT * FROM curated.persons",
        "CREATE TABLE curated.t AS SELECT * FROM curated.persons",
        "CREATE MATERIALIZED VIEW curated.m AS SELECT * FROM curated.persons",
        "CREATE SCHEMA mine",
        "INSERT INTO curated.persons SELECT * FROM curated.persons",
        "DELETE FROM curated.persons",
        "UPDATE curated.persons SET caption = 'x'",
        "DROP TABLE curated.persons",
        "ALTER TABLE curated.persons EXECUTE optimize",
        "ALTER TABLE curated.persons EXECUTE expire_snapshots(retention_threshold => '7d')",
        "COMMENT ON TABLE curated.persons IS 'x'",
        "GRANT SELECT ON curated.persons TO USER \"be-analyst\"",
        "CALL lake.system.rollback_to_snapshot('curated', 'persons', 1)",
        "CALL system.runtime.kill_query('q', 'x')",
        "SET SESSION lake.statistics_enabled = true",
        "SET SESSION join_distribution_type = 'PARTITIONED'",
        "SET SESSION AUTHORIZATION 'fr-analyst'",
        "SELECT * FROM TABLE(lake.system.table_changes('curated', 'persons', 1, 2))"
      })
  void nothingIsWrittenSetOrCalled(String sql, TrinoLab lab) {
    refused(lab, sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "system.runtime.queries",
        "system.runtime.nodes",
        "system.runtime.tasks",
        "system.runtime.transactions",
        "system.metadata.catalogs",
        "system.metadata.table_properties",
        "system.metadata.table_comments",
        "lake.governance.readers",
        "lake.governance.entitlements",
        "lake.governance.labels",
        "lake.governance.policies",
        "lake.governance.audit",
        "lake.governance.reader_acts"
      })
  void whatIsOfTheServerAndOfTheAdministrationIsDenied(String table, TrinoLab lab) {
    refused(lab, "SELECT * FROM " + table);
    refused(lab, "SELECT count(*) FROM " + table);
  }

  @Test
  void listsNameOnlyTheTablesThatAreOpen(TrinoLab lab) throws SQLException {
    List<String> open =
        lab.lake().contracts().all().stream()
            .filter(TableContract::carriesPolicy)
            .map(c -> "('" + c.name().stage() + "', '" + c.name().table() + "')")
            .sorted()
            .toList();
    String own = " WHERE table_schema <> 'information_schema' ORDER BY 1, 2";
    assertThat(
            lab.rows(
                READER, "SELECT table_schema, table_name FROM information_schema.tables" + own))
        .isEqualTo(open);
    assertThat(
            lab.rows(
                READER,
                "SELECT DISTINCT table_schema, table_name FROM information_schema.columns" + own))
        .isEqualTo(open);
    assertThat(
            lab.rows(
                READER,
                "SELECT table_schem, table_name FROM system.jdbc.tables WHERE table_cat = 'lake'"
                    + " AND table_schem <> 'information_schema' ORDER BY 1, 2"))
        .isEqualTo(open);
    assertThat(
            lab.rows(
                READER,
                "SELECT count(*) FROM information_schema.columns WHERE column_name LIKE '$%'"))
        .containsExactly("(0)");
    assertThat(lab.rows(READER, "SHOW TABLES FROM curated"))
        .containsExactlyInAnyOrder(
            "('events')",
            "('links')",
            "('objects')",
            "('organisations')",
            "('persons')",
            "('trends_monthly')");
    assertThat(lab.rows(READER, "SELECT * FROM information_schema.views")).isEmpty();
  }

  /** How many persons the reader sees; asked once. */
  private static List<String> persons = List.of();

  /** On the hidden row each of these fails, or would show its value, were it computed there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM curated.persons WHERE 1 / IF(caption = %s, 0, 1) = 1",
        "SELECT count(*) FROM curated.persons WHERE CAST(IF(caption = %s, caption, '1') AS bigint)"
            + " = 1",
        "SELECT count(*) FROM curated.persons WHERE CAST(IF(caption = %s, caption, '2020-01-01') AS"
            + " date) > DATE '2000-01-01'",
        "SELECT count(*) FROM (SELECT CAST(IF(caption = %s, caption, '1') AS bigint) AS n"
            + " FROM curated.persons) WHERE n = 1",
        "SELECT count(CAST(IF(caption = %s, caption, '1') AS bigint)) FROM curated.persons",
        "SELECT count(*) FROM curated.persons HAVING max(1 / IF(caption = %s, 0, 1)) < 9",
        "SELECT count(*) FROM curated.persons a JOIN curated.persons b ON a.entity_id = b.entity_id"
            + " AND 1 / IF(a.caption = %s, 0, 1) = 1 AND a.record_ids = b.record_ids",
        "SELECT count(*) FROM curated.persons a WHERE EXISTS (SELECT 1 FROM curated.persons b"
            + " WHERE b.entity_id = a.entity_id AND b.record_ids = a.record_ids"
            + " AND 1 / IF(b.caption = %s, 0, 1) = 1)",
        "SELECT count(*) FROM curated.persons CROSS JOIN UNNEST(ARRAY[1 / IF(caption = %s, 0, 1)])"
            + " AS u(n)",
        "SELECT count(*) FROM (SELECT caption FROM curated.persons ORDER BY 1 / IF(caption = %s, 0,"
            + " 1) LIMIT 1000000)",
        "SELECT max(n) FROM (SELECT row_number() OVER (ORDER BY 1 / IF(caption = %s, 0, 1)) AS n"
            + " FROM curated.persons)",
        "SELECT count(*) FROM curated.persons WHERE json_extract_scalar(IF(caption = %s,"
            + " fail(caption), '{}'), '$.a') IS NULL",
        "SELECT count(*) FROM curated.persons WHERE element_at(names, IF(caption = %s, 0, 1)) IS"
            + " NOT NULL OR cardinality(names) = 0",
        "SELECT count(*) FROM curated.persons WHERE names[IF(caption = %s, 99, 1)] IS NOT NULL",
        "SELECT sum(n) FROM (SELECT 1 AS n FROM curated.persons UNION ALL SELECT 0 * (1 /"
            + " IF(caption = %s, 0, 1)) FROM curated.persons)",
        // Conditions that are not deterministic are computed before those that are.
        "SELECT count(*) FROM curated.persons WHERE 1 / IF(caption = %s AND random() >= 0, 0, 1) ="
            + " 1",
        "SELECT count(*) FROM curated.persons WHERE 1 / IF(TRY(caption) = %s, 0, 1) = 1",
        "SELECT count(*) FROM curated.persons WHERE uuid() IS NOT NULL AND 1 / IF(caption = %s, 0,"
            + " 1) = 1",
        "SELECT count(*) FROM curated.persons a JOIN (VALUES 1) AS v(x)"
            + " ON 1 / IF(a.caption = %s AND random() >= 0, 0, 1) = v.x",
        "SELECT count(*) FROM curated.persons TABLESAMPLE BERNOULLI (100) WHERE 1 / IF(caption ="
            + " %s, 0, 1) = 1",
        // Joins: keys and conditions of either side.
        "SELECT count(*) FROM curated.persons a JOIN (VALUES 1) AS v(x) ON 1 / IF(a.caption = %s,"
            + " 0, 1) = v.x",
        "SELECT count(*) FROM (VALUES 1) AS v(x) JOIN curated.persons a ON 1 / IF(a.caption = %s,"
            + " 0, 1) = v.x",
        "SELECT count(*) FROM curated.persons a JOIN (VALUES 2) AS v(x) ON 1 / IF(a.caption = %s,"
            + " 0, 1) < v.x",
        "SELECT count(*) FROM curated.persons a LEFT JOIN (VALUES 1) AS v(x) ON 1 / IF(a.caption ="
            + " %s, 0, 1) = v.x",
        "SELECT count(caption) FROM (VALUES 1) AS v(x) FULL JOIN curated.persons a"
            + " ON 1 / IF(a.caption = %s, 0, 1) = v.x",
        "SELECT count(n) FROM curated.persons a CROSS JOIN LATERAL (SELECT 1 / IF(a.caption = %s,"
            + " 0, 1) AS n)",
        "SELECT count(*) FROM curated.persons a, (SELECT max(records) AS most FROM curated.persons)"
            + " b WHERE a.records <= b.most AND 1 / IF(a.caption = %s, 0, 1) = 1",
        // Subqueries, correlated and not.
        "SELECT count(*) FROM curated.persons WHERE 1 = (SELECT min(1 / IF(caption = %s, 0, 1))"
            + " FROM curated.persons)",
        "SELECT count(*) FROM curated.persons a WHERE 1 = (SELECT v.x / IF(a.caption = %s, 0, 1)"
            + " FROM (VALUES 1) AS v(x))",
        "SELECT count(*) FROM curated.persons WHERE 1 / IF(caption = %s, 0, 1) IN (SELECT x FROM"
            + " (VALUES 1) AS v(x))",
        "SELECT count(*) FROM curated.persons a WHERE NOT EXISTS (SELECT 1 FROM (VALUES 2) AS v(x)"
            + " WHERE v.x = 1 / IF(a.caption = %s, 0, 1))",
        "WITH p AS (SELECT 1 / IF(caption = %s, 0, 1) AS n, records FROM curated.persons)"
            + " SELECT count(*) FROM p WHERE n = (SELECT min(n) FROM p WHERE records >= 0)",
        // Groups, aggregates, windows.
        "SELECT sum(n) FROM (SELECT count(*) AS n FROM curated.persons GROUP BY 1 / IF(caption ="
            + " %s, 0, 1))",
        "SELECT count(*) FILTER (WHERE 1 / IF(caption = %s, 0, 1) = 1) FROM curated.persons",
        "SELECT sum(n) / 2 FROM (SELECT count(*) AS n FROM (SELECT 1 / IF(caption = %s, 0, 1) AS g"
            + " FROM curated.persons) GROUP BY ROLLUP (g))",
        "SELECT count(*) FROM (SELECT sum(1 / IF(caption = %s, 0, 1)) OVER () AS n FROM"
            + " curated.persons) WHERE n > 0",
        "SELECT count(*) FROM (SELECT lag(1 / IF(caption = %s, 0, 1), 1, 1) OVER (ORDER BY"
            + " entity_id) AS n FROM curated.persons) WHERE n = 1 OR n IS NULL",
        // Branches, lambdas, and what looks like the filter itself.
        "SELECT count(*) FROM curated.persons WHERE CASE WHEN caption = %s THEN 1 / (records -"
            + " records) ELSE 1 END = 1",
        "SELECT count(*) FROM curated.persons WHERE records < 0 OR 1 / IF(caption = %s, 0, 1) = 1",
        "SELECT count(*) FROM curated.persons WHERE (records < 0 AND caption = 'x')"
            + " OR (records + texts > 0 AND 1 / IF(caption = %s, 0, 1) = 1)",
        "SELECT count(*) FROM curated.persons WHERE NULLIF(1 / IF(caption = %s, 0, 1), 0) = 1",
        "SELECT count(*) FROM curated.persons WHERE all_match(names, n -> 1 / IF(n = %s, 0, 1) ="
            + " 1)",
        "SELECT count(*) FROM curated.persons WHERE reduce(names, 1, (s, n) -> s / IF(n = %s, 0,"
            + " 1), s -> s) = 1",
        "SELECT count(*) FROM curated.persons WHERE cardinality(transform(names, n -> 1 / IF(n ="
            + " %s, 0, 1))) >= 0",
        "SELECT count(*) FROM curated.persons WHERE insight_may_see(policy_id) OR 1 / IF(caption ="
            + " %s, 0, 1) = 1",
        "SELECT count(*) FROM curated.persons WHERE policy_id IS NULL AND 1 / IF(caption = %s, 0,"
            + " 1) = 1"
      })
  void anErrorNeverTellsOfAHiddenRow(String query, TrinoLab lab) throws SQLException {
    if (persons.isEmpty()) {
      persons = lab.rows(READER, "SELECT count(*) FROM curated.persons");
    }
    assertThat(lab.rows(READER, query.formatted(SECRET))).isEqualTo(persons);
    // The same fails where the row is seen, so the query does what it is meant to.
    assertThatThrownBy(() -> lab.rows("fr-analyst", query.formatted(SECRET)))
        .isInstanceOf(SQLException.class);
  }

  /** As where a catalog of the lake is set up by Trino's own connector, which filters nothing. */
  @Test
  void rowsThatComeByAnotherConnectorAreSeenByNobody(TrinoLab lab) throws Exception {
    String query = "SELECT count(*) FROM plain.curated.persons";
    refused(lab, query);
    assertThat(lab.rows("control", "SELECT count(*) > 0 FROM curated.persons"))
        .containsExactly("(true)");
    Path rules = lab.etc("rules.json");
    byte[] own = Files.readAllBytes(rules);
    String opened = TrinoRules.render("plain", lab.lake().contracts());
    TrinoEtc.replace(rules, opened.getBytes(StandardCharsets.UTF_8));
    try {
      for (String reader : List.of(READER, "control")) {
        assertThat(onceAllowed(lab, reader, query)).as(reader).containsExactly("(0)");
      }
    } finally {
      TrinoEtc.replace(rules, own);
      onceAllowed(lab, READER, "SELECT count(*) FROM curated.persons");
    }
  }

  /** As by a file that somebody wrote by hand; a section that is not there closes nothing. */
  @Test
  void rulesThatOpenAllOpenNoHiddenRow(TrinoLab lab) throws Exception {
    List<String> seen = lab.rows(READER, "SELECT count(*) FROM curated.persons");
    Path rules = lab.etc("rules.json");
    byte[] own = Files.readAllBytes(rules);
    TrinoEtc.replace(rules, "{}".getBytes(StandardCharsets.UTF_8));
    try {
      String unmasked = "SELECT count(policy_id) FROM curated.persons";
      for (int tries = 0; tries < 100 && stillMasked(lab, unmasked); tries++) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
      assertThat(lab.rows(READER, unmasked)).isNotEqualTo(NONE).isEqualTo(seen);
      assertThat(
              lab.rows(READER, "SELECT DISTINCT policy_id FROM curated.persons WHERE records > 0"))
          .as("labels")
          .containsExactly("('seen by insight_lake')");
      for (String sql :
          List.of(
              "SELECT caption FROM curated.persons",
              "SELECT count(*) FROM governance.readers",
              "SELECT count(*) FROM curated.\"persons$snapshots\"",
              "SELECT count(*) FROM curated.\"persons$files\"",
              "SELECT * FROM lake.system.iceberg_tables",
              "SELECT * FROM TABLE(lake.system.table_changes('curated', 'persons', 1, 2))",
              "DROP TABLE curated.persons",
              "CREATE VIEW curated.v SECURITY DEFINER AS SELECT policy_id FROM curated.persons")) {
        refused(lab, sql);
      }
    } finally {
      TrinoEtc.replace(rules, own);
      onceAllowed(lab, READER, "SELECT count(*) FROM curated.persons");
    }
    assertThat(lab.lake().rows(Tables.PERSONS)).isPositive();
  }

  /**
   * Whether Trino answers by the old rules. A statement may take its filter from the new rules and
   * its mask from the old ones. It then reads no labels, and the guard refuses it.
   */
  private static boolean stillMasked(TrinoLab lab, String query) throws Exception {
    try {
      return lab.rows(READER, query).equals(NONE);
    } catch (SQLException e) {
      assertThat(e.getMessage()).contains("Cannot read rows without their labels");
      return true;
    }
  }

  /** The answer, when Trino has taken up the rules by which there is one. */
  private static List<String> onceAllowed(TrinoLab lab, String reader, String query)
      throws Exception {
    for (int tries = 0; ; tries++) {
      try {
        return lab.rows(reader, query);
      } catch (SQLException e) {
        if (tries == 100) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
  }

  /** By the protocol, and by EXPLAIN ANALYZE, which tells them by operator. */
  @Test
  void rowsAreCountedAsFarAsTheyAreVisible(TrinoLab lab) throws SQLException {
    long seen = number(lab.rows(READER, "SELECT count(*) FROM text.sentences"));
    assertThat(seen).isPositive().isLessThan(lab.lake().rows(Tables.SENTENCES));
    String query = "SELECT text FROM text.sentences";
    assertThat(read(lab, query).rows()).isEqualTo(seen);
    String told = String.join("\n", lab.rows(READER, "EXPLAIN ANALYZE VERBOSE " + query));
    List<Long> counts =
        Pattern.compile("Input: ([0-9]+) rows")
            .matcher(told)
            .results()
            .map(found -> Long.valueOf(found.group(1)))
            .toList();
    assertThat(counts).as(told).contains(seen).allMatch(count -> count <= seen);
  }

  private static long number(List<String> answer) {
    return Long.parseLong(answer.get(0).replaceAll("[()]", ""));
  }

  /**
   * How much Trino has read it tells every client. Rows in files of their own have bounds and
   * dictionaries of their own, so that any comparison that went by these would show there.
   */
  @Test
  void howMuchAQueryReadsHangsOnNoHiddenValue(TrinoLab lab) throws SQLException {
    Lake lake = lab.lake();
    TableName table = Tables.PERSONS;
    long snapshot = lake.snapshot(table).snapshotId();
    String copy =
        "INSERT INTO lake.curated.persons SELECT * FROM lake.curated.persons WHERE caption = ";
    try {
      lake.spark().sql(copy + SECRET);
      lake.spark().sql(copy + SECRET + " LIMIT 1");
      long all = read(lab, "SELECT caption FROM curated.persons").rows();
      for (String query :
          List.of(
              "SELECT caption FROM curated.persons WHERE caption = %s",
              "SELECT caption FROM curated.persons WHERE caption BETWEEN %1$s AND %1$s || 'z'",
              "SELECT caption FROM curated.persons WHERE caption > %s",
              "SELECT caption FROM curated.persons WHERE caption IN ('x', %s)",
              "SELECT caption FROM curated.persons WHERE caption LIKE %s",
              "SELECT caption FROM curated.persons WHERE starts_with(caption, %s)",
              "SELECT caption FROM curated.persons WHERE entity_id IN"
                  + " (SELECT entity_id FROM curated.persons WHERE caption = %s)",
              "SELECT caption FROM curated.persons JOIN (VALUES %s) AS v(x) ON caption = x",
              "SELECT caption FROM (VALUES %s) AS v(x) JOIN curated.persons ON caption = x",
              "SELECT caption FROM curated.persons JOIN (VALUES %s) AS v(x) ON caption >= x")) {
        Read hidden = read(lab, query.formatted(SECRET));
        assertThat(hidden).as(query).isEqualTo(read(lab, query.formatted("'Nobody Atall'")));
        assertThat(hidden).as(query).isEqualTo(read(lab, query.formatted("'zzzzzz'")));
        assertThat(hidden.rows()).as(query).isGreaterThanOrEqualTo(all);
      }
    } finally {
      lake.iceberg(table).manageSnapshots().rollbackTo(snapshot).commit();
    }
  }

  /** What Trino says that it has read for a query. */
  private record Read(long rows, long bytes) {}

  private static Read read(TrinoLab lab, String sql) throws SQLException {
    try (Statement statement = lab.kept(READER).createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        result.getObject(1);
      }
      QueryStats stats = result.unwrap(TrinoResultSet.class).getStats();
      return new Read(stats.getProcessedRows(), stats.getProcessedBytes());
    }
  }

  /**
   * Rows with one label that the reader may see and one that he may not, in one file, so that
   * columns have one dictionary, and again in files of their own, where a page has one value.
   */
  @Test
  void aFunctionOfOneColumnIsNotComputedForHiddenRows(TrinoLab lab) throws SQLException {
    Lake lake = lab.lake();
    TableName table = Tables.TRENDS_MONTHLY;
    long snapshot = lake.snapshot(table).snapshotId();
    String hidden =
        lake.read(Tables.PERSONS)
            .where("caption = " + SECRET)
            .select("policy_id")
            .first()
            .getString(0);
    String seen =
        lake.spark()
            .sql(
                "SELECT policy_id FROM lake.governance.entitlements JOIN lake.governance.readers"
                    + " USING (scope) WHERE reader IN ('fr-analyst', '"
                    + READER
                    + "') AND valid_from IS NULL AND valid_to IS NULL"
                    + " GROUP BY policy_id HAVING count(DISTINCT reader) = 2 ORDER BY 1")
            .first()
            .getString(0);
    String insert =
        "INSERT INTO lake.curated.trends_monthly SELECT month, 'ZZ', place, name, latitude,"
            + " longitude, offence, documents, label FROM (SELECT * FROM"
            + " lake.curated.trends_monthly LIMIT 1) CROSS JOIN (VALUES %s) AS added(name, label)";
    String visible = "('18', '" + seen + "')";
    String secret = "('Geheim', '" + hidden + "')";
    try {
      for (String rows : List.of(visible + ", " + secret, visible, secret)) {
        lake.spark().sql(insert.formatted(rows));
      }
      for (String condition :
          List.of(
              "luhn_check(place_name)",
              "CAST(place_name AS bigint) = 18",
              "luhn_check(place_name) AND country = 'ZZ'",
              // What is not deterministic comes before the comparison, on all visible rows.
              "luhn_check(TRY(IF(place_name IN ('18', 'Geheim'), place_name, '18')))"
                  + " AND random() >= 0")) {
        String query =
            "SELECT count(*) FROM (SELECT * FROM curated.trends_monthly"
                + " WHERE place_name IN ('18', 'Geheim')) WHERE "
                + condition;
        assertThat(lab.rows(READER, query)).as(query).containsExactly("(2)");
        assertThatThrownBy(() -> lab.rows("fr-analyst", query))
            .as(query)
            .isInstanceOf(SQLException.class);
      }
    } finally {
      lake.iceberg(table).manageSnapshots().rollbackTo(snapshot).commit();
    }
  }

  /** A comparison counts as harmless in Trino; that of an array with a null in it fails. */
  @Test
  void aComparisonOfArraysTellsNothingOfAHiddenOne(TrinoLab lab) throws SQLException {
    Lake lake = lab.lake();
    long snapshot = lake.snapshot(Tables.PERSONS).snapshotId();
    List<String> all = lab.rows(READER, "SELECT count(*) FROM curated.persons");
    String columns =
        Arrays.stream(lake.read(Tables.PERSONS).columns())
            .map(c -> c.equals("names") ? "array(NULL, 'x')" : c)
            .collect(Collectors.joining(", "));
    lake.spark()
        .sql(
            "INSERT INTO lake.curated.persons SELECT "
                + columns
                + " FROM lake.curated.persons WHERE caption = "
                + SECRET);
    try {
      for (String condition :
          List.of(
              "names < ARRAY['\ufffd']",
              "names <= ARRAY['\ufffd']",
              "names BETWEEN ARRAY[''] AND ARRAY['\ufffd']",
              "NOT names > ARRAY['\ufffd']",
              "names < ARRAY['\ufffd'] AND random() >= 0")) {
        String query = "SELECT count(*) FROM curated.persons WHERE " + condition;
        assertThat(lab.rows(READER, query)).as(query).isEqualTo(all);
        assertThatThrownBy(() -> lab.rows("fr-analyst", query))
            .as(query)
            .isInstanceOf(SQLException.class);
      }
      for (String join :
          List.of(
              "a.names < v.x",
              "v.x > a.names",
              "a.names = v.x OR a.names < v.x",
              "a.names BETWEEN ARRAY[''] AND v.x")) {
        String query =
            "SELECT count(*) FROM curated.persons a JOIN (VALUES ARRAY['\ufffd']) AS v(x) ON "
                + join;
        assertThat(lab.rows(READER, query)).as(query).isEqualTo(all);
        assertThatThrownBy(() -> lab.rows("fr-analyst", query))
            .as(query)
            .isInstanceOf(SQLException.class);
      }
      // These fail for nobody, but the bounds of a join's keys are compared with each row's.
      for (String join : List.of("a.names = v.x", "v.x IN (a.names)")) {
        String query =
            "SELECT count(*) FROM curated.persons a JOIN (VALUES ARRAY['a'], ARRAY['b']) AS v(x) ON"
                + " "
                + join;
        assertThat(lab.rows(READER, query)).as(query).containsExactly("(0)");
      }
    } finally {
      lake.iceberg(Tables.PERSONS).manageSnapshots().rollbackTo(snapshot).commit();
    }
  }

  /** Whoever may not see the row gets the same from a lake without it. */
  @Test
  void aConditionOnTheLabelTellsNothing(TrinoLab lab) throws SQLException {
    String label =
        lab.lake()
            .read(Tables.PERSONS)
            .where("caption = " + SECRET)
            .select("policy_id")
            .first()
            .getString(0);
    assertThat(
            lab.rows(
                READER, "SELECT count(*) FROM curated.persons WHERE policy_id = '" + label + "'"))
        .containsExactly("(0)");
    assertThat(
            lab.rows(
                "fr-analyst",
                "SELECT count(*), count(policy_id) FROM curated.persons WHERE policy_id = '"
                    + label
                    + "'"))
        .containsExactly("(0, 0)");
  }

  @Test
  void onlyDashboardsActAsAReaderAndNeverAsControl(TrinoLab lab) throws SQLException {
    for (String user : List.of("fr-analyst", "control", "nobody-known")) {
      assertThatThrownBy(() -> ask(lab, READER, user))
          .hasMessageContaining("Access Denied")
          .hasMessageContaining("cannot impersonate");
    }
    assertThat(ask(lab, TrinoLab.DASHBOARDS, READER)).containsExactly("('" + READER + "')");
    for (String user : List.of("control", TrinoLab.DASHBOARDS)) {
      assertThatThrownBy(() -> ask(lab, TrinoLab.DASHBOARDS, user))
          .isInstanceOf(SQLException.class);
    }
  }

  /** Whatever is their name: the rules, which know names alone, must know them all. */
  @Test
  void dashboardsActAsNobodyElseWhoSeesAll(TrinoLab lab) throws SQLException {
    List<String> rights = List.of("--role", "control", "--clearance", "3", "--reason", "a deputy");
    lab.insight(line(List.of("readers", "add", "chief"), rights))
        .failedWith(2, "one of role control is called control, or control- and more, found chief");
    lab.insight(line(List.of("readers", "add", "control-deputy"), rights)).succeeded();
    try {
      assertThatThrownBy(() -> ask(lab, TrinoLab.DASHBOARDS, "control-deputy"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("cannot impersonate");
    } finally {
      lab.insight("readers", "revoke", "control-deputy", "--reason", "no deputy any more")
          .succeeded();
    }
  }

  private static String[] line(List<String> begin, List<String> end) {
    return Stream.concat(begin.stream(), end.stream()).toArray(String[]::new);
  }

  private static List<String> ask(TrinoLab lab, String login, String user) throws SQLException {
    try (Connection connection = lab.connect(login, Map.of("sessionUser", user))) {
      return TrinoLab.rows(connection, "SELECT current_user");
    }
  }

  @Test
  void aReaderSeesNoQueryOfAnother(TrinoLab lab) throws Exception {
    lab.rows("fr-analyst", "SELECT count(*) AS of_another FROM curated.persons");
    for (String path :
        List.of("/v1/query", "/v1/node", "/v1/thread", "/ui/api/query", "/v1/status")) {
      assertThat(get(lab, path)).as(path).doesNotContain("of_another").doesNotContain("fr-analyst");
    }
  }

  /** Trino shows it to whoever asked the query, with what the connector says of its tables. */
  @Test
  void whatTrinoKeepsOfAQueryCountsNoHiddenRows(TrinoLab lab) throws Exception {
    String query;
    try (Statement statement = lab.kept(READER).createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM curated.persons")) {
      query = result.unwrap(TrinoResultSet.class).getQueryId();
      assertThat(result.next()).isTrue();
    }
    assertThat(get(lab, "/v1/query/" + query))
        .contains(query, "persons")
        .doesNotContain("totalRecords")
        .doesNotContain("totalDataFiles");
  }

  private static String get(TrinoLab lab, String path) {
    return lab.http(READER, "GET", path, "", Map.of()).body();
  }
}
