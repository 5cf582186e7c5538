package org.insight.jobs.text.translation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With a server of the JDK in place of LibreTranslate's. */
class HttpEngineTest {

  private static final Pair PAIR = Pair.of("fr-en");

  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status = 200;
  private volatile UnaryOperator<String> translate = text -> text;

  @BeforeEach
  void starts() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/translate",
        exchange -> {
          ObjectMapper json = new ObjectMapper();
          JsonNode question = json.readTree(exchange.getRequestBody());
          asked.add(question);
          byte[] answer =
              json.writeValueAsBytes(
                  Map.of("translatedText", translate.apply(question.get("q").asText())));
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void ends() {
    server.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Translator translator() {
    return Translator.of(
        new TranslationPlan(List.of("en"), Map.of(PAIR, address()), new TreeMap<>(), 2));
  }

  private Translation translated(String sentence) {
    return translator().translate(sentence, PAIR, List.of(new NameSpan(0, 10, true))).orElseThrow();
  }

  @Test
  void aServerTranslatesAndSeesNoNameAndNoFigure() {
    translate = text -> text.replace("a payé", "paid");
    Translation made = translated("Paul Petit a payé 1 234,5 euros.");
    assertThat(made.text()).isEqualTo("Paul Petit paid 1,234.5 euros.");
    assertThat(made.flags()).isEmpty();
    assertThat(made.engine()).isEqualTo(address());
    JsonNode question = asked.get(0);
    assertThat(question.get("q").asText()).doesNotContainPattern("\\d|Petit");
    assertThat(question.get("source").asText()).isEqualTo("fr");
    assertThat(question.get("target").asText()).isEqualTo("en");
    assertThat(question.get("format").asText()).isEqualTo("text");
  }

  @Test
  void whatItLosesIsFlaggedAndNotSentAsItIs() {
    translate = text -> "Somebody paid.";
    assertThat(translated("Paul Petit a payé 12 euros.").flags()).contains("number", "name");
    assertThat(asked)
        .allSatisfy(q -> assertThat(q.get("q").asText()).doesNotContainPattern("\\d|Petit"));
  }

  @Test
  void anErrorIsNoTranslationAndAServerThatAnswersNothingIsLeftAlone() {
    status = 500;
    assertThat(translated("Paul Petit a payé.").flags()).containsExactly("failed");
    assertThat(asked).hasSize(2);
    assertThat(translated("Paul Petit a vu.").flags()).containsExactly("failed");
    assertThat(asked).as("is left alone").hasSize(2);
  }

  @Test
  void whereTextGoesIsSaid() {
    assertThat(translator().sending())
        .contains("Sentences leave this machine to be translated: fr-en to " + address());
    assertThat(translator().missing()).isEmpty();
    Translator here =
        Translator.of(
            new TranslationPlan(List.of("en"), Map.of(PAIR, "apertium"), new TreeMap<>(), 2));
    assertThat(here.sending()).isEmpty();
  }
}
