package org.insight.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.insight.core.InsightException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TrinoReceiverTest {

  private static final String SECRET = "a secret of the tests";

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private AuditSpool spool;
  private TrinoReceiver receiver;

  @BeforeEach
  void start() {
    spool = new AuditSpool(folder.resolve("audit"), folder.resolve("head"));
    receiver = TrinoReceiver.start(spool, new TrinoEvents("lake"), 0, SECRET);
  }

  private void startAgain(Duration patience) {
    receiver.close();
    receiver =
        TrinoReceiver.start(
            spool, new TrinoEvents("lake"), 0, SECRET, new RequestThreads(2, patience));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private HttpRequest post(String secret, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/events"))
        .header(TrinoReceiver.SECRET_HEADER, secret)
        .header("Content-Type", "application/json; charset=utf-8")
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private int answer(String secret, String body) throws IOException, InterruptedException {
    return client.send(post(secret, body), BodyHandlers.discarding()).statusCode();
  }

  private static ObjectNode read(ObjectNode event, int number) {
    ((ObjectNode) event.get("metadata")).put("queryId", "query_" + number);
    ObjectNode context = (ObjectNode) event.get("context");
    context.put("user", "reader-" + number % 10);
    context.put("principal", "tool-" + number % 3);
    context.putArray("clientTags").add("purpose=investigation");
    context.put("clientInfo", "case " + number);
    return event;
  }

  @Test
  void aThousandReadsUnderImpersonationNameLoginReaderPurposeTablesAndFilters() throws IOException {
    List<CompletableFuture<HttpResponse<Void>>> answers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      for (ObjectNode event :
          List.of(read(TrinoEventsTest.created(), i), read(TrinoEventsTest.completed(), i))) {
        answers.add(client.sendAsync(post(SECRET, event.toString()), BodyHandlers.discarding()));
      }
      if (i % 20 == 0) {
        // An engine has some on the way, not thousands: who waits for too long is cut off.
        answers.forEach(CompletableFuture::join);
      }
    }
    assertThat(answers).allMatch(a -> a.join().statusCode() == 204);
    assertThat(receiver.written()).isEqualTo(2_000);
    Map<String, AuditEntry> done = new HashMap<>();
    for (ChainedEntry entry : spool.entriesAfter(0)) {
      if (entry.entry().outcome().equals("done")) {
        done.put(entry.entry().call(), entry.entry());
      }
    }
    assertThat(done).hasSize(1_000);
    for (int i = 0; i < 1_000; i++) {
      AuditEntry entry = done.get("query_" + i);
      assertThat(entry.login()).isEqualTo("tool-" + i % 3);
      assertThat(entry.reader()).isEqualTo("reader-" + i % 10);
      assertThat(entry.purpose()).isEqualTo("investigation");
      assertThat(entry.reason()).isEqualTo("case " + i);
      assertThat(entry.tables()).contains("curated.persons");
      assertThat(entry.filters()).contains("curated.persons: policy_id = 'seen by insight_lake'");
    }
    ChainCheck check = new ChainCheck("spool", 0, ChainedEntry.NOTHING, seq -> null);
    spool.read(0, check::line);
    assertThat(check.findings()).isEmpty();
    assertThat(check.count()).isEqualTo(2_000);
  }

  @Test
  void anEventThatIsSentAgainIsEnteredOnce() throws IOException, InterruptedException {
    String event = TrinoEventsTest.completed().toString();
    assertThat(answer(SECRET, event)).isEqualTo(204);
    assertThat(answer(SECRET, event)).isEqualTo(204);
    assertThat(spool.entriesAfter(0)).hasSize(1);
  }

  @Test
  void whoDoesNotKnowTheSecretEntersNothing() throws IOException, InterruptedException {
    assertThat(answer("a guess of the tests", TrinoEventsTest.completed().toString()))
        .isEqualTo(401);
    HttpRequest without =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/"))
            .POST(BodyPublishers.ofString("{}"))
            .build();
    assertThat(client.send(without, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
    HttpRequest get =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + "/")).build();
    assertThat(client.send(get, BodyHandlers.discarding()).statusCode()).isEqualTo(405);
    assertThat(spool.entriesAfter(0)).isEmpty();
  }

  /** They take threads of those who are heard at once, and none of them says the secret. */
  @Test
  @Timeout(60)
  void halfRequestsWithoutTheSecretStopNoEvent() throws IOException, InterruptedException {
    List<Socket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        halves.add(half("POST /events HT"));
      }
      assertThat(answer(SECRET, TrinoEventsTest.completed().toString())).isEqualTo(204);
    } finally {
      for (Socket half : halves) {
        half.close();
      }
    }
    assertThat(spool.entriesAfter(0)).hasSize(1);
  }

  /** Of those who are heard at once, and of those who wait behind them. */
  @Test
  @Timeout(60)
  void aRequestThatDoesNotBecomeWholeIsCutOff() throws IOException, InterruptedException {
    startAgain(Duration.ofMillis(200));
    List<Socket> halves = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        halves.add(half("POST /events HT"));
        halves.add(half("POST /events HTTP/1.1\r\nContent-Length: 9\r\n\r\n"));
        // It may send long ones, but has to go on.
        halves.add(half(head(100) + "{\"user\""));
      }
      assertThat(answer(SECRET, TrinoEventsTest.completed().toString())).isEqualTo(204);
      for (int i = 0; i < halves.size(); i++) {
        String answered =
            new String(halves.get(i).getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answered.lines().findFirst().orElse("cut off"))
            .isEqualTo(i % 3 == 1 ? "HTTP/1.1 401 Unauthorized" : "cut off");
      }
    } finally {
      for (Socket half : halves) {
        half.close();
      }
    }
    assertThat(spool.entriesAfter(0)).hasSize(1);
  }

  /** A long one takes its time; what its query read must not stay out of the audit. */
  @Test
  @Timeout(60)
  void anEventThatGoesOnComingIsNotCutOff() throws IOException, InterruptedException {
    startAgain(Duration.ofSeconds(2));
    byte[] event = TrinoEventsTest.completed().toString().getBytes(StandardCharsets.UTF_8);
    try (Socket slow = half(head(event.length))) {
      int parts = 6;
      for (int part = 0; part < parts; part++) {
        Thread.sleep(500);
        int from = event.length * part / parts;
        slow.getOutputStream().write(event, from, event.length * (part + 1) / parts - from);
      }
      assertThat(
              new BufferedReader(
                      new InputStreamReader(slow.getInputStream(), StandardCharsets.US_ASCII))
                  .readLine())
          .isEqualTo("HTTP/1.1 204 No Content");
    }
    assertThat(spool.entriesAfter(0)).hasSize(1);
  }

  /** How the request of an event begins. */
  private static String head(int length) {
    return "POST /events HTTP/1.1\r\n%s: %s\r\nContent-Length: %d\r\n\r\n"
        .formatted(TrinoReceiver.SECRET_HEADER, SECRET, length);
  }

  private Socket half(String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), receiver.port());
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void whatIsNoEventOrTooLongIsEnteredAsSuch() throws IOException, InterruptedException {
    assertThat(answer(SECRET, "{\"user\": \"cut off")).isEqualTo(400);
    String event = tables(40_000).toString();
    assertThat(answer(SECRET, event)).isEqualTo(413);
    assertThat(spool.entriesAfter(0))
        .extracting(e -> e.entry().outcome() + ": " + e.entry().detail())
        .satisfiesExactly(
            e ->
                assertThat(e)
                    .startsWith("failed: Cannot read an event of the engine: an event of 17 bytes")
                    .doesNotContain("too long"),
            e ->
                assertThat(e)
                    .contains("an event of " + event.length() + " bytes, SHA-256 ")
                    .endsWith(", too long"));
  }

  /** A query with so many tables, each of a name of 500 characters. */
  private static ObjectNode tables(int count) throws IOException {
    ObjectNode event = TrinoEventsTest.completed();
    ArrayNode tables = ((ObjectNode) event.get("metadata")).putArray("tables");
    for (int i = 0; i < count; i++) {
      tables.addObject().put("table", "t" + i + "_".repeat(500));
    }
    return event;
  }

  /** A reader's query makes plans and statistics as long as it likes, as by a WITH in a WITH. */
  @Test
  void aCompletedEventWithAPlanOfAnyLengthIsEntered() throws IOException, InterruptedException {
    String plan = "Fragment \"0\"\n    Output[layout = [caption:é]]\n".repeat(450_000);
    ObjectNode event = TrinoEventsTest.completed();
    ObjectNode metadata = (ObjectNode) event.get("metadata");
    metadata.put("plan", plan).put("jsonPlan", "{}").put("payload", plan);
    ((ObjectNode) event.get("statistics")).putArray("operatorSummaries").add(plan).add(plan);
    assertThat(plan).hasSizeGreaterThan(20_000_000);
    assertThat(answer(SECRET, event.toString())).isEqualTo(204);
    assertThat(spool.entriesAfter(0))
        .singleElement()
        .extracting(ChainedEntry::entry)
        .satisfies(
            entry -> {
              assertThat(entry.outcome()).isEqualTo("done");
              assertThat(entry.tables()).contains("curated.persons");
              assertThat(entry.filters()).hasSize(2);
              assertThat(entry.rows()).isEqualTo(3);
            });
  }

  @Test
  void whatCannotBeWrittenIsToBeSentAgain() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("audit"), "a file where the folder should be");
    String event = TrinoEventsTest.completed().toString();
    assertThat(answer(SECRET, event)).isEqualTo(503);
    Files.delete(folder.resolve("audit"));
    assertThat(answer(SECRET, event)).isEqualTo(204);
    assertThat(spool.entriesAfter(0)).hasSize(1);
  }

  @Test
  void aShortSecretIsRefused() {
    assertThatThrownBy(() -> TrinoReceiver.start(spool, new TrinoEvents("lake"), 0, "short"))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot receive events: the secret must have 16 characters at least, found 5");
  }
}
