package org.insight.pull;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * How far a source has been pulled.
 *
 * @param files that were put into the inbox
 * @param position of the last row in them; null before the first
 * @param pending position of the last row of the file that is about to be put there; null where
 *     none is
 */
record PullState(long files, @Nullable Position position, @Nullable Position pending) {

  /** Mark and key of a row. */
  record Position(ColumnValue mark, ColumnValue key) {}

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final PullState BEGINNING = new PullState(0, null, null);

  static PullState read(Path file) throws IOException {
    return Files.exists(file) ? JSON.readValue(file.toFile(), PullState.class) : BEGINNING;
  }

  /** Writes it whole or not at all, down to the disk. */
  void write(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.write(fresh, JSON.writeValueAsBytes(this));
    moveDurably(fresh, file);
  }

  /** Moves a file to its place, with its bytes and its name on the disk before this returns. */
  static void moveDurably(Path from, Path to) throws IOException {
    force(from);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Path folder = to.toAbsolutePath().getParent();
    if (folder != null) {
      force(folder);
    }
  }

  /** Returns when what was written of a file, or of the names in a folder, is on the disk. */
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
