package org.insight.engine;

import java.io.PrintStream;
import java.util.Locale;
import org.insight.config.Settings.LogFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress of long work: done of total, rate and time left. On a terminal one line that is written
 * over; elsewhere a plain line a minute. Work of less than two seconds shows nothing.
 */
public final class ProgressLine implements AutoCloseable {

  private static final long TERMINAL_MILLIS = 500;
  private static final long PLAIN_MILLIS = 60_000;
  private static final long QUIET_MILLIS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(ProgressLine.class);

  private final @Nullable PrintStream out;
  private final String what;
  private final long total;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long lastPrint;
  private boolean printed;

  private ProgressLine(@Nullable PrintStream out, String what, long total, boolean terminal) {
    this.out = out;
    this.what = what;
    this.total = total;
    this.terminal = terminal;
  }

  /** Progress that goes to a stream; whether that is a terminal is found out. */
  public static ProgressLine to(PrintStream out, String what, long total) {
    return new ProgressLine(out, what, total, System.console() != null);
  }

  /** Progress that is logged, a line a minute. */
  public static ProgressLine logged(String what, long total) {
    return new ProgressLine(null, what, total, false);
  }

  /** Progress as the log's format wants it. */
  public static ProgressLine as(LogFormat format, String what, long total) {
    return switch (format) {
      case TEXT -> to(System.err, what, total);
      case JSON -> logged(what, total);
    };
  }

  /** Tells how much is done by now; cheap to call often, from any thread. */
  public synchronized void at(long done) {
    long millis = (System.nanoTime() - start) / 1_000_000;
    long every = terminal ? TERMINAL_MILLIS : PLAIN_MILLIS;
    if (millis < QUIET_MILLIS || millis - lastPrint < every) {
      return;
    }
    lastPrint = millis;
    printed = true;
    String line = line(done, millis);
    if (out == null) {
      LOG.info("{}", line);
    } else if (terminal) {
      out.print("\r\u001b[K" + line);
      out.flush();
    } else {
      out.println(line);
    }
  }

  private String line(long done, long millis) {
    double rate = done * 1000.0 / millis;
    String left =
        done == 0 || total <= 0 ? "" : ", " + clock((long) ((total - done) / rate)) + " left";
    return String.format(Locale.ROOT, "%s: %,d of %,d, %.0f/s%s", what, done, total, rate, left);
  }

  private static String clock(long seconds) {
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  @Override
  public synchronized void close() {
    if (out != null && terminal && printed) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
