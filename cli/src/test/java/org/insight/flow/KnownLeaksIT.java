package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.insight.access.ReaderSession;
import org.insight.lake.Lake;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.Tables;
import org.insight.services.Served;
import org.insight.testing.DrawnRights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ways in which other systems tell of what they hide, each tried on the door in Spark: as one who
 * may not see what is secret, on a lake that holds it and on one that does not.
 */
class KnownLeaksIT {

  private static final String READERS =
      """
      low: {country: FR, clearance: 1, purposes: [investigation]}
      high: {country: FR, clearance: 3, purposes: [investigation]}
      """;

  /** Both sources send these very bytes. */
  private static final String COMMON =
      "On 3 May 2026 in Paris, a theft was reported. The caller used +33 6 12 34 56 78.\n";

  @TempDir private static Path folder;

  /** Each opened once: that takes longer than an answer. */
  private static final Map<Lake, Map<String, ReaderSession>> DOORS = new HashMap<>();

  private static Lake whole;
  private static Lake cut;

  @BeforeAll
  static void makeLakes() throws IOException {
    // In the order of paths what is secret comes first: nothing is there before it.
    file("a-secret", "policy.yaml", "source: FR\npurposes: [investigation]\nlevel: 3\n");
    file("a-secret", "common.txt", COMMON);
    file(
        "a-secret",
        "(plan.txt",
        "On 4 May 2026 in Lyon, a fraud was reported. Call +33 6 12 34 56 78 again.\n");
    file(
        "a-secret",
        "persons.csv",
        PersonsCsv.HEADER
            + "2,Exemple,Ana,,F,1980-01-02,,FR,XX1243567,FR,28001Z77,+33612345678,,,,,,,\n"
            + "9,Zzyzx,Zoe,,F,1999-12-31,,FR,ZZ9999998,FR,,,,,,,,,\n");
    file("open", "policy.yaml", "source: FR\npurposes: [investigation]\n");
    file("open", "common.txt", COMMON);
    file("open", "note.txt", "In Paris on 5 May 2026 a theft. Ask at +33 6 12 34 56 78.\n");
    file(
        "open",
        "persons.csv",
        PersonsCsv.HEADER
            + "1,Exemple,Anna,,F,1980-01-02,,FR,XX1243567,FR,,+33612345678,,,,,,,\n"
            + "3,,Anna,,F,,,FR,,,28001Z77,,,,,,,,\n");
    CutLakes lakes = CutLakes.of(folder, folder.resolve("inbox"), READERS);
    whole = lakes.whole();
    cut = lakes.cutTo(policy -> policy.level() == 0, "cut");
  }

  private static void file(String sub, String name, String text) throws IOException {
    Path dir = Files.createDirectories(folder.resolve("inbox").resolve(sub));
    Files.writeString(dir.resolve(name), text);
  }

  private static ReaderSession as(Lake lake, String reader) {
    return DOORS
        .computeIfAbsent(lake, l -> new HashMap<>())
        .computeIfAbsent(reader, r -> Served.door(lake, r, "investigation", DrawnRights.TODAY));
  }

  /** What who may not see it gets, the same from both lakes. */
  private static List<String> low(String sql) {
    List<String> answer = Served.sql(as(whole, "low"), sql);
    assertThat(answer).as(sql).isEqualTo(Served.sql(as(cut, "low"), sql));
    return answer;
  }

  private static List<String> high(String sql) {
    return Served.sql(as(whole, "high"), sql);
  }

  @Test
  void aReportMadeForOneReaderIsNotKeptForAnother() {
    Path out = folder.resolve("report");
    ReaderSession high = as(whole, "high");
    ReaderSession low = as(whole, "low");
    List<String> ofHigh = Served.report(whole, "high", high, out);
    List<String> ofLow = Served.report(whole, "low", low, out);
    assertThat(ofHigh.get(0)).contains("Lyon");
    assertThat(ofLow.get(0)).contains("Paris").doesNotContain("Lyon");
    assertThat(ofLow)
        .isEqualTo(Served.report(cut, "low", as(cut, "low"), folder.resolve("report-cut")));
    assertThat(Served.report(whole, "high", high, out)).isEqualTo(ofHigh);
  }

  @Test
  void thatBytesWereThereAlreadyIsNoAnswerAboutAnotherSourcesItem() {
    String sql =
        "SELECT item_id, path, content_sha256 FROM landing.items WHERE path LIKE '%common.txt'";
    assertThat(low(sql)).singleElement().asString().contains("open/common.txt");
    assertThat(high(sql)).hasSize(2);
    assertThat(high("SELECT DISTINCT content_sha256 FROM landing.items WHERE path LIKE '%common%'"))
        .hasSize(1);
  }

  @Test
  void relationsToWhatIsHiddenAreNotCounted() {
    for (String sql :
        List.of(
            "SELECT count(*) AS n FROM links.edges",
            "SELECT count(*) AS n, count(DISTINCT group_id) FROM links.groups",
            "SELECT count(*) AS n, sum(size(edge_ids)) FROM curated.links",
            "SELECT sum(size(evidence)) AS n FROM resolution.memberships",
            "SELECT sum(records) AS n FROM curated.persons",
            "SELECT sum(documents) AS n FROM curated.trends_monthly")) {
      assertThat(low(sql)).as(sql).hasSize(1).isNotEqualTo(high(sql));
    }
    assertThat(low("SELECT records, sources FROM curated.persons ORDER BY entity_id"))
        .hasSize(2)
        .allMatch(row -> row.contains("\"records\":1"));
  }

  @Test
  void tablesAboutTablesAndPlansAreRefusedInTheSameWords() {
    ReaderSession ofWhole = as(whole, "low");
    ReaderSession ofCut = as(cut, "low");
    for (TableContract table : Contracts.load().all()) {
      Questions.refused(table.name().toString())
          .forEach(
              sql ->
                  assertThat(Served.sql(ofWhole, sql))
                      .as(sql)
                      .isEqualTo(Served.sql(ofCut, sql))
                      .singleElement()
                      .asString()
                      .startsWith("Cannot answer the query: ")
                      .doesNotContain("secret"));
    }
    long snapshot = whole.snapshot(Tables.PERSONS).snapshotId();
    assertThat(Served.sql(ofWhole, "SELECT * FROM curated.persons VERSION AS OF " + snapshot))
        .isEqualTo(Served.sql(ofCut, "SELECT * FROM curated.persons VERSION AS OF " + snapshot));
  }

  @Test
  void aViewOfWhoSeesAllOpensNothing() {
    SparkSession spark = whole.spark();
    String all = "SELECT * FROM " + whole.identifier(Tables.PERSONS);
    String namespace = "CREATE NAMESPACE IF NOT EXISTS spark_catalog.curated";
    try {
      spark.table(whole.identifier(Tables.PERSONS)).createOrReplaceTempView("persons");
      spark.table(whole.identifier(Tables.PERSONS)).createOrReplaceGlobalTempView("persons");
      spark.sql(namespace);
      spark.sql("CREATE OR REPLACE VIEW spark_catalog.curated.persons AS " + all);
      spark.sql("CREATE OR REPLACE VIEW spark_catalog.curated.everyone AS " + all);
      // Doors opened after the views are there.
      DOORS.clear();
      for (String view :
          List.of(
              "persons",
              "global_temp.persons",
              "curated.everyone",
              "spark_catalog.curated.persons",
              "spark_catalog.curated.everyone")) {
        assertThat(low("SELECT * FROM " + view))
            .containsExactly(
                "Cannot answer the query: no such table (they are called stage.table), found "
                    + view);
      }
      // A view that has a table's name does not come before the table.
      assertThat(low("SELECT caption FROM curated.persons ORDER BY 1"))
          .hasSize(2)
          .noneMatch(row -> row.contains("Zzyzx"));
    } finally {
      spark.sql("DROP NAMESPACE IF EXISTS spark_catalog.curated CASCADE");
      spark.catalog().dropTempView("persons");
      spark.catalog().dropGlobalTempView("persons");
    }
  }

  @Test
  void anErrorComesOfNoHiddenRowAndQuotesNoValue() {
    Map<String, String> queries =
        Map.of(
            "SELECT count(*) AS n FROM landing.items WHERE NOT regexp_like('x', path)",
            "{\"n\":3}",
            "SELECT max(regexp_like('x', path)) AS n FROM landing.items",
            "{\"n\":false}");
    queries.forEach(
        (sql, answer) -> {
          assertThat(low(sql)).as(sql).containsExactly(answer);
          assertThat(high(sql))
              .as("who may see the row sees that it fails, and not on what")
              .containsExactly(
                  "Cannot answer the query: it fails on a value, found PatternSyntaxException");
        });
    for (String sql :
        List.of(
            // Of which Spark itself says with which value they failed.
            "SELECT to_binary(path, 'hex') FROM landing.items",
            "SELECT to_number(path, '999') FROM landing.items",
            "SELECT to_date(path, path) FROM landing.items ORDER BY 1")) {
      assertThat(high(sql))
          .as(sql)
          .singleElement()
          .asString()
          .matches("Cannot answer the query: it fails on a value, found [A-Z][A-Za-z_.]+")
          .isEqualTo(low(sql).get(0));
    }
  }

  @Test
  void countsAndBoundsDoNotComeFromTheStatisticsOfFiles() {
    for (TableContract table : Contracts.load().all()) {
      if (table.carriesPolicy()) {
        String first = table.grain().get(0);
        low("SELECT count(*), min(%1$s), max(%1$s) FROM %2$s".formatted(first, table.name()));
      }
    }
    assertThat(low("SELECT min(path) AS a, max(path) AS z, count(*) AS n FROM landing.items"))
        .containsExactly("{\"a\":\"open/common.txt\",\"z\":\"open/persons.csv\",\"n\":3}");
    assertThat(high("SELECT min(path) AS a FROM landing.items"))
        .containsExactly("{\"a\":\"a-secret/(plan.txt\"}");
  }

  /** So that {@code NonInterferenceIT} is not equal for want of looking. */
  @Test
  void theComparisonFindsAReaderWhoGetsMore() {
    ReaderSession more = as(whole, "high");
    ReaderSession less = as(cut, "low");
    assertThatThrownBy(
            () ->
                SameAnswers.assertSame(
                    "one who sees all",
                    sql -> Served.sql(more, sql),
                    sql -> Served.sql(less, sql),
                    new Questions(Contracts.load(), new Random(1))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("one who sees all: SELECT * FROM ");
  }

  @Test
  void whatIsGrantedShowsAndWhatIsWithheldDoesNot() {
    assertThat(low("SELECT DISTINCT policy_id, restrictions FROM curated.persons")).hasSize(1);
    assertThat(low("SELECT policy_id FROM landing.items EXCEPT SELECT policy_id FROM links.groups"))
        .isEmpty();
  }
}
