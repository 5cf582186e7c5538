package org.insight.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local file system, which sets permissions by itself. Hadoop's own starts a {@code chmod}
 * for each file and each checksum that it makes, where its native library is absent; a commit to a
 * table makes a dozen of them.
 */
public final class LocalFiles extends LocalFileSystem {

  /** Key of the class that Hadoop takes for {@code file:}, as Spark passes it on. */
  public static final String PROPERTY = "spark.hadoop.fs.file.impl";

  private static final URI LOCAL = URI.create("file:///");

  /** Hadoop's key for what it takes from the permissions of new files and folders. */
  private static final String UMASK = "fs.permissions.umask-mode";

  private static final String OWNER_ONLY = "077";

  /** Made by Hadoop. */
  public LocalFiles() {
    super(new Raw());
  }

  /**
   * From now on, Hadoop makes local files and folders for their owner alone in this process. It
   * keeps one object for all local files, which keeps its settings: spark-submit, or a program that
   * has Spark in it, may have made one before.
   *
   * @param hadoop settings of the Spark context
   */
  static synchronized void makePrivate(Configuration hadoop) {
    hadoop.set(UMASK, OWNER_ONLY);
    try {
      FileSystem kept = FileSystem.get(LOCAL, hadoop);
      if (!OWNER_ONLY.equals(kept.getConf().get(UMASK))) {
        // It leaves Hadoop's cache, and whoever holds it may go on with it.
        kept.close();
        FileSystem.get(LOCAL, hadoop);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Raw extends RawLocalFileSystem {

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (permission.getStickyBit()) {
        // Java has no word for it.
        super.setPermission(path, permission);
        return;
      }
      String letters =
          permission.getUserAction().SYMBOL
              + permission.getGroupAction().SYMBOL
              + permission.getOtherAction().SYMBOL;
      try {
        Files.setPosixFilePermissions(
            pathToFile(path).toPath(), PosixFilePermissions.fromString(letters));
      } catch (UnsupportedOperationException e) {
        super.setPermission(path, permission);
      }
    }
  }
}
