package org.insight.observe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.insight.config.Settings;
import org.insight.core.InsightException;
import org.insight.lake.Lake;
import org.insight.observe.RunMetrics.Outcome;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineageEventsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private Settings toFile() throws IOException {
    return WatchedJobs.settings(
        folder, "lineage: {transport: file, to: '" + folder.resolve("lineage.ndjson") + "'}");
  }

  private List<JsonNode> events() throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("lineage.ndjson"))) {
      events.add(JSON.readTree(line));
    }
    return events;
  }

  private static List<String> inOrder(List<JsonNode> events) {
    return events.stream()
        .map(e -> e.at("/eventType").asText() + " " + e.at("/job/name").asText())
        .toList();
  }

  @Test
  void aJobIsAChildOfItsRunWithInputsOutputAndColumns() throws IOException {
    Lake lake = WatchedJobs.lake(folder);
    RunMetrics run = WatchedJobs.watched(toFile(), lake, new WatchedJobs.NameDocuments());
    List<JsonNode> events = events();
    assertThat(inOrder(events))
        .containsExactly(
            "START insight.job",
            "START insight.name-documents",
            "COMPLETE insight.name-documents",
            "COMPLETE insight.job");
    JsonNode done = events.get(2);
    assertThat(done.at("/run/runId")).isEqualTo(events.get(1).at("/run/runId"));
    assertThat(done.at("/run/facets/parent/run/runId").asText()).isEqualTo(run.run());
    assertThat(done.at("/run/facets/parent/job/name").asText()).isEqualTo("insight.job");
    assertThat(events.get(0).at("/run/runId").asText()).isEqualTo(run.run());
    String documents = lake.identifier(org.insight.schemas.Tables.DOCUMENTS);
    String rejects = lake.identifier(org.insight.schemas.Tables.REJECTS);
    assertThat(done.at("/inputs").findValuesAsText("name")).contains(rejects);
    // Written on a branch, and yet it is the table.
    assertThat(done.at("/outputs")).hasSize(1);
    JsonNode output = done.at("/outputs/0");
    assertThat(output.at("/name").asText()).isEqualTo(documents);
    assertThat(output.at("/outputFacets/outputStatistics/rowCount").asLong()).isEqualTo(1);
    JsonNode columns = output.at("/facets/columnLineage/fields");
    assertThat(fields(columns, "document_id")).containsExactly(rejects + " item_id IDENTITY");
    assertThat(fields(columns, "title"))
        .containsExactly(rejects + " outcome TRANSFORMATION", rejects + " path TRANSFORMATION");
    assertThat(columns.has("text")).isFalse();
    assertThat(Files.readString(folder.resolve("lineage.ndjson")))
        .doesNotContain("Ficta")
        .doesNotContain("branch");
  }

  private static List<String> fields(JsonNode columns, String column) {
    List<String> fields = new ArrayList<>();
    columns
        .at("/" + column + "/inputFields")
        .forEach(
            f ->
                fields.add(
                    f.path("name").asText()
                        + " "
                        + f.path("field").asText()
                        + " "
                        + f.at("/transformations/0/subtype").asText()));
    return fields;
  }

  @Test
  void aJobThatFailsTellsTheKindOfErrorOnly() throws IOException {
    WatchedJobs.watched(toFile(), WatchedJobs.lake(folder), new WatchedJobs.QuoteAndFail());
    List<JsonNode> events = events();
    assertThat(inOrder(events))
        .containsExactly(
            "START insight.job",
            "START insight.quote-and-fail",
            "FAIL insight.quote-and-fail",
            "FAIL insight.job");
    assertThat(events.get(2).at("/run/facets/errorMessage/message").asText()).isEqualTo("internal");
    assertThat(Files.readString(folder.resolve("lineage.ndjson"))).doesNotContain("Ficta");
  }

  @Test
  void eventsAreSentToAServer() throws IOException {
    List<String> received = Collections.synchronizedList(new ArrayList<>());
    HttpServer server = server(200, received);
    try {
      Settings settings =
          WatchedJobs.settings(folder, "lineage: {transport: http, to: '" + address(server) + "'}");
      WatchedJobs.watched(settings, WatchedJobs.lake(folder), new WatchedJobs.NameDocuments());
    } finally {
      server.stop(0);
    }
    assertThat(received).hasSize(4).allMatch(r -> r.startsWith("POST /api/v1/lineage {"));
    List<JsonNode> events = new ArrayList<>();
    for (String r : received) {
      events.add(JSON.readTree(r.substring(r.indexOf('{'))));
    }
    assertThat(inOrder(events))
        .containsExactly(
            "START insight.job",
            "START insight.name-documents",
            "COMPLETE insight.name-documents",
            "COMPLETE insight.job");
    assertThat(events.get(2).at("/outputs")).hasSize(1);
  }

  @Test
  void aServerThatRefusesEventsIsAskedThreeTimesAndHoldsUpNothing() throws IOException {
    List<String> received = Collections.synchronizedList(new ArrayList<>());
    HttpServer server = server(500, received);
    RunMetrics run;
    try {
      Settings settings =
          WatchedJobs.settings(folder, "lineage: {transport: http, to: '" + address(server) + "'}");
      run =
          WatchedJobs.watched(settings, WatchedJobs.lake(folder), new WatchedJobs.NameDocuments());
      // As the next batch of a stream.
      RunWatch.start("stream", settings, SharedSpark.session()).end(null);
    } finally {
      server.stop(0);
    }
    assertThat(run.outcome()).isEqualTo(Outcome.STAGED);
    assertThat(received).hasSize(3);
  }

  /** As behind a proxy whose server is gone. */
  @Test
  void aServerThatBeginsToAnswerAndNeverEndsHoldsUpNoRun() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Socket> open = Collections.synchronizedList(new ArrayList<>());
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Future<?> answers =
          threads.submit(
              () -> {
                while (true) {
                  Socket socket = server.accept();
                  open.add(socket);
                  socket
                      .getOutputStream()
                      .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".getBytes(US_ASCII));
                  socket.getOutputStream().flush();
                }
              });
      Settings settings =
          WatchedJobs.settings(
              folder,
              "lineage: {transport: http, to: 'http://127.0.0.1:" + server.getLocalPort() + "'}");
      Future<RunMetrics> run =
          threads.submit(() -> RunWatch.start("run", settings, SharedSpark.session()).end(null));
      assertThat(run.get(60, TimeUnit.SECONDS).outcome()).isNotEqualTo(Outcome.FAILED);
      answers.cancel(true);
    } finally {
      for (Socket socket : List.copyOf(open)) {
        socket.close();
      }
      threads.shutdownNow();
    }
  }

  @Test
  void aRunIsAChildOfTheSchedulersTaskThatStartedIt() throws IOException {
    SparkConf conf = SharedSpark.session().sparkContext().conf();
    String task = "01910d3c-8d4f-7a6e-b1c2-8c8f5f3b2a10";
    conf.set("spark.openlineage.parentRunId", task)
        .set("spark.openlineage.parentJobNamespace", "airflow")
        .set("spark.openlineage.parentJobName", "nightly.name_documents");
    try {
      WatchedJobs.watched(toFile(), WatchedJobs.lake(folder), new WatchedJobs.NameDocuments());
    } finally {
      conf.remove("spark.openlineage.parentRunId")
          .remove("spark.openlineage.parentJobNamespace")
          .remove("spark.openlineage.parentJobName");
    }
    JsonNode parent = events().get(0).at("/run/facets/parent");
    assertThat(parent.at("/run/runId").asText()).isEqualTo(task);
    assertThat(parent.at("/job/namespace").asText()).isEqualTo("airflow");
    assertThat(parent.at("/job/name").asText()).isEqualTo("nightly.name_documents");
  }

  @Test
  void aTransportWithoutAnAddressIsRefused() throws IOException {
    Settings settings = WatchedJobs.settings(folder, "lineage: {transport: http}");
    assertThatThrownBy(() -> RunWatch.start("run", settings, SharedSpark.session()))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot send lineage: observe.lineage.to is empty, found transport HTTP");
  }

  private static HttpServer server(int status, List<String> received) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
