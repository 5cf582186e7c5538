package org.insight.jobs.text.ocr;

import com.sun.jna.Native;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import net.sourceforge.lept4j.Pix;
import net.sourceforge.tess4j.TessAPI1;
import org.apache.fontbox.FontBoxFont;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.jbig2.JBIG2ImageReaderSpi;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;

/**
 * A process that reads pages ({@link OcrWorker}): limited in memory, and killed where a page takes
 * too long. It ends with the process that started it, for its input ends then.
 */
final class OcrProcess implements AutoCloseable {

  /** Seconds until it has loaded Tesseract. */
  private static final int START_SECONDS = 60;

  /** Above the heap, for Java itself and for pictures in native memory. */
  private static final int NATIVE_MB = 3072;

  /** Of each library that it needs one class: its class path is where these are found. */
  private static final List<Class<?>> NEEDS =
      List.of(
          OcrWorker.class,
          TessAPI1.class,
          Pix.class,
          Native.class,
          PDDocument.class,
          FontBoxFont.class,
          RandomAccessRead.class,
          JBIG2ImageReaderSpi.class,
          org.apache.commons.logging.LogFactory.class,
          org.slf4j.LoggerFactory.class);

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "ocr-watch");
            thread.setDaemon(true);
            return thread;
          });

  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final OcrLimits limits;
  private boolean closed;

  private OcrProcess(Process process, OcrLimits limits) {
    this.process = process;
    this.limits = limits;
    in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), 1 << 16));
  }

  /**
   * @throws InsightException EXTERNAL where there is no Tesseract, or not the languages
   */
  static OcrProcess start(OcrLimits limits) {
    try {
      OcrProcess started = new OcrProcess(command(limits).start(), limits);
      String refusal = started.timed(START_SECONDS, () -> started.in.readUTF()).orElse("");
      if (!refusal.equals(OcrWorker.READY)) {
        started.close();
        throw new InsightException(
            ErrorKind.EXTERNAL,
            "Cannot read pictures of pages: "
                + (refusal.isEmpty() ? "the process that reads them does not start" : refusal));
      }
      return started;
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot read pictures of pages: the process that reads them does not start",
          e);
    }
  }

  private static ProcessBuilder command(OcrLimits limits) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> line =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                "ulimit -v \"$0\" 2> /dev/null; exec \"$@\"",
                Long.toString((limits.memoryMb() + NATIVE_MB) * 1024L),
                java,
                "-Xmx" + limits.memoryMb() + "m",
                "-XX:+UseSerialGC",
                "-XX:CompressedClassSpaceSize=64m",
                "-XX:ReservedCodeCacheSize=64m",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Dorg.apache.pdfbox.rendering.UsePureJavaCMYKConversion=true",
                "-cp",
                classPath(),
                OcrWorker.class.getName()));
    line.addAll(limits.languages());
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(Set.of("PATH", "HOME", "TMPDIR", "TESSDATA_PREFIX"));
    environment.put("LC_ALL", "C.UTF-8");
    // Its threads cost more than they bring: there is one process for each core.
    environment.put("OMP_THREAD_LIMIT", "1");
    return builder;
  }

  private static String classPath() {
    Set<String> places = new LinkedHashSet<>();
    for (Class<?> needed : NEEDS) {
      CodeSource source = needed.getProtectionDomain().getCodeSource();
      try {
        places.add(new File(source.getLocation().toURI()).getPath());
      } catch (URISyntaxException e) {
        throw new IllegalStateException("no place of " + needed, e);
      }
    }
    return places.stream().collect(Collectors.joining(File.pathSeparator));
  }

  /** Whether it can be asked again. */
  boolean lives() {
    return !closed && process.isAlive();
  }

  /**
   * Reads pages of a file; where one ends the process or takes too long, it is the last.
   *
   * @param pages from 1
   * @return the readings of the first of them, at least of one
   */
  List<PageReading> read(byte[] content, String mediaType, List<Integer> pages) {
    List<PageReading> readings = new ArrayList<>();
    try {
      PageMessages.write(out, new PageMessages.Request(content, mediaType, pages));
    } catch (IOException e) {
      close();
      return List.of(PageReading.failed(pages.get(0), OcrIssues.FAILED));
    }
    for (int page : pages) {
      long began = System.nanoTime();
      PageReading reading = timed(limits.maxSeconds(), () -> PageMessages.reading(in)).orElse(null);
      if (reading == null) {
        close();
        boolean late = System.nanoTime() - began >= limits.maxSeconds() * 1_000_000_000L;
        readings.add(PageReading.failed(page, late ? OcrIssues.TIMEOUT : OcrIssues.FAILED));
        return readings;
      }
      readings.add(reading);
    }
    return readings;
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /** Empty where the process ended or had to be killed. */
  private <T> Optional<T> timed(int seconds, Reading<T> reading) {
    ScheduledFuture<?> killed =
        WATCH.schedule(() -> process.destroyForcibly(), seconds, TimeUnit.SECONDS);
    try {
      return Optional.of(reading.read());
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      killed.cancel(false);
    }
  }

  @Override
  public void close() {
    closed = true;
    process.destroyForcibly();
  }
}
