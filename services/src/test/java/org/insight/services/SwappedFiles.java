package org.insight.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.insight.testing.SchemeFiles;

/**
 * Files of this machine, with which something may be done when they have been opened once and are
 * opened again.
 */
public final class SwappedFiles extends SchemeFiles {

  private static final Map<String, Runnable> SECOND = new ConcurrentHashMap<>();
  private static final Map<String, Integer> OPENED = new ConcurrentHashMap<>();

  /** A folder as one of these files; for the driver and for tasks. */
  static String uri(Path folder) {
    return SchemeFiles.uri(SwappedFiles.class, "swapped", folder);
  }

  /** Puts a text in the place of a file, as it is opened for the second time. */
  static void swap(Path file, String text) {
    second(
        file,
        () -> {
          try {
            Path hidden = file.resolveSibling("." + file.getFileName());
            Files.writeString(hidden, text);
            Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Does something as a file is opened for the second time. */
  static void second(Path file, Runnable what) {
    SECOND.put(file.toString(), what);
  }

  @Override
  public String getScheme() {
    return "swapped";
  }

  @Override
  public FSDataInputStream open(org.apache.hadoop.fs.Path path, int buffer) throws IOException {
    String file = path.toUri().getPath();
    if (OPENED.merge(file, 1, Integer::sum) == 2) {
      SECOND.getOrDefault(file, () -> {}).run();
    }
    return super.open(path, buffer);
  }
}
