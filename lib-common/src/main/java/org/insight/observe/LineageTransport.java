package org.insight.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.openlineage.client.OpenLineage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.insight.config.Settings;
import org.insight.config.Settings.LineageSettings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.PrivateFiles;
import org.jspecify.annotations.Nullable;

/** Takes OpenLineage events to where the settings say, as JSON. */
abstract sealed class LineageTransport {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .addModule(
              new SimpleModule().addSerializer(ZonedDateTime.class, ToStringSerializer.instance))
          .build();

  /**
   * The transport of these settings; null where nobody wants events.
   *
   * @throws InsightException USAGE where they do not say where to
   */
  static @Nullable LineageTransport of(Settings settings) {
    LineageSettings lineage = settings.observe().lineage();
    return switch (lineage.transport()) {
      case NONE -> null;
      case FILE -> new ToFile(settings.path(to(lineage)));
      case HTTP -> new ToServer(address(to(lineage)));
    };
  }

  private static String to(LineageSettings lineage) {
    if (lineage.to().isBlank()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot send lineage: observe.lineage.to is empty, found transport "
              + lineage.transport());
    }
    return lineage.to();
  }

  /** Of a server without a path, the one that OpenLineage's servers have. */
  private static URI address(String url) {
    try {
      URI given = URI.create(url);
      URI whole =
          given.getPath() == null || given.getPath().replace("/", "").isEmpty()
              ? given.resolve("/api/v1/lineage")
              : given;
      // Refuses what cannot be sent to.
      return HttpRequest.newBuilder(whole).build().uri();
    } catch (IllegalArgumentException e) {
      // Not what it is: there may be a password in it, and logs are kept.
      throw new InsightException(
          ErrorKind.USAGE, "Cannot send lineage: observe.lineage.to is no URL of a server", e);
    }
  }

  void send(OpenLineage.RunEvent event) throws IOException {
    send(json(event));
  }

  private static String json(OpenLineage.RunEvent event) {
    try {
      return MAPPER.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event of ours is no JSON", e);
    }
  }

  abstract void send(String json) throws IOException;

  /** Whether nothing is to be sent for a while. */
  boolean rests() {
    return false;
  }

  /** It failed again and again. */
  void rest() {}

  /** Adds events to a file, one a line. */
  private static final class ToFile extends LineageTransport {

    private final Path file;

    ToFile(Path file) {
      this.file = file.toAbsolutePath();
    }

    @Override
    void send(String json) throws IOException {
      PrivateFiles.createDirectories(file.resolve("..").normalize());
      PrivateFiles.create(file);
      Files.write(file, (json + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }
  }

  /** Posts events to a server. */
  private static final class ToServer extends LineageTransport {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration REST = Duration.ofMinutes(5);

    /** Until when (System.nanoTime): a stream watches each of its batches anew. */
    private static final Map<URI, Long> RESTING = new ConcurrentHashMap<>();

    private final HttpClient client = HttpClient.newBuilder().connectTimeout(LONGEST).build();
    private final URI address;

    ToServer(URI address) {
      this.address = address;
    }

    @Override
    boolean rests() {
      Long until = RESTING.get(address);
      return until != null && System.nanoTime() - until < 0;
    }

    @Override
    void rest() {
      RESTING.put(address, System.nanoTime() + REST.toNanos());
    }

    @Override
    void send(String json) throws IOException {
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .timeout(LONGEST)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(json))
              .build();
      CompletableFuture<HttpResponse<Void>> answer =
          client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
      try {
        // The request's own limit ends with the headers; the rest may never come.
        int status = answer.get(LONGEST.toSeconds(), TimeUnit.SECONDS).statusCode();
        if (status / 100 != 2) {
          throw new IOException("the server answered " + status);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (ExecutionException | TimeoutException e) {
        throw new IOException("the server does not answer", e);
      } finally {
        answer.cancel(true);
      }
    }
  }
}
