package org.insight.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two runs from writing to one embedded lake at once. The system lets go of it when the
 * process ends, however it ends.
 */
public final class RunLock implements AutoCloseable {

  private final FileChannel channel;
  private final FileLock lock;

  private RunLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * @param lakePath folder of the lake; made where it is not there yet
   * @throws InsightException EXTERNAL where another run holds it or the folder cannot be written
   */
  public static RunLock take(String lakePath) {
    return tryTake(lakePath)
        .orElseThrow(
            () ->
                new InsightException(
                    ErrorKind.EXTERNAL,
                    "Cannot write to the lake: another run does, found " + lakePath));
  }

  /** As {@link #take}; empty where another run holds it. */
  public static Optional<RunLock> tryTake(String lakePath) {
    return tryTake(lakePath, ".run-lock");
  }

  /**
   * Keeps two commands from changing readers, or publishing their rights, at once; the jobs of a
   * run may go on meanwhile. Whoever holds it needs some seconds, so it is waited for.
   *
   * @throws InsightException EXTERNAL where another command keeps it or the folder cannot be
   *     written
   */
  public static RunLock ofReaders(String lakePath) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    Optional<RunLock> lock = tryTake(lakePath, ".readers-lock");
    while (lock.isEmpty() && System.nanoTime() < end) {
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      lock = tryTake(lakePath, ".readers-lock");
    }
    return lock.orElseThrow(
        () ->
            new InsightException(
                ErrorKind.EXTERNAL,
                "Cannot change readers: another command does, found " + lakePath));
  }

  private static Optional<RunLock> tryTake(String lakePath, String name) {
    Path folder = Path.of(lakePath).toAbsolutePath();
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new RunLock(channel, lock));
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot write to the lake: " + Failures.inWords(e) + ", found " + lakePath,
          e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      throw new InsightException(ErrorKind.EXTERNAL, "Cannot let go of the lake", e);
    }
  }
}
