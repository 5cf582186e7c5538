package org.insight.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.util.ShutdownHookManager;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which Spark keeps what does not fit into memory, rows among them, for as long as
 * this process lives. Spark makes its own where everybody may read, and what a killed process left
 * stays; this one is for nobody else, and goes with the next process.
 *
 * <p>It is where Spark's would be, among the system's temporary files, under a name that nobody can
 * have taken before: not in the lake, which may be read only, is copied as a whole, and should not
 * share its disk with what is shuffled.
 */
final class SparkFolder {

  private static final String PREFIX = "insight-spark-";

  /** Held for as long as the process lives, however it ends. */
  private static final String LOCK = "lock";

  /** Runs after Spark's and Hadoop's own: these are of 10 and more. */
  private static final int LAST = 1;

  private static @Nullable SparkFolder own;

  private final Path path;

  /** Of a channel that is never closed, for that would let go of it. */
  private final FileLock lock;

  private SparkFolder(Path path, FileLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Of this process, the same each time; empty where none can be made, which Spark then says. */
  static synchronized Optional<Path> own() {
    SparkFolder there = own;
    if (there == null) {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      try {
        there = make(temporary);
      } catch (IOException e) {
        return Optional.empty();
      }
      own = there;
      Path path = there.path;
      clear(temporary, path);
      ShutdownHookManager.get().addShutdownHook(() -> remove(path), LAST);
    }
    return Optional.of(there.path);
  }

  /** Makes one, for nobody but this user. */
  static SparkFolder make(Path parent) throws IOException {
    Path path = Files.createTempDirectory(parent, PREFIX);
    Path fresh = path.resolve("new");
    FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      throw new IOException("a new file is locked");
    }
    // Under this name it is never without its lock: nobody takes it for left behind.
    Files.move(fresh, path.resolve(LOCK));
    return new SparkFolder(path, lock);
  }

  /** Whether it is said to be in use. */
  boolean isHeld() {
    return lock.isValid();
  }

  Path path() {
    return path;
  }

  /**
   * Removes what processes of this user left that are no more.
   *
   * @param mine stays; its lock is not even looked at, for that would let go of it
   */
  static void clear(Path parent, Path mine) {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : found) {
        if (!folder.equals(mine)
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(folder).equals(Files.getOwner(mine))) {
          removeIfLeft(folder);
        }
      }
    } catch (IOException e) {
      // Left for the next process.
    }
  }

  private static void removeIfLeft(Path folder) {
    try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null) {
        remove(folder);
      }
    } catch (IOException | OverlappingFileLockException e) {
      // In use, or just being made or removed by another process.
    }
  }

  /** The lock last: a folder that has none is not looked at again. */
  private static void remove(Path folder) {
    Path lock = folder.resolve(LOCK);
    try (Stream<Path> found = Files.walk(folder)) {
      List<Path> all = found.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        if (!file.equals(lock) && !file.equals(folder)) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(lock);
      Files.deleteIfExists(folder);
    } catch (IOException | UncheckedIOException e) {
      // Left for the next process.
    }
  }
}
