package org.insight.jobs.reports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    Path half = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.deleteIfExists(half);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(half, PosixFilePermissions.asFileAttribute(OWN));
        if (Files.exists(file)) {
          Files.setPosixFilePermissions(half, Files.getPosixFilePermissions(file));
        }
      }
      Files.write(half, content.getBytes(StandardCharsets.UTF_8));
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }
}
