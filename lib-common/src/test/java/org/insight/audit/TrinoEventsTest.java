package org.insight.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrinoEventsTest {

  private final TrinoEvents events = new TrinoEvents("lake");

  /** An event of the listener's shape, of version 476; what is empty is left out or null. */
  static ObjectNode completed() throws IOException {
    try (InputStream in =
        TrinoEventsTest.class.getResourceAsStream("/audit/trino-completed.json")) {
      return (ObjectNode) new ObjectMapper().readTree(in);
    }
  }

  static ObjectNode created() throws IOException {
    ObjectNode event = completed();
    event.retain("createTime", "context", "metadata");
    ObjectNode metadata = (ObjectNode) event.get("metadata");
    metadata.putArray("tables");
    metadata.put("queryState", "QUEUED");
    return event;
  }

  private AuditEntry entry(ObjectNode event) throws IOException {
    return events.entry(bytes(event.toString())).orElseThrow();
  }

  private static InputStream bytes(String event) {
    return new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCompletedQueryNamesTheLoginBehindTheReaderAndWhatWasRead() throws IOException {
    AuditEntry entry = entry(completed());
    assertThat(entry.login()).isEqualTo("superset");
    assertThat(entry.reader()).isEqualTo("fr-analyst");
    assertThat(entry.scope()).isEqualTo("0123456789abcdef");
    assertThat(entry.engine()).isEqualTo("trino");
    assertThat(entry.act()).isEqualTo("read");
    assertThat(entry.purpose()).isEqualTo("investigation");
    assertThat(entry.reason()).isEqualTo("case 12, request of 24 November");
    assertThat(entry.tables()).containsExactly("curated.persons", "tpch.tiny.nation");
    assertThat(entry.filters())
        .containsExactly(
            "curated.persons.policy_id = to_hex(sha256(to_utf8(policy_id)))",
            "curated.persons: policy_id = 'seen by insight_lake'");
    assertThat(entry.query()).startsWith("SELECT caption FROM curated.persons");
    assertThat(entry.outcome()).isEqualTo("done");
    assertThat(entry.rows()).isEqualTo(3);
    assertThat(entry.call()).isEqualTo("20261125_081530_00042_abcde");
    assertThat(entry.at()).isEqualTo(Instant.parse("2026-11-25T08:15:31.250Z"));
  }

  @Test
  void aCreatedQueryHasStarted() throws IOException {
    AuditEntry entry = entry(created());
    assertThat(entry.outcome()).isEqualTo("started");
    assertThat(entry.at()).isEqualTo(Instant.parse("2026-11-25T08:15:30.123456Z"));
    assertThat(entry.rows()).isNull();
    assertThat(entry.tables()).isEmpty();
    assertThat(TrinoEvents.identity(entry)).isNotEqualTo(TrinoEvents.identity(entry(completed())));
  }

  @Test
  void aDeniedQueryIsRefusedAndAnotherFailureFailedWithoutItsMessage() throws IOException {
    ObjectNode event = completed();
    ObjectNode failure = event.putObject("failureInfo");
    failure.putObject("errorCode").put("code", 4).put("name", "PERMISSION_DENIED");
    failure.put("failureMessage", "Access Denied: Cannot select from table of Anna");
    ((ObjectNode) event.get("statistics")).put("outputRows", 0);
    assertThat(entry(event))
        .satisfies(
            e -> {
              assertThat(e.outcome()).isEqualTo("refused");
              assertThat(e.detail()).isEqualTo("PERMISSION_DENIED");
              assertThat(e.rows()).isZero();
            });
    failure.putObject("errorCode").put("code", 8).put("name", "DIVISION_BY_ZERO");
    assertThat(entry(event).outcome()).isEqualTo("failed");
  }

  /** As by whoever has fetched all rows but the last and breaks off. */
  @Test
  void aQueryThatItsReaderEndsNamesTheRowsThatWentOut() throws IOException {
    ObjectNode event = completed();
    event
        .putObject("failureInfo")
        .putObject("errorCode")
        .put("code", 3)
        .put("name", "USER_CANCELED");
    assertThat(entry(event))
        .satisfies(
            e -> {
              assertThat(e.outcome()).isEqualTo("failed");
              assertThat(e.detail()).isEqualTo("USER_CANCELED");
              assertThat(e.rows()).isEqualTo(3);
            });
  }

  @Test
  void withoutImpersonationPurposeOrGroupsTheEntrySaysSo() throws IOException {
    ObjectNode event = completed();
    ObjectNode context = (ObjectNode) event.get("context");
    context.putNull("principal");
    context.put("originalUser", "gb-analyst");
    context.remove("clientInfo");
    context.putArray("clientTags");
    context.putArray("groups");
    assertThat(entry(event))
        .satisfies(
            e -> {
              assertThat(e.login()).isEqualTo("gb-analyst");
              assertThat(e.purpose()).isNull();
              assertThat(e.reason()).isNull();
              assertThat(e.scope()).isNull();
            });
  }

  /** Headers take ASCII alone; the clients send a reason of other letters so. */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          utf-8''affaire%2012%2C%20%C3%A0%20midi%20d%27avril           | affaire 12, à midi d'avril
          UTF-8''petici%c3%b3n                                       | petición
          utf-8''%D9%82%D8%B6%D9%8A%D8%A9%2012                       | قضية 12
          utf-8''%F0%9F%94%8E                                        | 🔎
          case 100%25 plain                                          | case 100%25 plain
          utf-8''petici%c3                                           | utf-8''petici%c3
          utf-8''petici%c3%2                                         | utf-8''petici%c3%2
          utf-8''100% sure                                           | utf-8''100% sure
          utf-8''50%x0                                               | utf-8''50%x0
          utf-8''%٤٥                                                 | utf-8''%٤٥
          utf-8''petición                                            | utf-8''petición
          utf-8'en'case                                              | utf-8'en'case
          """,
      delimiter = '|',
      quoteCharacter = '"')
  void aReasonInPercentsIsWhatItStandsFor(String sent, String entered) throws IOException {
    ObjectNode event = completed();
    ((ObjectNode) event.get("context")).put("clientInfo", sent);
    assertThat(entry(event).reason()).isEqualTo(entered);
  }

  @Test
  void aReasonInPercentsHasNoCharacterThatAnotherHasNot() throws IOException {
    ObjectNode event = completed();
    ((ObjectNode) event.get("context")).put("clientInfo", "utf-8''a%00b%0Ac%ED%A0%80");
    assertThat(entry(event).reason()).as("no UTF-8").isEqualTo("utf-8''a%00b%0Ac%ED%A0%80");
    ((ObjectNode) event.get("context")).put("clientInfo", "utf-8''a%00b%0Ac");
    assertThat(entry(event).reason()).isEqualTo("a\ufffdb\nc");
    ((ObjectNode) event.get("context")).put("clientInfo", "utf-8''%20%09");
    assertThat(entry(event).reason()).isNull();
  }

  /** Such an entry in the spool would end every collection of the audit from then on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"+999999999-01-01T00:00:00Z\"",
        "\"-999999999-01-01T00:00:00Z\"",
        "1e17",
        "-1e17",
        "1e400",
        "\"yesterday\"",
        "true"
      })
  void aTimeThatNoTableHoldsIsNow(String time) throws IOException {
    String event = completed().toString().replace("\"2026-11-25T08:15:31.250Z\"", time);
    assertThat(event).contains("\"endTime\":" + time);
    Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
    assertThat(events.entry(bytes(event)).orElseThrow().at()).isBetween(before, Instant.now());
  }

  @Test
  void aTimeInSecondsIsRead() throws IOException {
    ObjectNode event = completed();
    event.set("endTime", new ObjectMapper().readTree("1764058531.25"));
    assertThat(entry(event).at()).isEqualTo(Instant.ofEpochSecond(1764058531L, 250_000_000));
  }

  @Test
  void aPreparedStatementBringsItsText() throws IOException {
    ObjectNode event = completed();
    ((ObjectNode) event.get("metadata"))
        .put("query", "EXECUTE s USING 1")
        .put("preparedQuery", "SELECT * FROM curated.persons WHERE records > ?");
    assertThat(entry(event).query())
        .isEqualTo(
            "SELECT * FROM curated.persons WHERE records > ?\n-- executed: EXECUTE s USING 1");
  }

  @Test
  void theStatementIsEnteredHoweverItIsPadded() throws IOException {
    String statement = "SELECT caption FROM curated.persons";
    String blanks = "/*" + " ".repeat(200_000) + "*/";
    for (String padded : List.of(blanks + statement, statement + blanks)) {
      ObjectNode event = completed();
      ((ObjectNode) event.get("metadata")).put("query", padded);
      assertThat(entry(event).query().contains(statement)).isTrue();
    }
    ObjectNode event = completed();
    ((ObjectNode) event.get("metadata"))
        .put("query", "EXECUTE s USING '" + "x".repeat(200_000) + "', 'Anna'")
        .put("preparedQuery", statement);
    assertThat(entry(event).query().startsWith(statement)).isTrue();
    assertThat(entry(event).query()).endsWith(", 'Anna'");
  }

  /**
   * As long as conf/trino lets a query be: whole, and where EXECUTE IMMEDIATE says it once more,
   * each place of it in the beginning or in the end.
   */
  @Test
  void aQueryAsLongAsTrinoTakesIsEnteredWithAllOfIt() throws IOException {
    int longest =
        Integer.parseInt(
            Files.readString(Path.of("../conf/trino/config.properties"))
                .replaceAll("(?s).*query\\.max-length=(\\d+).*", "$1"));
    ObjectNode event = completed();
    ObjectNode metadata = (ObjectNode) event.get("metadata");
    String query = "SELECT '" + "x".repeat(longest - 9) + "'";
    metadata.put("query", query);
    assertThat(entry(event).query().equals(query)).isTrue();
    for (int before = 0; before < longest - 50; before += 9_000) {
      String after = "x".repeat(longest - 50 - before);
      String prepared = "SELECT /*" + "x".repeat(before) + "*/ 12 /*" + after + "*/";
      metadata.put("query", "EXECUTE IMMEDIATE '" + prepared + "'").put("preparedQuery", prepared);
      assertThat(metadata.get("query").textValue().length()).isBetween(longest - 50, longest);
      assertThat(entry(event).query().contains("*/ 12 /*")).as("behind %s", before).isTrue();
    }
  }

  @Test
  void tablesAreThoseReadWhereTheAnalysisNamesNone() throws IOException {
    ObjectNode event = completed();
    ((ObjectNode) event.get("metadata")).remove("tables");
    assertThat(entry(event).tables()).containsExactly("curated.persons");
  }

  @Test
  void timesAsNumbersAreReadToo() throws IOException {
    ObjectNode event = completed();
    event.put("endTime", new java.math.BigDecimal("1764058531.250000000"));
    assertThat(entry(event).at()).isEqualTo(Instant.ofEpochMilli(1764058531250L));
  }

  /** As one that a client sends compressed, to which no limit of the engine's holds. */
  @Test
  void anEndlessTextHidesNothingElseOfItsQuery() throws IOException {
    ObjectNode event = completed();
    ((ObjectNode) event.get("metadata"))
        .put("query", "EXECUTE s")
        .put("preparedQuery", "SELECT 1 /*" + "\u00e9\n".repeat(9_000_000) + "*/ FROM persons");
    AuditEntry entry = entry(event);
    assertThat(entry.tables()).contains("curated.persons");
    assertThat(entry.rows()).isEqualTo(3);
  }

  @Test
  void aTableThatIsNamedAThousandTimesIsKeptOnce() throws IOException {
    ObjectNode event = completed();
    ArrayNode tables = ((ObjectNode) event.get("metadata")).withArray("tables");
    JsonNode persons = tables.get(0);
    ((ArrayNode) persons.get("filters")).add("x".repeat(100_000));
    for (int i = 0; i < 1_000; i++) {
      tables.add(persons);
    }
    assertThat(entry(event).tables()).containsExactly("curated.persons", "tpch.tiny.nation");
    assertThat(entry(event).filters()).hasSize(3);
  }

  @Test
  void anEventOfASplitIsNone() throws IOException {
    assertThat(events.entry(bytes("{\"queryId\":\"q\",\"stageId\":\"s\"}"))).isEmpty();
  }

  @Test
  void whatIsNoEventIsRefused() {
    for (String text : new String[] {"", "[]", "{", "{}", "{\"metadata\":{},\"context\":{}}"}) {
      assertThatThrownBy(() -> events.entry(bytes(text))).as(text).isInstanceOf(IOException.class);
    }
  }
}
