package org.insight.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFilesTest {

  @TempDir private java.nio.file.Path folder;

  private static <T extends FileSystem> T opened(T files) throws IOException {
    files.initialize(URI.create("file:///"), new Configuration());
    return files;
  }

  @Test
  void filesAndFoldersGetThePermissionsThatHadoopGivesThem() throws IOException {
    assertThat(made(opened(new LocalFiles()), "own"))
        .isEqualTo(made(opened(new LocalFileSystem()), "hadoops"));
  }

  /** What a folder holds after some writing, checksums too, each with its permissions. */
  private Set<String> made(LocalFileSystem files, String name) throws IOException {
    Path in = new Path(folder.resolve(name).toString());
    files.mkdirs(new Path(in, "plain"));
    files.mkdirs(new Path(in, "closed"), new FsPermission((short) 0700));
    try (OutputStream out = files.create(new Path(in, "file"))) {
      out.write(1);
    }
    Set<String> made = new TreeSet<>();
    for (FileStatus status : files.getRawFileSystem().listStatus(in)) {
      made.add(status.getPath().getName() + " " + status.getPermission());
    }
    assertThat(made).hasSize(4);
    return made;
  }

  @ParameterizedTest
  @ValueSource(shorts = {0600, 0751, 0444, 01777})
  void permissionsAreSetAsAsked(short asked) throws IOException {
    FileSystem files = opened(new LocalFiles());
    Path path = new Path(folder.toString(), "folder");
    files.mkdirs(path);
    files.setPermission(path, new FsPermission(asked));
    assertThat(files.getFileStatus(path).getPermission()).isEqualTo(new FsPermission(asked));
  }
}
