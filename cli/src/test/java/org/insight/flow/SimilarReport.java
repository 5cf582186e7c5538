package org.insight.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A report that is nearly another one: the simulator writes such ones by chance only. */
final class SimilarReport {

  private SimilarReport() {}

  /** Writes one beside the first report of a simulated inbox that its folder's policy is for. */
  static void write(Path inbox) throws IOException {
    Path report;
    try (Stream<Path> all = Files.walk(inbox)) {
      report =
          all.filter(SimilarReport::isReport)
              .filter(file -> Files.notExists(Path.of(file + ".policy.yaml")))
              .sorted()
              .findFirst()
              .orElseThrow();
    }
    Files.writeString(
        report.resolveSibling("similar.txt"), Files.readString(report) + "\nSent again.\n");
  }

  private static boolean isReport(Path file) {
    return file.endsWith(Path.of("reports", String.valueOf(file.getFileName())))
        && file.toString().endsWith(".txt")
        && !file.toString().contains("_unlabelled");
  }
}
