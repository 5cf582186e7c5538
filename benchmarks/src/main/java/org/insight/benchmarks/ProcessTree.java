package org.insight.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/** This process and all that it started, as Linux accounts for them. */
final class ProcessTree {

  /** User and system time of a process and of those of its children that have ended. */
  private static final int FIRST_TIME = 11;

  private static final int LAST_TIME = 14;

  /** Linux tells times to programs in hundredths of a second. */
  private static final double UNITS_A_SECOND = 100;

  private ProcessTree() {}

  /**
   * CPU-seconds so far, of processes that have ended too.
   *
   * @throws InsightException EXTERNAL where there is no /proc
   */
  static double cpuSeconds() {
    Path own = Path.of("/proc/self/stat");
    if (!Files.isReadable(own)) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot measure: needs /proc of Linux, found none");
    }
    return Stream.concat(
            Stream.of(own),
            ProcessHandle.current()
                .descendants()
                .map(process -> Path.of("/proc/" + process.pid() + "/stat")))
        .mapToDouble(ProcessTree::cpuSeconds)
        .sum();
  }

  private static double cpuSeconds(Path stat) {
    try {
      String line = Files.readString(stat);
      // The name before may hold blanks and brackets.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
      double units = 0;
      for (int i = FIRST_TIME; i <= LAST_TIME; i++) {
        units += Long.parseLong(fields[i]);
      }
      return units / UNITS_A_SECOND;
    } catch (IOException e) {
      // It has just ended, and its parent accounts for it.
      return 0;
    }
  }

  /** Most resident memory of this process so far; 0 where the system does not say. */
  static long peakBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }
}
