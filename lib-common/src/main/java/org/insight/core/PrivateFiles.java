package org.insight.core;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that only their owner can read. What is made in a private folder is private too: folders
 * are 0700 and files 0600. In other folders, and on file systems without POSIX permissions, new
 * files are as the umask of the process makes them.
 */
public final class PrivateFiles {

  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** Makes a folder, and those above it that are missing. */
  public static void createDirectories(Path folder) throws IOException {
    Files.createDirectories(folder, attributes(folder, FOLDER));
  }

  /** Opens a file, or makes it if the options say so. */
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    return FileChannel.open(file, Set.of(options), attributes(file, FILE));
  }

  /** Makes an empty file if there is none. */
  public static void create(Path file) throws IOException {
    open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
  }

  /** Writes a file whole; what it held before is gone. */
  public static void write(Path file, byte[] content) throws IOException {
    create(file);
    Files.write(file, content);
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions)
      throws IOException {
    Path there = path.toAbsolutePath().getParent();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there != null && hasPermissions(there) && isPrivate(there)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean hasPermissions(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static boolean isPrivate(Path path) throws IOException {
    return FOLDER.containsAll(Files.getPosixFilePermissions(path));
  }

  /**
   * Takes a folder, and all that is in it, from everybody but its owner. It does nothing if the
   * folder is private already, whatever is in it: nobody else gets there.
   *
   * @return whether the folder was open to others and is no more
   * @throws IOException if this user may not change it
   */
  public static boolean close(Path folder) throws IOException {
    if (!hasPermissions(folder) || !Files.isDirectory(folder) || isPrivate(folder)) {
      return false;
    }
    Path root = folder.toRealPath();
    closeIfThere(root);
    if (!isPrivate(root)) {
      // A file system that has one set of permissions for all its files.
      return false;
    }
    Files.walkFileTree(root, new Closing());
    return true;
  }

  /** Nothing happens to what is gone: commands that read the lake may remove files meanwhile. */
  private static void closeIfThere(Path path) throws IOException {
    try {
      Set<PosixFilePermission> owners = EnumSet.copyOf(FOLDER);
      Set<PosixFilePermission> now = Files.getPosixFilePermissions(path);
      owners.retainAll(now);
      if (owners.size() < now.size()) {
        Files.setPosixFilePermissions(path, owners);
      }
    } catch (NoSuchFileException e) {
      // It is gone.
    }
  }

  private static final class Closing extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      closeIfThere(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile()) {
        closeIfThere(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }
}
