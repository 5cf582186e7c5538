package org.insight.jobs.landing;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The local folders that may be read for an inbox: the inbox itself, and those that the settings
 * name. A link that leads elsewhere is not followed.
 *
 * @param folders absolute paths, which may be links themselves
 */
record ReadableRoots(List<String> folders) implements Serializable {

  /** How often a file is looked at again whose path changes while it is opened. */
  private static final int TRIES = 3;

  /**
   * Whether something lies in one of the folders.
   *
   * @param real its path without links
   */
  boolean contain(Path real) throws IOException {
    return around(real).isPresent();
  }

  /** The folder without links. One that is missing, as a share that is not mounted, has nothing. */
  private Optional<Path> around(Path real) throws IOException {
    for (String folder : folders) {
      try {
        Path root = Path.of(folder).toRealPath();
        if (real.startsWith(root)) {
          return Optional.of(root);
        }
      } catch (NoSuchFileException e) {
        continue;
      }
    }
    return Optional.empty();
  }

  /**
   * Opens a file. No link is followed once the path is checked, so one that is put in its place
   * meanwhile leads nowhere.
   *
   * @throws LinkOutsideException if the file lies in none of the folders
   */
  InputStream open(Path file) throws IOException {
    for (int tries = 1; ; tries++) {
      Path real = file.toRealPath();
      Path root = around(real).orElseThrow(LinkOutsideException::new);
      try {
        return open(root, real);
      } catch (IOException e) {
        // A link that is met says so in no exception of its own.
        if (tries == TRIES || file.toRealPath().equals(real)) {
          throw e;
        }
      }
    }
  }

  /**
   * Opens a file by a path that was checked.
   *
   * @param root folder without links
   * @param real path below it, in which no link is followed
   */
  static InputStream open(Path root, Path real) throws IOException {
    if (root.getNameCount() == 0) {
      // Every file may be read, and folders above it may be ones that cannot be listed.
      return Files.newInputStream(real);
    }
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(root)) {
      return folder instanceof SecureDirectoryStream<Path> secure
          ? below(secure, root.relativize(real))
          : Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Opens folder after folder, each by its name in the one before. */
  private static InputStream below(SecureDirectoryStream<Path> folder, Path rest)
      throws IOException {
    int names = rest.getNameCount();
    if (names == 1) {
      return Channels.newInputStream(
          folder.newByteChannel(rest, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }
    try (SecureDirectoryStream<Path> next =
        folder.newDirectoryStream(rest.getName(0), LinkOption.NOFOLLOW_LINKS)) {
      return below(next, rest.subpath(1, names));
    }
  }
}
