package org.insight.jobs.text.translation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A server with LibreTranslate's API. The text of sentences leaves this machine; the names and
 * figures that were found in them do not. Safe for threads.
 */
final class HttpEngine implements TranslationEngine {

  /** An address without user and question, as it stands in the settings and in rows. */
  static final Pattern ADDRESS =
      Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DONE = 200;

  private final String address;
  private final Set<Pair> pairs;
  private final Duration limit;
  private final HttpClient client;
  private final Pauses pauses = new Pauses();

  /**
   * @param address of the server
   * @param pairs that it is asked for
   * @param milliseconds for a sentence
   */
  HttpEngine(String address, Set<Pair> pairs, long milliseconds) {
    this.address = address;
    this.pairs = Set.copyOf(pairs);
    limit = Duration.ofMillis(milliseconds);
    client = HttpClient.newBuilder().connectTimeout(limit).build();
  }

  /** Servers that a plan names, each once. */
  static List<HttpEngine> of(TranslationPlan plan) {
    return plan.engines().entrySet().stream()
        .filter(engine -> ADDRESS.matcher(engine.getValue()).matches())
        .collect(
            Collectors.groupingBy(
                Map.Entry::getValue, Collectors.mapping(Map.Entry::getKey, Collectors.toSet())))
        .entrySet()
        .stream()
        .map(server -> new HttpEngine(server.getKey(), server.getValue(), plan.milliseconds()))
        .toList();
  }

  @Override
  public String name() {
    return address;
  }

  @Override
  public String needs() {
    return address;
  }

  /** A server does not say what it translates by. */
  @Override
  public String version(Pair pair) {
    return address;
  }

  @Override
  public Set<Pair> pairs() {
    return pairs;
  }

  @Override
  public boolean isGloss() {
    return false;
  }

  @Override
  public boolean isElsewhere() {
    return true;
  }

  @Override
  public Optional<EngineText> translate(MarkedText sentence, Pair pair) {
    if (pauses.isOn(address)) {
      return Optional.empty();
    }
    Optional<String> answer = ask(sentence.text(), pair);
    if (answer.isEmpty() && ask(Pauses.PROBE, pair).isEmpty()) {
      pauses.begin(address);
    }
    return answer.map(text -> new EngineText(text, 0));
  }

  private Optional<String> ask(String text, Pair pair) {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(address.replaceFirst("/+$", "") + "/translate"))
                  .timeout(limit)
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(question(text, pair)))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      JsonNode made =
          response.statusCode() == DONE
              ? JSON.readTree(response.body()).path("translatedText")
              : JSON.missingNode();
      return made.isTextual() && !made.asText().isBlank()
          ? Optional.of(made.asText())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static String question(String text, Pair pair) throws JsonProcessingException {
    Map<String, String> question = new LinkedHashMap<>();
    question.put("q", text);
    question.put("source", pair.from());
    question.put("target", pair.to());
    question.put("format", "text");
    return JSON.writeValueAsString(question);
  }
}
