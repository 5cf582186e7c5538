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
 * Files of this machine that may be swapped at the moment they are read. Before that intake opens
 * each twice: the listing looks whether it is a policy, then it is identified.
 */
public final class SwappedFiles extends SchemeFiles {

  private static final Map<String, Runnable> READ = new ConcurrentHashMap<>();
  private static final Map<String, Integer> OPENED = new ConcurrentHashMap<>();

  /** A folder as one of these files; for the driver and for tasks. */
  static String uri(Path folder) {
    return SchemeFiles.uri(SwappedFiles.class, "swapped", folder);
  }

  /** Puts a text in the place of a file, after it was identified and as it is read. */
  static void swap(Path file, String text) {
    whenRead(
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

  /**
   * Does something as a file is read: it was opened to see whether it is a policy, and to identify
   * it.
   */
  static void whenRead(Path file, Runnable what) {
    READ.put(file.toString(), what);
  }

  @Override
  public String getScheme() {
    return "swapped";
  }

  @Override
  public FSDataInputStream open(org.apache.hadoop.fs.Path path, int buffer) throws IOException {
    String file = path.toUri().getPath();
    if (OPENED.merge(file, 1, Integer::sum) == 3) {
      READ.getOrDefault(file, () -> {}).run();
    }
    return super.open(path, buffer);
  }
}
