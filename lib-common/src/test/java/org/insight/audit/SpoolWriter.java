package org.insight.audit;

import java.nio.file.Path;
import java.util.List;

/** A process that writes entries: folder, anchor, its name, how many. */
public final class SpoolWriter {

  private SpoolWriter() {}

  /** Prints the number of each entry once it is written. */
  public static void main(String[] args) {
    AuditSpool spool = new AuditSpool(Path.of(args[0]), Path.of(args[1]));
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      System.out.println(
          spool
              .append(
                  AuditEntry.started(args[2], "test", Act.READ)
                      .asking("SELECT " + "x".repeat(20_000))
                      .on(List.of("curated.persons"), List.of()))
              .seq());
    }
  }

  /** Starts one. */
  static Process start(Path spool, Path anchor, Path out, String name, int entries)
      throws java.io.IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            SpoolWriter.class.getName(),
            spool.toString(),
            anchor.toString(),
            name,
            Integer.toString(entries))
        .redirectOutput(out.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
