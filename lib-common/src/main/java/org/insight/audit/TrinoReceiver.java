package org.insight.audit;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/**
 * Takes Trino's query events over HTTP, on the loopback address only, and writes each to the spool
 * before it answers. Whoever sends must know the secret. What cannot be read is entered as such, so
 * that a query does not go unseen because its event was odd.
 *
 * <p>Answers: 204 written, or of no query; 400 not an event; 401 without the secret; 405 no POST;
 * 413 too long, or too much of it to keep; 503 not written, send again. An event that is sent again
 * after a lost answer is entered once. A request that does not become whole in time is cut off, for
 * it holds up others, and who sends it need not know the secret.
 */
public final class TrinoReceiver implements AutoCloseable {

  /** Header that carries the secret. */
  public static final String SECRET_HEADER = "X-Insight-Secret";

  /**
   * Bytes that are read of an event. A completed one holds plans and statistics of every stage, as
   * long as the query makes them: they stream by, and what is kept has a limit of its own.
   */
  private static final long LONGEST_EVENT = 1L << 30;

  private static final int REMEMBERED = 50_000;

  /** Requests that are heard at once; one that is not whole yet holds a thread. */
  private static final int THREADS = 64;

  /** How long a request may take until it is whole; the engine's comes from this machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpServer server;
  private final RequestThreads threads;
  private final AuditSpool spool;
  private final TrinoEvents events;
  private final byte[] secret;
  private final String login = SystemLogin.name();
  private final AtomicLong written = new AtomicLong();

  /** Events that are in the spool, the oldest forgotten first. */
  private final Map<String, Boolean> seen =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  private TrinoReceiver(
      HttpServer server,
      AuditSpool spool,
      TrinoEvents events,
      String secret,
      RequestThreads threads) {
    this.server = server;
    this.spool = spool;
    this.events = events;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.threads = threads;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /**
   * Starts to listen on 127.0.0.1.
   *
   * @param port 0: any that is free
   * @param secret 16 characters at least
   * @throws InsightException USAGE for a short secret; EXTERNAL where the port cannot be had
   */
  public static TrinoReceiver start(AuditSpool spool, TrinoEvents events, int port, String secret) {
    return start(spool, events, port, secret, new RequestThreads(THREADS, PATIENCE));
  }

  static TrinoReceiver start(
      AuditSpool spool, TrinoEvents events, int port, String secret, RequestThreads threads) {
    if (secret.length() < 16) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot receive events: the secret must have 16 characters at least, found "
              + secret.length());
    }
    try {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 0);
      TrinoReceiver receiver = new TrinoReceiver(server, spool, events, secret, threads);
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot receive events: the port is taken, found " + port, e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** Entries written since the start. */
  public long written() {
    return written.get();
  }

  @Override
  public void close() {
    server.stop(1);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(answer(exchange), -1);
    }
  }

  private int answer(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      return 405;
    }
    String given = exchange.getRequestHeaders().getFirst(SECRET_HEADER);
    if (given == null
        || !MessageDigest.isEqual(given.strip().getBytes(StandardCharsets.UTF_8), secret)) {
      return 401;
    }
    EventBody body = new EventBody(exchange.getRequestBody(), LONGEST_EVENT, threads::came);
    Optional<AuditEntry> entry = Optional.empty();
    int refused = 0;
    try {
      entry = events.entry(body);
    } catch (StreamConstraintsException e) {
      refused = 413;
    } catch (IOException e) {
      refused = body.isTooLong() ? 413 : 400;
    }
    // Where the connection broke, it does so again: such an event is sent once more, and not odd.
    body.drain();
    // From here on it is written to the disk, which nothing may break off.
    threads.arrived();
    if (refused != 0) {
      return odd(body.inWords() + (refused == 413 ? ", too long" : ""), refused);
    }
    return entry.isEmpty() ? 204 : once(entry.get());
  }

  /** One at a time: an event must not be forgotten, nor entered twice, by two who look at once. */
  private synchronized int once(AuditEntry entry) {
    if (seen.containsKey(TrinoEvents.identity(entry))) {
      return 204;
    }
    int answer = write(entry, 204);
    if (answer == 204) {
      seen.put(TrinoEvents.identity(entry), true);
    }
    return answer;
  }

  private int odd(String what, int answer) {
    return write(
        AuditEntry.started(login, TrinoEvents.ENGINE, Act.READ)
            .ended(Outcome.FAILED, "Cannot read an event of the engine: " + what, null),
        answer);
  }

  private int write(AuditEntry entry, int answer) {
    try {
      spool.append(entry);
      written.incrementAndGet();
      return answer;
    } catch (InsightException e) {
      return 503;
    }
  }
}
