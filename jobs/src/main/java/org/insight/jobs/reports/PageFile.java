package org.insight.jobs.reports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes what is for one reader into a file. */
public final class PageFile {

  private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");

  private PageFile() {}

  /**
   * Whole or not at all: a full disk leaves the earlier report. It is for whoever asked alone; who
   * lets others read the file lets them read the next one.
   */
  public static void write(Path file, String content) throws IOException {
    Path half = half(file, content.getBytes(StandardCharsets.UTF_8));
    try {
      if (isPosix(file) && Files.exists(file)) {
        Files.setPosixFilePermissions(half, Files.getPosixFilePermissions(file));
      }
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  /**
   * As {@link #write}, of a file that must not be there yet.
   *
   * @throws FileAlreadyExistsException if it is there
   */
  public static void writeNew(Path file, byte[] content) throws IOException {
    Path half = half(file, content);
    try {
      // A move may replace a file that somebody else makes meanwhile, a link does not.
      Files.createLink(file, half);
    } catch (UnsupportedOperationException e) {
      Files.move(half, file);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  private static Path half(Path file, byte[] content) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(half);
      if (isPosix(file)) {
        Files.createFile(half, PosixFilePermissions.asFileAttribute(OWN));
      }
      return Files.write(half, content);
    } catch (IOException e) {
      Files.deleteIfExists(half);
      throw e;
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
