package org.insight.services;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.commons.io.FileUtils;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.core.PrivateFiles;

/**
 * A folder for what Spark notes of a query. A file in it is locked as long as the query lives: its
 * age tells only when that began, and a stream may go on for months.
 */
final class Checkpoint implements AutoCloseable {

  /** With a dot, as it is no note of Spark's. */
  private static final String LOCK = ".lock";

  private final Path folder;
  private final FileChannel lock;

  private Checkpoint(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * A new one.
   *
   * @param all the folder of all of them
   * @throws InsightException EXTERNAL where it cannot be written or locked
   */
  static Checkpoint in(Path all) {
    Path folder = all.resolve(UUID.randomUUID().toString());
    try {
      PrivateFiles.createDirectories(folder);
      FileChannel channel =
          PrivateFiles.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        channel.lock();
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      return new Checkpoint(folder, channel);
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  /**
   * Removes those of streams that were killed.
   *
   * @param age below which none is looked at
   * @throws InsightException EXTERNAL where the folder of all cannot be written or listed
   */
  static void removeLeft(Path all, Duration age) {
    Instant before = Instant.now().minus(age);
    try {
      PrivateFiles.createDirectories(all);
      try (var each = Files.list(all)) {
        for (Path one : each.toList()) {
          if (Files.getLastModifiedTime(one).toInstant().isBefore(before) && !isHeld(one)) {
            FileUtils.deleteQuietly(one.toFile());
          }
        }
      }
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  /** Also where that cannot be known. One of an older version has no lock. */
  private static boolean isHeld(Path folder) {
    Path lock = folder.resolve(LOCK);
    if (!Files.exists(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true; // By another one of this process.
    } catch (IOException e) {
      return true;
    }
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // It goes with the process.
    }
    FileUtils.deleteQuietly(folder.toFile());
  }
}
