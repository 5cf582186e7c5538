package org.insight.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder for the temporary files of one worker, which nobody else may look into. Only such a
 * folder is ever removed.
 */
final class TemporaryFolder {

  private static final String PREFIX = "insight-worker-";

  /** Of a worker: its folder. */
  private static final String OWN = "insight.worker.temporary";

  private final Path path;

  private TemporaryFolder(Path path) {
    if (!String.valueOf(path.getFileName()).startsWith(PREFIX)) {
      throw new IllegalArgumentException("no temporary folder of a worker, found " + path);
    }
    this.path = path;
  }

  static TemporaryFolder make() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(PREFIX));
  }

  /** Of the worker that asks, where it was started with one. */
  static Optional<TemporaryFolder> own() {
    return Optional.ofNullable(System.getProperty(OWN)).map(Path::of).map(TemporaryFolder::new);
  }

  /** Java's options for a worker that is to use it. */
  List<String> options() {
    return List.of("-Djava.io.tmpdir=" + path, "-D" + OWN + "=" + path);
  }

  /** Removes it, as far as that can be done. */
  void remove() {
    List<Path> all;
    try (Stream<Path> found = Files.walk(path)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException e) {
      return;
    }
    for (Path file : all) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // The system's own clearing of temporary files is left for it.
      }
    }
  }
}
