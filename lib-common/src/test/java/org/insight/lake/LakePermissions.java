package org.insight.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** Who may read the files of a lake: tests run as root, who may read all of them. */
public final class LakePermissions {

  private LakePermissions() {}

  /** Files and folders that are not 0600 and 0700, the lake's folder included. */
  public static List<String> openToOthers(Path lake) throws IOException {
    try (Stream<Path> all = Files.walk(lake)) {
      return all.filter(path -> !permissions(path).equals(privateOnes(path)))
          .map(path -> permissions(path) + " " + lake.relativize(path))
          .toList();
    }
  }

  /** As an older version left them. */
  public static void openToAll(Path lake) throws IOException {
    try (Stream<Path> all = Files.walk(lake)) {
      for (Path path : all.toList()) {
        Files.setPosixFilePermissions(
            path,
            PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  private static String privateOnes(Path path) {
    return Files.isDirectory(path) ? "rwx------" : "rw-------";
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
