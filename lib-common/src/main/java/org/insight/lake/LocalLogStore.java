package org.insight.lake;

import io.delta.storage.HadoopFileSystemLogStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.insight.core.PrivateFiles;

/**
 * Commits of Delta on a local disk, of which one of several processes that write the same one
 * succeeds. Delta's own store for local files looks whether the file is there and then renames,
 * which keeps only threads of one process apart.
 */
public final class LocalLogStore extends HadoopFileSystemLogStore {

  /**
   * Key of the class that Delta takes for {@code file:}; read once for all sessions of a context.
   */
  public static final String PROPERTY = "spark.delta.logStore.file.impl";

  /** Made by Delta. */
  public LocalLogStore(Configuration hadoop) {
    super(hadoop);
  }

  @Override
  public void write(
      org.apache.hadoop.fs.Path path,
      Iterator<String> actions,
      Boolean overwrite,
      Configuration hadoop)
      throws IOException {
    Path target = Path.of(path.toUri().getPath());
    Path whole = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      try (BufferedWriter out = log(whole)) {
        while (actions.hasNext()) {
          out.write(actions.next());
          out.write('\n');
        }
      }
      if (overwrite) {
        Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
      } else {
        // Unlike a rename it fails where the file is there, as java.nio's
        // FileAlreadyExistsException.
        Files.createLink(target, whole);
      }
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private static BufferedWriter log(Path file) throws IOException {
    PrivateFiles.create(file);
    return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }

  @Override
  public Boolean isPartialWriteVisible(org.apache.hadoop.fs.Path path, Configuration hadoop) {
    return false;
  }
}
