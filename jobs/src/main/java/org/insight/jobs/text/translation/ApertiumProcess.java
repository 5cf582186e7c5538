package org.insight.jobs.text.translation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The programs of one direction of Apertium, waiting for sentences. Apertium is under the GPL, so
 * it is a process of its own. It ends with this process, for its input ends then. For one thread at
 * a time.
 */
final class ApertiumProcess implements AutoCloseable {

  /** What it may know of the environment of this process. */
  private static final Set<String> INHERITED = Set.of("PATH", "HOME", "TMPDIR");

  /** Address space of each program, in KiB. */
  private static final String LIMITS = "ulimit -c 0; ulimit -v 4194304; ";

  /** Bytes of an answer; more is no answer. */
  private static final int MOST = 4 << 20;

  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final Process analyser;
  private final Process rest;
  private volatile boolean closed;
  private volatile @Nullable ScheduledFuture<?> ending;

  private ApertiumProcess(Process analyser, Process rest) {
    this.analyser = analyser;
    this.rest = rest;
  }

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "apertium-watch");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }

  /**
   * @throws IOException where the shell does not start
   */
  static ApertiumProcess start(ApertiumMode mode) throws IOException {
    Process analyser = shell(mode.analyser());
    try {
      return new ApertiumProcess(analyser, shell(mode.rest()));
    } catch (IOException e) {
      analyser.destroyForcibly();
      throw e;
    }
  }

  private static Process shell(String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", LIMITS + command)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(INHERITED);
    environment.put("LC_ALL", "C.UTF-8");
    return builder.start();
  }

  /**
   * Translates a text of Apertium's stream format.
   *
   * @param analysed changes the analysis before it goes on
   * @return empty where it ended or took too long, and then it is closed
   */
  Optional<String> translate(String text, UnaryOperator<String> analysed, long milliseconds) {
    ScheduledFuture<?> idle = ending;
    if (idle != null) {
      idle.cancel(false);
    }
    ScheduledFuture<?> killed = WATCH.schedule(this::close, milliseconds, TimeUnit.MILLISECONDS);
    try {
      return Optional.of(ask(rest, analysed.apply(ask(analyser, text))));
    } catch (IOException e) {
      close();
      return Optional.empty();
    } finally {
      killed.cancel(false);
    }
  }

  private static String ask(Process process, String question) throws IOException {
    OutputStream out = process.getOutputStream();
    out.write(question.getBytes(StandardCharsets.UTF_8));
    out.write(0);
    out.flush();
    InputStream in = process.getInputStream();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    for (int b = in.read(); b != 0; b = in.read()) {
      if (b < 0 || answer.size() > MOST) {
        throw new IOException("no answer");
      }
      answer.write(b);
    }
    return answer.toString(StandardCharsets.UTF_8);
  }

  /** Ends it where nobody asks it for so long: its programs take about 90 MB. */
  void endIfIdle(long milliseconds) {
    ending = WATCH.schedule(this::close, milliseconds, TimeUnit.MILLISECONDS);
  }

  boolean lives() {
    return !closed && analyser.isAlive() && rest.isAlive();
  }

  /** Kills it, and all programs that it started. */
  @Override
  public void close() {
    closed = true;
    for (Process process : new Process[] {analyser, rest}) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
