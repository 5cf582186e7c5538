package org.insight.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.insight.core.InsightException;
import org.jspecify.annotations.Nullable;

/** A peer's environment, and a folder for the files between, which goes when it is closed. */
final class PeerFolder implements AutoCloseable {

  private final Path folder;
  private final @Nullable Path venv;

  /**
   * Sets up a peer.
   *
   * @param isWanted if not, there is no environment
   * @param tell hears why the peer cannot be had
   */
  PeerFolder(String peer, boolean isWanted, Consumer<String> tell) throws IOException {
    venv = isWanted ? venv(peer, tell) : null;
    folder = Files.createTempDirectory("bench-" + peer);
  }

  private static @Nullable Path venv(String peer, Consumer<String> tell) throws IOException {
    try {
      return Peer.venv(peer);
    } catch (InsightException e) {
      tell.accept("without " + peer + ": " + e.getMessage());
      return null;
    }
  }

  Path folder() {
    return folder;
  }

  /** The environment of the peer; null where it is not wanted or cannot be had. */
  @Nullable Path venv() {
    return venv;
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
