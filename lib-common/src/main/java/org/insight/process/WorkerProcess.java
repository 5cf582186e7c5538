package org.insight.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A worker as the process that started it sees it. It knows nothing of this process but its class
 * path, has a folder of its own for temporary files, and ends with this process, for its input ends
 * then. For one thread at a time.
 */
public final class WorkerProcess implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  /** What Java exits with (ExitOnOutOfMemoryError). */
  private static final int OUT_OF_MEMORY = 3;

  /** Until it has loaded what it needs. */
  private static final long START_MILLISECONDS = 60_000;

  private static final long END_MILLISECONDS = 2_000;

  /** What a worker may know of the environment of who started it. */
  private static final Set<String> INHERITED = Set.of("PATH", "HOME", "TMPDIR");

  private static final ScheduledExecutorService WATCH = watch();

  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;
  private volatile boolean closed;

  private WorkerProcess(Process process) {
    this.process = process;
    in = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER));
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), BUFFER));
  }

  private static ScheduledExecutorService watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "worker-watch");
              thread.setDaemon(true);
              return thread;
            });
    // Or each question would stay in its queue for as long as its answer might have taken.
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }

  /**
   * Starts one and waits until it can be asked.
   *
   * @throws WorkerUnreadyException where it cannot
   */
  public static WorkerProcess start(WorkerKind kind) throws WorkerUnreadyException {
    WorkerProcess worker;
    try {
      worker = started(kind);
    } catch (IOException e) {
      throw new WorkerUnreadyException(e);
    }
    String said = worker.within(START_MILLISECONDS, () -> worker.in.readUTF()).orElse("");
    if (!said.equals(WorkerSide.READY)) {
      worker.close();
      throw new WorkerUnreadyException(said);
    }
    return worker;
  }

  private static WorkerProcess started(WorkerKind kind) throws IOException {
    TemporaryFolder temporary = TemporaryFolder.make();
    Process process;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command(kind, temporary))
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      Map<String, String> environment = builder.environment();
      environment.keySet().retainAll(INHERITED);
      environment.put("LC_ALL", "C.UTF-8");
      environment.putAll(kind.environment());
      process = builder.start();
    } catch (IOException e) {
      temporary.remove();
      throw e;
    }
    // A worker that is killed leaves its temporary files, which hold what it read.
    process.onExit().thenRun(temporary::remove);
    return new WorkerProcess(process);
  }

  private static List<String> command(WorkerKind kind, TemporaryFolder temporary) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                "ulimit -c 0; ulimit -v \"$0\" 2> /dev/null; exec \"$@\"",
                Long.toString((kind.heapMb() + kind.nativeMb()) * 1024L),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + kind.heapMb() + "m",
                "-XX:+UseSerialGC",
                "-XX:CompressedClassSpaceSize=128m",
                "-XX:ReservedCodeCacheSize=128m",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                // Java itself would warn on standard output, between or within answers.
                "-XX:+DisplayVMOutputToStderr",
                "-Xlog:disable",
                // Nobody hears what it logs, and to set up logging takes a fifth of its start.
                "-Dlog4j2.loggerContextFactory="
                    + "org.apache.logging.log4j.simple.SimpleLoggerContextFactory",
                "-Dlog4j2.simplelogLevel=OFF",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8"));
    line.addAll(kind.options());
    line.addAll(temporary.options());
    line.addAll(sharedClasses());
    line.addAll(List.of("-cp", classPath(), kind.main()));
    line.addAll(kind.arguments());
    return line;
  }

  /** The archive of classes that this process was started with, if any. */
  private static List<String> sharedClasses() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(o -> o.startsWith("-XX:SharedArchiveFile=") || o.startsWith("-Xlog:cds"))
        .toList();
  }

  /** That of this process; spark-submit loads the platform's own jar past it. */
  private static String classPath() {
    Set<String> places = new LinkedHashSet<>();
    String given = System.getProperty("java.class.path", "");
    String own = own();
    if (!List.of(given.split(File.pathSeparator)).contains(own)) {
      places.add(own);
    }
    places.add(given);
    return String.join(File.pathSeparator, places);
  }

  private static String own() {
    CodeSource source = WorkerProcess.class.getProtectionDomain().getCodeSource();
    try {
      return new File(source.getLocation().toURI()).getPath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no place of the platform's own classes", e);
    }
  }

  /** Its answers. */
  public DataInputStream in() {
    return in;
  }

  /** What it is asked. */
  public DataOutputStream out() {
    return out;
  }

  /** Reads an answer, or writes a question. */
  @FunctionalInterface
  public interface Exchange<T> {
    T run() throws IOException;
  }

  /**
   * Does what waits for the worker, and kills it where that takes too long.
   *
   * @return empty where it ended or was killed
   */
  public <T> Optional<T> within(long milliseconds, Exchange<T> exchange) {
    ScheduledFuture<?> killed =
        WATCH.schedule(this::close, Math.max(1, milliseconds), TimeUnit.MILLISECONDS);
    try {
      return Optional.of(exchange.run());
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      killed.cancel(false);
    }
  }

  /** Whether it ended because its heap did not suffice; waits a moment for one that ends. */
  public boolean ranOutOfMemory() {
    try {
      return process.waitFor(END_MILLISECONDS, TimeUnit.MILLISECONDS)
          && process.exitValue() == OUT_OF_MEMORY;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether it can be asked again. */
  public boolean lives() {
    return !closed && process.isAlive();
  }

  /** Kills it. */
  @Override
  public void close() {
    closed = true;
    process.destroyForcibly();
  }
}
