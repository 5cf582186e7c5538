package org.insight.jobs.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.insight.core.InsightException;
import org.insight.policy.Purpose;
import org.insight.policy.Scope;
import org.insight.testing.SharedSpark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportWriterTest {

  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  private static final Scope RIGHTS =
      new Scope(
          "FR",
          null,
          1,
          new TreeSet<>(List.of(Purpose.CRIME_ANALYSIS, Purpose.INVESTIGATION)),
          false);

  private static final YearMonth MONTH = YearMonth.of(2026, 2);

  /** The full report in English, written once: most tests only look at it. */
  @TempDir static Path shared;

  private static ReportSummary english;

  /** What is answered where the lake is full, and where it is empty. */
  private static Function<String, Dataset<Row>> full;

  private static Function<String, Dataset<Row>> empty;

  @TempDir Path dir;

  @BeforeAll
  static void writeTheFullReport() {
    full = answers(InventedLake.full(SharedSpark.session()));
    empty = answers(InventedLake.empty(SharedSpark.session()));
    english = ReportWriter.write(request(ReportLanguage.EN), full, shared.resolve("report"));
  }

  /** To the queries of a report, each asked once: what makes a page of them does not ask again. */
  private static Function<String, Dataset<Row>> answers(InventedLake lake) {
    Map<String, Dataset<Row>> answers = new HashMap<>();
    for (String sql : ReportWriter.queries(MONTH)) {
      Dataset<Row> rows = lake.query().apply(sql);
      answers.put(sql, SharedSpark.session().createDataFrame(rows.collectAsList(), rows.schema()));
    }
    return answers::get;
  }

  /** A reader asks it by {@code insight sql}, in double quotes of a shell. */
  @ParameterizedTest
  @EnumSource(Figure.class)
  void aFiguresQueryIsNothingElseToAShell(Figure figure) {
    assertThat(figure.sql(YearMonth.of(2026, 3))).doesNotContainPattern("[`$\"\\\\!]");
  }

  @Test
  void everyFigureIsShownWithTheQueryThatGivesItsRows() throws IOException {
    ReportSummary summary = english;

    String html = Files.readString(summary.page());
    JsonNode figures = new ObjectMapper().readTree(summary.data().toFile()).get("figures");
    assertThat(figures).hasSize(Figure.values().length).hasSize(summary.figures());
    for (JsonNode figure : figures) {
      assertThat(html).contains("<code>" + Html.escape(figure.get("query").asText()) + "</code>");
      assertThat(figure.get("title").asText()).isNotBlank();
      assertThat(figure.get("rows")).as(figure.get("id").asText()).isNotEmpty();
    }
    JsonNode keys = figures.get(0).get("rows").get(0);
    assertThat(keys.get("items").asLong()).isEqualTo(420);
    assertThat(keys.get("persons").asLong()).isEqualTo(32);
    assertThat(keys.get("groups").asLong()).isEqualTo(6);
    assertThat(keys.get("rejects").asLong()).isEqualTo(3);
  }

  /** Readers of a report need no identifiers, whatever their clearance. */
  @Test
  void linksSayWhatIsSharedAndNeverItsValue() throws IOException {
    ReportSummary french = write(full, ReportLanguage.FR);
    String html = Files.readString(french.page());
    assertThat(html)
        .contains("<bdi>(sans nom)</bdi></strong> <span class=\"tag\">véhicule</span>")
        .contains("<td>la même réservation, le même numéro de téléphone</td>")
        .contains("<td>voyage, partagé</td>", "· l’un dirige l’autre <span")
        .doesNotContain("(no name)", InventedLake.PLATE, "3361234", "33700000001", "ZZ81Q");
    for (String figure : List.of("links", "networks")) {
      assertThat(rows(french, figure))
          .as(figure)
          .isNotEmpty()
          .noneMatch(row -> row.matches(".*(3361234|33700000001|ZZ81Q|Lilas|4821).*"));
    }
  }

  @Test
  void aNetworkIsDrawnAndTheListBesideItSaysTheSame() throws IOException {
    String html = Files.readString(english.page());
    String network =
        html.substring(html.indexOf("<h3>Network 1</h3>"), html.indexOf("<h3>Network 2</h3>"));

    assertThat(network)
        .contains("id=\"graph-1\" role=\"img\"")
        .contains(
            "<bdi>Amélie Fontanier</bdi></strong> <span class=\"tag\">Person</span>"
                + " owner, suspect, born 1971</li>")
        .contains(
            "<bdi>Benito Carrasque Olmos</bdi></strong> <span class=\"tag\">Person</span>"
                + " director, wanted, born 1961</li>")
        .contains(
            "<bdi>سليم الورداني</bdi></strong> <span class=\"tag\">Person</span> victim, born 1962</li>")
        .contains("one directs the other", "<span class=\"tag\">Vehicle</span></li>")
        .contains(
            "1 source; <bdi>ADMIRALTY B2</bdi>; <bdi>TLP AMBER</bdi>)</span> <a class=\"key-link\"");
    JsonNode graph = charts(english).get("networks").get(0);
    assertThat(graph.get("nodes").findValuesAsText("caption"))
        .contains(
            "Amélie Fontanier",
            "Benito Carrasque Olmos",
            "سليم الورداني",
            "Zz Maritime SARL",
            "Vehicle");
    assertThat(graph.get("links")).hasSize(network.split("<li id=\"link-1-", -1).length - 1);
    for (JsonNode link : graph.get("links")) {
      assertThat(link.get("from").asInt()).isBetween(0, graph.get("nodes").size() - 1);
      assertThat(link.get("strength").asDouble()).isGreaterThan(3);
    }
    assertThat(rows(english, "networks")).allMatch(row -> row.contains("\"network\":"));
  }

  @Test
  void oneLinkIsALineAndNoNetwork() throws IOException {
    InventedLake lake =
        InventedLake.empty(SharedSpark.session())
            .view(
                "curated.links",
                List.of(
                    InventedLake.link(
                        "E1", "Ada Zorn", "Person", "E2", "Bo Zorn", "Person", List.of("phone:1")),
                    InventedLake.link(
                        "E1",
                        "Ada Zorn",
                        "Person",
                        "D1",
                        "A note",
                        "Document",
                        List.of("phone:1"))));

    ReportSummary summary = write(lake, ReportLanguage.EN);

    assertThat(rows(summary, "links")).hasSize(1).allMatch(row -> row.contains("Bo Zorn"));
    assertThat(rows(summary, "networks")).isEmpty();
    assertThat(Files.readString(summary.page()))
        .contains("<td>the same telephone number</td>")
        .doesNotContain("A note", "class=\"graph\"", "The first 1 of");
  }

  @Test
  void aLargeNetworkSaysHowManyEndsAreLeftOut() throws IOException {
    List<Row> links = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      links.add(
          InventedLake.link(
              "A", "Ada", "Person", "B" + i, "Bo " + i, "Person", List.of("phone:" + i)));
    }
    InventedLake lake = InventedLake.empty(SharedSpark.session()).view("curated.links", links);

    assertThat(Files.readString(write(lake, ReportLanguage.EN).page()))
        .contains("The 12 ends that matter most of the 21 of this network.");
  }

  @Test
  void theTableOfLinksSaysHowManyThereAre() throws IOException {
    List<Row> links = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      links.add(
          InventedLake.link(
              "A" + i, "Ada " + i, "Person", "B" + i, "Bo " + i, "Person", List.of("phone:" + i)));
    }
    InventedLake lake = InventedLake.empty(SharedSpark.session()).view("curated.links", links);

    ReportSummary summary = write(lake, ReportLanguage.EN);

    assertThat(rows(summary, "links")).hasSize(25);
    assertThat(Files.readString(summary.page()))
        .contains("The first 25 of the 30 that this reader sees.");
  }

  @Test
  void theSameRowsGiveTheSameBytes() throws IOException {
    ReportSummary second = write(InventedLake.full(SharedSpark.session()), ReportLanguage.EN);

    assertThat(Files.readString(second.page())).isEqualTo(Files.readString(english.page()));
    assertThat(Files.readString(second.data())).isEqualTo(Files.readString(english.data()));
    try (var files = Files.list(second.page().getParent())) {
      assertThat(files).hasSize(2);
    }
  }

  /** Names and birth dates are in it, and no entry of the audit tells of who reads a file. */
  @Test
  void aReportIsForWhoAskedUnlessTheyLetOthersReadIt() throws IOException {
    ReportSummary first = write(empty, ReportLanguage.EN);
    for (Path file : List.of(first.page(), first.data())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    Files.setPosixFilePermissions(first.page(), PosixFilePermissions.fromString("rw-r-----"));
    assertThat(write(empty, ReportLanguage.EN).page()).isEqualTo(first.page());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.page())))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aDocumentOfTwoPlacesCountsOnceInItsMonth() throws IOException {
    InventedLake lake =
        InventedLake.empty(SharedSpark.session())
            .view(
                "text.documents",
                List.of(
                    RowFactory.create("d1", java.sql.Date.valueOf("2025-03-09"), "text", "R"),
                    RowFactory.create("d2", java.sql.Date.valueOf("2025-05-31"), "text", "R")))
            .view(
                "mentions.events",
                List.of(
                    InventedLake.offence("d1", "fraud", "1", "R"),
                    InventedLake.offence("d1", "fraud", "2", "R"),
                    InventedLake.offence("d2", "fraud", null, "R"),
                    RowFactory.create("d2", "offence", "theft", "negated", null, "R"),
                    RowFactory.create("d2", "means", "boat", "asserted", null, "R")))
            .view("mentions.places", List.of(lyon("d1", "1"), lyon("d1", "2")));

    JsonNode trends = charts(write(lake, ReportLanguage.EN)).get("trends");

    assertThat(trends.get("months").toString()).isEqualTo("[\"2025-03\",\"2025-04\",\"2025-05\"]");
    assertThat(trends.get("series")).hasSize(1);
    assertThat(trends.get("series").get(0).get("values").toString()).isEqualTo("[1,0,1]");
  }

  @Test
  void aDocumentOfTwoOffencesIsOneOfItsMonthsDocuments() throws IOException {
    List<Row> documents = new ArrayList<>();
    List<Row> events = new ArrayList<>();
    documents.add(RowFactory.create("d0", java.sql.Date.valueOf("2025-03-09"), "text", "R"));
    events.add(InventedLake.offence("d0", "fraud", null, "R"));
    events.add(InventedLake.offence("d0", "theft", null, "R"));
    // An eleventh offence, which has no column of its own.
    for (int i = 1; i <= 10; i++) {
      documents.add(RowFactory.create("d" + i, java.sql.Date.valueOf("2025-05-31"), "text", "R"));
      events.add(InventedLake.offence("d" + i, "fraud", null, "R"));
      events.add(InventedLake.offence("d" + i, "offence" + i, null, "R"));
    }
    documents.add(RowFactory.create("e", java.sql.Date.valueOf("2025-06-01"), "text", "R"));
    events.add(InventedLake.offence("e", "zzz", null, "R"));
    documents.add(RowFactory.create("f", java.sql.Date.valueOf("2025-07-01"), "text", "R"));
    InventedLake lake =
        InventedLake.empty(SharedSpark.session())
            .view("text.documents", documents)
            .view("mentions.events", events);

    ReportSummary summary = write(lake, ReportLanguage.EN);

    String html = Files.readString(summary.page());
    assertThat(html).doesNotContain("Total</th>").contains("id=\"f-months\"");
    JsonNode figures = new ObjectMapper().readTree(summary.data().toFile()).get("figures");
    List<String> months = new ArrayList<>();
    for (JsonNode figure : figures) {
      if (figure.get("id").asText().equals("months")) {
        figure
            .get("rows")
            .forEach(r -> months.add(r.get("month").asText() + " " + r.get("documents").asLong()));
      }
    }
    assertThat(months).containsExactly("2025-03-01 1", "2025-05-01 10", "2025-06-01 1");
  }

  @Test
  void whatIsDatedAfterTheMonthOfTheReportPushesNoMonthOffAndIsSaid() throws IOException {
    YearMonth month = MONTH;
    List<Row> documents = new ArrayList<>();
    List<Row> events = new ArrayList<>();
    List<Row> places = new ArrayList<>();
    List<Row> trends = new ArrayList<>();
    document(month.atEndOfMonth(), "theft", documents, events, places, trends);
    for (int i = 1; i <= 40; i++) {
      LocalDate ahead = i == 40 ? LocalDate.of(2204, 1, 1) : month.plusMonths(i).atDay(1);
      document(ahead, "fraud", documents, events, places, trends);
      document(ahead, "offence" + i, documents, events, places, trends);
    }
    InventedLake lake = lake(documents, events, places, trends);

    ReportSummary summary = write(lake, ReportLanguage.EN);

    assertThat(rows(summary, "trends"))
        .containsExactly(
            "{\"month\":\"" + month.atDay(1) + "\",\"offence\":\"theft\",\"documents\":1}");
    assertThat(rows(summary, "months"))
        .containsExactly("{\"month\":\"" + month.atDay(1) + "\",\"documents\":1}");
    assertThat(rows(summary, "movement")).hasSize(1).allMatch(row -> row.contains("theft"));
    assertThat(rows(summary, "ahead"))
        .containsExactly("{\"report_month\":\"" + month.atDay(1) + "\",\"documents\":80}");
    assertThat(Files.readString(summary.page()))
        .contains("<td>" + month + "</td><td class=\"n\">80</td>");
  }

  /** What OCR read of a scan is text, too. */
  @Test
  void anItemThatIsADocumentHasText() throws IOException {
    InventedLake lake =
        InventedLake.empty(SharedSpark.session())
            .view(
                "landing.items",
                List.of(
                    RowFactory.create("scan", "image", List.of(), "R", null),
                    RowFactory.create("photo", "image", List.of(), "R", null)))
            .view(
                "text.documents",
                List.of(
                    RowFactory.create("scan", java.sql.Date.valueOf("2025-03-09"), "text", "R")));
    assertThat(rows(write(lake, ReportLanguage.EN), "items"))
        .containsExactly("{\"kind\":\"image\",\"items\":2,\"with_text\":1,\"with_issues\":0}");
  }

  /** The last documents name no place: what is said to be before all months is in none of them. */
  @Test
  void theMovementIsOfTheLastMonthsThatThereAre() throws IOException {
    List<Row> documents = new ArrayList<>();
    List<Row> events = new ArrayList<>();
    List<Row> places = new ArrayList<>();
    List<Row> trends = new ArrayList<>();
    document(MONTH.minusMonths(40).atDay(1), "theft", documents, events, places, trends);
    documents.add(RowFactory.create("last", java.sql.Date.valueOf(MONTH.atDay(1)), "text", "R"));
    events.add(InventedLake.offence("last", "theft", null, "R"));
    trends.add(
        RowFactory.create(
            java.sql.Date.valueOf(MONTH.atDay(1)), "ZZ", "", "", null, null, "theft", 1L, "R"));

    ReportSummary summary = write(lake(documents, events, places, trends), ReportLanguage.EN);

    assertThat(rows(summary, "movement")).isEmpty();
    assertThat(rows(summary, "before")).hasSize(1);
  }

  /** An archive has more documents, and other offences, than the months that are shown. */
  @Test
  void theOffencesByMonthAreTheMostFrequentOfTheMonthsThatAreShown() throws IOException {
    List<Row> documents = new ArrayList<>();
    List<Row> events = new ArrayList<>();
    List<Row> places = new ArrayList<>();
    List<Row> trends = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      for (int day = 1; day <= 2; day++) {
        document(LocalDate.of(1999, i, day), "offence" + i, documents, events, places, trends);
      }
    }
    document(MONTH.atEndOfMonth(), "theft", documents, events, places, trends);
    InventedLake lake = lake(documents, events, places, trends);

    ReportSummary summary = write(lake, ReportLanguage.EN);

    assertThat(rows(summary, "trends"))
        .containsExactly(
            "{\"month\":\"" + MONTH.atDay(1) + "\",\"offence\":\"theft\",\"documents\":1}");
  }

  /**
   * A single old date would leave an axis that is none, and months without a document out of it.
   */
  @Test
  void monthsFollowEachOtherAndWhatLiesBeforeThemIsSaid() throws IOException {
    List<Row> documents = new ArrayList<>();
    List<Row> events = new ArrayList<>();
    List<Row> places = new ArrayList<>();
    List<Row> trends = new ArrayList<>();
    for (String day : List.of("1982-07-14", "2025-01-02", "2025-03-04")) {
      document(LocalDate.parse(day), "theft", documents, events, places, trends);
    }
    InventedLake lake = lake(documents, events, places, trends);

    ReportSummary summary = write(lake, ReportLanguage.EN);

    JsonNode charts = charts(summary);
    for (String chart : List.of("trends", "months", "movement")) {
      assertThat(charts.get(chart).get("months").toString())
          .as(chart)
          .isEqualTo("[\"2025-01\",\"2025-02\",\"2025-03\"]");
    }
    assertThat(charts.get("months").get("values").toString()).isEqualTo("[1,0,1]");
    assertThat(rows(summary, "before"))
        .containsExactly("{\"first_month\":\"2022-04-01\",\"documents\":1}");
  }

  @Test
  void whatAClearanceDoesNotShowHasNoNumber() throws IOException {
    InventedLake lake = InventedLake.full(SharedSpark.session());
    Function<String, Dataset<Row>> query = lake.query();
    for (String column :
        List.of(
            "curated.persons identifiers array<string>",
            "curated.links values array<string>",
            "mentions.identifiers value string")) {
      String[] of = column.split(" ", -1);
      lake.view(
          of[0],
          query
              .apply("SELECT * FROM " + of[0])
              .withColumn(of[1], functions.lit(null).cast(of[2]))
              .collectAsList());
    }
    Function<String, Dataset<Row>> answers = answers(lake);
    for (ReportLanguage language : ReportLanguage.values()) {
      ReportSummary summary = write(answers, language);
      String html = Files.readString(summary.page());
      assertThat(html)
          .contains(
              language == ReportLanguage.EN
                  ? "not shown at this clearance"
                  : "non montré à cette habilitation")
          .doesNotContain("-1</td>");
      for (String figure : List.of("persons", "links", "identifiers")) {
        assertThat(rows(summary, figure)).as(figure).isNotEmpty().noneMatch(this::countsHidden);
      }
    }
  }

  private boolean countsHidden(String row) {
    return row.matches(".*\"(identifiers|different|shared)\":(-?\\d|\\[).*");
  }

  @Test
  void theMapSaysHowManyPlacesItLeavesOutAndATableHasAllThatItDraws() throws IOException {
    List<Row> documents = new ArrayList<>();
    List<Row> events = new ArrayList<>();
    List<Row> places = new ArrayList<>();
    java.sql.Date day = java.sql.Date.valueOf("2025-03-09");
    documents.add(RowFactory.create("d", day, "text", "R"));
    for (int i = 0; i < 203; i++) {
      String id = String.format("%04d", i);
      events.add(InventedLake.offence("d", "fraud", id, "R"));
      places.add(InventedLake.incident("d", id, "Place " + id, "FR", 45.0, 4.0, "R"));
    }
    InventedLake lake = lake(documents, events, places, List.of());

    ReportSummary summary = write(lake, ReportLanguage.EN);

    assertThat(Files.readString(summary.page()))
        .contains("The first 200 of the 203 that this reader sees.", "<bdi>Place 0199</bdi>")
        .doesNotContain("Place 0200");
    assertThat(charts(summary).get("map").get("whole").asBoolean()).isFalse();
    events.add(InventedLake.offence("d", "fraud", "us", "R"));
    places.add(
        RowFactory.create(
            "d us",
            "d",
            "incident",
            "country",
            "6252001",
            "United States",
            "US",
            39.76,
            -98.5,
            "R"));
    lake.view("mentions.events", events).view("mentions.places", places);
    assertThat(charts(write(lake, ReportLanguage.EN)).get("map").get("whole").asBoolean())
        .as("a country without a place")
        .isTrue();
  }

  @Test
  void aMessageThatIsDatedAfterTheMonthOfTheReportIsNotTheLatest() {
    List<Row> items = new ArrayList<>();
    items.add(item(null));
    InventedLake lake = InventedLake.empty(SharedSpark.session()).view("landing.items", items);
    String query = ReportRequest.state(MONTH);
    assertThat(lake.query().apply(query).first()).isEqualTo(RowFactory.create(1L, null));

    items.add(item(MONTH.plusYears(70).atDay(1)));
    items.add(item(MONTH.atEndOfMonth()));
    items.add(item(MONTH.atDay(1)));
    lake.view("landing.items", items);
    assertThat(lake.query().apply(query).first())
        .isEqualTo(RowFactory.create(4L, java.sql.Date.valueOf(MONTH.atEndOfMonth())));

    // A scan has a date, too, and is no message.
    items.remove(2);
    items.add(item("document", MONTH.atEndOfMonth()));
    lake.view("landing.items", items);
    assertThat(lake.query().apply(query).first())
        .isEqualTo(RowFactory.create(4L, java.sql.Date.valueOf(MONTH.atDay(1))));
  }

  private static Row item(@Nullable LocalDate sent) {
    return item("message", sent);
  }

  private static Row item(String kind, @Nullable LocalDate sent) {
    java.sql.Timestamp at =
        sent == null
            ? null
            : java.sql.Timestamp.from(sent.atTime(23, 59, 59).toInstant(ZoneOffset.UTC));
    return RowFactory.create("i", kind, List.of(), "R", at);
  }

  private static InventedLake lake(
      List<Row> documents, List<Row> events, List<Row> places, List<Row> trends) {
    return InventedLake.empty(SharedSpark.session())
        .view("text.documents", documents)
        .view("mentions.events", events)
        .view("mentions.places", places)
        .view("curated.trends_monthly", trends);
  }

  private static Row lyon(String document, String key) {
    return InventedLake.incident(document, key, "Lyon", "FR", 45.75, 4.85, "R");
  }

  /** A document of one offence in Lyon. */
  private static void document(
      LocalDate day,
      String offence,
      List<Row> documents,
      List<Row> events,
      List<Row> places,
      List<Row> trends) {
    String id = "d" + documents.size();
    documents.add(RowFactory.create(id, java.sql.Date.valueOf(day), "text", "R"));
    events.add(InventedLake.offence(id, offence, "1", "R"));
    places.add(lyon(id, "1"));
    trends.add(
        RowFactory.create(
            java.sql.Date.valueOf(day.withDayOfMonth(1)),
            "FR",
            "1",
            "Lyon",
            45.75,
            4.85,
            offence,
            1L,
            "R"));
  }

  private static List<String> rows(ReportSummary summary, String figure) throws IOException {
    List<String> rows = new ArrayList<>();
    for (JsonNode each : new ObjectMapper().readTree(summary.data().toFile()).get("figures")) {
      if (each.get("id").asText().equals(figure)) {
        each.get("rows").forEach(row -> rows.add(row.toString()));
      }
    }
    return rows;
  }

  @Test
  void theMapCountsWhereDocumentsThatHaveADateSayThatAnOffenceHappened() throws IOException {
    InventedLake lake =
        InventedLake.empty(SharedSpark.session())
            .view(
                "text.documents",
                List.of(
                    RowFactory.create("d", java.sql.Date.valueOf("2025-03-09"), "text", "R"),
                    RowFactory.create("u", null, null, "R")))
            .view(
                "mentions.events",
                List.of(
                    InventedLake.offence("d", "fraud", "1", "R"),
                    InventedLake.offence("d", "theft", "1", "R"),
                    RowFactory.create("d", "offence", "arson", "negated", "d 2", "R"),
                    RowFactory.create("d", "means", "boat", "asserted", "d 3", "R"),
                    InventedLake.offence("u", "fraud", "4", "R")))
            .view(
                "mentions.places",
                List.of(
                    lyon("d", "1"),
                    InventedLake.incident("d", "2", "Madrid", "ES", 40.42, -3.7, "R"),
                    InventedLake.incident("d", "3", "Cairo", "EG", 30.06, 31.25, "R"),
                    RowFactory.create(
                        "b", "d", "birth", "town", "5", "Paris", "FR", 48.85, 2.35, "R"),
                    InventedLake.incident("u", "4", "London", "GB", 51.51, -0.13, "R")));

    ReportSummary summary = write(lake, ReportLanguage.EN);

    JsonNode map = charts(summary).get("map");
    assertThat(map.get("places").toString())
        .isEqualTo("[{\"name\":\"Lyon, France\",\"value\":[4.85,45.75,1]}]");
    assertThat(map.get("countries").findValuesAsText("code")).containsExactly("FR");
    assertThat(map.get("countries").get(0).get("value").asLong()).isEqualTo(1);
    assertThat(Files.readString(summary.page())).contains("Incidents by place");
    assertThat(rows(summary, "offences"))
        .containsExactly(
            "{\"offence\":\"fraud\",\"documents\":2,\"incident_countries\":2,"
                + "\"leading_countries\":[\"FR\",\"GB\"]}",
            "{\"offence\":\"theft\",\"documents\":1,\"incident_countries\":1,"
                + "\"leading_countries\":[\"FR\"]}");
  }

  @Test
  void hostileNamesComeOutHarmless() throws IOException {
    String script = "</script><img src=x onerror=alert(1)>";
    String quotes = "\"' onmouseover=alert(2) x='";
    String override = "Ada\u202Etxt.exe\u0000\u061c";
    InventedLake lake = InventedLake.empty(SharedSpark.session());
    List<String> none = List.of();
    lake.view(
        "curated.persons",
        List.of(
            RowFactory.create(
                quotes,
                script,
                List.of(script),
                List.of(script),
                none,
                1,
                List.of(script),
                1,
                List.of(quotes),
                List.of(script),
                List.of(script),
                List.of(quotes),
                List.of(script),
                script),
            RowFactory.create(
                "e2", override, none, none, none, 1, none, 1, none, none, none, none, none, "R"),
            RowFactory.create(
                "e3",
                "محمد \u05d0",
                none,
                none,
                none,
                1,
                none,
                1,
                none,
                none,
                none,
                none,
                none,
                "R")));
    lake.view(
        "curated.trends_monthly",
        List.of(
            RowFactory.create(
                java.sql.Date.valueOf("2025-01-01"),
                "FR",
                "1",
                script,
                48.0,
                2.0,
                script,
                3L,
                "R")));
    lake.view(
        "text.documents",
        List.of(RowFactory.create("d", java.sql.Date.valueOf("2025-01-09"), "text", "R")));
    lake.view("mentions.events", List.of(InventedLake.offence("d", script, "1", "R")));
    lake.view(
        "mentions.places", List.of(InventedLake.incident("d", "1", script, "FR", 48.0, 2.0, "R")));
    lake.view("landing.rejects", List.of(RowFactory.create("<b>", "<i>&amp;", script)));
    String right = "سليم " + script;
    List<Row> links = new ArrayList<>();
    links.add(
        InventedLake.link(quotes, script, "Person", "E2", override, "Person", List.of("<b>")));
    links.add(InventedLake.link("E2", override, "Person", "E3", right, script, List.of(quotes)));
    links.add(InventedLake.link("E3", right, script, quotes, script, "Person", List.of("phone:1")));
    // Beside no others, chance explains any link.
    for (int i = 0; i < 20; i++) {
      links.add(
          InventedLake.link(
              "D" + i, "", "Document", "F" + i, "", "Document", List.of("iban:" + i)));
    }
    lake.view("curated.links", links);
    lake.view(
        "curated.persons",
        lake.query()
            .apply("SELECT * FROM curated.persons")
            .withColumn("topics", functions.array(functions.lit("wanted")))
            .collectAsList());
    ReportSummary summary =
        ReportWriter.write(
            new ReportRequest(script, RIGHTS, 1, null, MONTH, ReportLanguage.FR),
            lake.query(),
            dir);

    String html = Files.readString(summary.page());
    String page = html.substring(html.indexOf("<body>"), html.indexOf("<script type="));

    assertThat(page).doesNotContain("<img", "<script", "</script", "<b>", "<i>", "<!--");
    assertThat(page).doesNotContain("\"\"'", "\u202E", "\u0000", "\u061c");
    assertThat(page).contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;");
    assertThat(page).contains("<bdi>Adatxt.exe</bdi>", "<bdi>محمد \u05d0</bdi>");
    // One data element, two libraries and two scripts: no name has opened or closed another.
    assertThat(html.split("</script>", -1)).hasSize(6);
    JsonNode charts = charts(summary);
    assertThat(charts.get("map").get("places").get(0).get("name").asText()).startsWith(script);
    assertThat(charts.get("networks").get(0).get("nodes").findValuesAsText("caption"))
        .containsExactlyInAnyOrder(script, override, right);
    assertThat(page).contains("<bdi>سليم &lt;/script&gt;");
  }

  @Test
  void thePageMayRunItsOwnScriptsAndReachNothing() throws IOException {
    String html = Files.readString(english.page());

    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(html);
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1))
        .startsWith("default-src 'none'; script-src 'sha256-")
        .doesNotContain("unsafe", "http", "*");
    Matcher scripts = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(html);
    assertThat(scripts.results().map(m -> Html.hash(m.group(1))))
        .hasSize(4)
        .allMatch(policy.group(1)::contains);
    String body = html.substring(html.indexOf("<body>"), html.indexOf("<script type="));
    assertThat(body)
        .doesNotContainPattern(
            "<(link|iframe|object|base|form)|(?i) (style|src|on[a-z]+)=|https?:");
  }

  @Test
  void anEmptyLakeGivesAProperReport() throws IOException {
    ReportSummary summary = write(empty, ReportLanguage.FR);
    String html = Files.readString(summary.page());

    assertThat(summary.rows()).isEqualTo(1);
    assertThat(html).contains(new Texts(ReportLanguage.FR).get("head.passing.none"));
    assertThat(html).doesNotContain("role=\"img\"");
    assertThat(html.split("class=\"nothing\"", -1)).hasSize(Figure.values().length);
  }

  @Test
  void rowsSayWhatTheyAreWorth() throws IOException {
    String html = Files.readString(english.page());

    assertThat(html)
        .contains("Independent sources", "Worst grading", "Strictest handling")
        .contains("<td><bdi>4x4 B2</bdi>, <bdi>ADMIRALTY C3</bdi></td>")
        .contains("<td><bdi>INTERPOL H2</bdi>, <bdi>TLP AMBER</bdi></td>")
        .contains("<td><bdi>ADMIRALTY B2</bdi>, <bdi>ungraded</bdi></td>");
  }

  @Test
  void rowsNameTheirRestrictionsAndThePageSaysWhatTheyMean() throws IOException {
    String html = Files.readString(english.page());

    assertThat(html).contains("<tr id=\"r1\"><th scope=\"row\">R1</th>");
    assertThat(html).contains("<bdi>" + InventedLake.H2 + "</bdi>");
    assertThat(html).contains("<bdi>" + InventedLake.H1 + "; " + InventedLake.H2 + "</bdi>");
    Matcher links = Pattern.compile("href=\"#(r\\d+)\"").matcher(html);
    assertThat(links.results().map(m -> m.group(1)))
        .isNotEmpty()
        .allMatch(id -> html.contains("id=\"" + id + "\""));
  }

  @Test
  void aReportInFrenchIsFrenchThroughout() throws IOException {
    ReportSummary written = write(full, ReportLanguage.FR);
    String french = Files.readString(written.page());

    assertThat(french).contains("<html lang=\"fr\">", "Droits d’accès", "cambriolage", "Égypte");
    assertThat(french)
        .contains(
            "<bdi>France · habilitation de niveau 1 · lecteur · analyse criminelle · enquête<")
        .contains("<bdi>Éléments : 420 ; dernier message du 2025-12-31</bdi>")
        .contains("sans évaluation")
        .doesNotContain("ungraded");
    assertThat(charts(written).get("trends").get("series").findValuesAsText("name"))
        .containsExactlyInAnyOrder(
            "cambriolage",
            "vol de véhicule",
            "vol avec violence",
            "escroquerie",
            "trafic de stupéfiants",
            "blanchiment d’argent",
            "cybercriminalité");
  }

  @Test
  void anUnknownLanguageIsRefused() {
    assertThatThrownBy(() -> ReportLanguage.of("xx"))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot write a report: language must be one of en, fr, found xx");
  }

  @Test
  void aFolderThatCannotBeMadeIsOneClearLine() throws IOException {
    Path file = Files.writeString(dir.resolve("file"), "in the way");
    assertThatThrownBy(() -> ReportWriter.write(request(ReportLanguage.EN), empty, file))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot write a report: the folder or disk does not take it");
  }

  private ReportSummary write(InventedLake lake, ReportLanguage language) {
    return write(lake.query(), language);
  }

  private ReportSummary write(Function<String, Dataset<Row>> answers, ReportLanguage language) {
    return ReportWriter.write(request(language), answers, dir.resolve(language.code()));
  }

  private static ReportRequest request(ReportLanguage language) {
    return new ReportRequest("demo", RIGHTS, 420, LocalDate.of(2025, 12, 31), MONTH, language);
  }

  private static JsonNode charts(ReportSummary summary) throws IOException {
    Matcher data = DATA.matcher(Files.readString(summary.page()));
    assertThat(data.find()).isTrue();
    return new ObjectMapper().readTree(data.group(1));
  }
}
