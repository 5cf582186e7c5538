package org.insight.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.core.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two runs from writing to one embedded lake at once. The system lets go of it when the
 * process ends, however it ends.
 *
 * <p>A stream holds it for one batch after the other. Who comes meanwhile does not give up, as
 * before another run, but waits for a turn; and a stream lets one that waits go first.
 */
public final class RunLock implements AutoCloseable {

  private static final String LOCK = ".run-lock";

  /** Held by the one whose turn is next; whoever holds the lock itself need not have it. */
  private static final String TURN = ".run-turn";

  /**
   * Is there while a stream holds the lock. Not the lock's own file: to close that, once it was
   * read, would let go of the lock.
   */
  private static final String STREAM = ".run-lock-of-stream";

  /** Longer than a batch or a publication of a stream should take. */
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(15);

  private final FileChannel channel;
  private final FileLock lock;

  private RunLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes it, or, where a stream holds it, waits for a turn.
   *
   * @param lakePath folder of the lake; made where it is not there yet
   * @throws InsightException EXTERNAL where another run holds it or the folder cannot be written
   */
  public static RunLock take(String lakePath) {
    long end = System.nanoTime() + PATIENCE;
    return tryTake(lakePath)
        .or(
            () ->
                Files.exists(Path.of(lakePath, STREAM))
                    ? inTurn(lakePath, () -> System.nanoTime() > end)
                    : Optional.empty())
        .map(lock -> lock.marked(lakePath, false))
        .orElseThrow(
            () ->
                new InsightException(
                    ErrorKind.EXTERNAL,
                    "Cannot write to the lake: another run does, found " + lakePath));
  }

  /** As {@link #take}; empty where another run, or a stream, holds it. */
  public static Optional<RunLock> tryTake(String lakePath) {
    return tryTake(lakePath, LOCK);
  }

  /**
   * Takes it for a batch of a stream, after all who wait for it.
   *
   * @param ended whether there is no use in waiting any longer; asked again and again
   * @return empty where it ended before
   */
  public static Optional<RunLock> ofStream(String lakePath, BooleanSupplier ended) {
    return inTurn(lakePath, ended).map(lock -> lock.marked(lakePath, true));
  }

  private static Optional<RunLock> inTurn(String lakePath, BooleanSupplier ended) {
    Optional<RunLock> turn = waiting(lakePath, TURN, ended);
    if (turn.isEmpty()) {
      return Optional.empty();
    }
    try (RunLock mine = turn.get()) {
      return waiting(lakePath, LOCK, ended);
    }
  }

  private static Optional<RunLock> waiting(String lakePath, String name, BooleanSupplier ended) {
    Optional<RunLock> lock = tryTake(lakePath, name);
    while (lock.isEmpty() && !ended.getAsBoolean()) {
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      lock = tryTake(lakePath, name);
    }
    return lock;
  }

  /** Says whether a stream holds it; one that was killed has left that it does. */
  private RunLock marked(String lakePath, boolean stream) {
    Path mark = Path.of(lakePath, STREAM);
    try {
      if (stream && !Files.exists(mark)) {
        PrivateFiles.create(mark);
      } else if (!stream) {
        Files.deleteIfExists(mark);
      }
      return this;
    } catch (IOException e) {
      close();
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot write to the lake: " + Failures.inWords(e) + ", found " + lakePath,
          e);
    }
  }

  /**
   * Keeps two commands from changing readers, or publishing their rights, at once; the jobs of a
   * run may go on meanwhile. Whoever holds it needs some seconds, so it is waited for.
   *
   * @param act what cannot be done without it, as "change readers"
   * @throws InsightException EXTERNAL where another command keeps it or the folder cannot be
   *     written
   */
  public static RunLock ofReaders(String lakePath, String act) {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    Optional<RunLock> lock = waiting(lakePath, ".readers-lock", () -> System.nanoTime() > end);
    return lock.orElseThrow(
        () ->
            new InsightException(
                ErrorKind.EXTERNAL,
                "Cannot "
                    + act
                    + ": another command changes readers or publishes; run it again, found "
                    + lakePath));
  }

  private static Optional<RunLock> tryTake(String lakePath, String name) {
    Path folder = Path.of(lakePath).toAbsolutePath();
    try {
      PrivateFiles.createDirectories(folder);
      FileChannel channel =
          PrivateFiles.open(
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
