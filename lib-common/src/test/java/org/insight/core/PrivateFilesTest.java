package org.insight.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {

  @TempDir private Path temporary;
  private Path folder;

  /** The one that JUnit makes is private. */
  @BeforeEach
  void aFolderThatEverybodyMayRead() throws IOException {
    folder = Files.createDirectory(temporary.resolve("folder"));
    permit(folder, "rwxr-xr-x");
  }

  private static void permit(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private void makeAll() throws IOException {
    PrivateFiles.createDirectories(folder.resolve("a/b"));
    PrivateFiles.create(folder.resolve("empty"));
    PrivateFiles.write(folder.resolve("a/b/file"), new byte[] {1, 2, 3});
    PrivateFiles.write(folder.resolve("a/b/file"), new byte[] {4});
    PrivateFiles.open(
            folder.resolve("channel"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)
        .close();
    assertThat(folder.resolve("a/b/file")).hasBinaryContent(new byte[] {4});
  }

  @Test
  void whatIsMadeInAPrivateFolderIsPrivate() throws IOException {
    permit(folder, "rwx------");
    makeAll();
    for (String made : new String[] {"a", "a/b"}) {
      assertThat(permissions(folder.resolve(made))).as(made).isEqualTo("rwx------");
    }
    for (String made : new String[] {"a/b/file", "empty", "channel"}) {
      assertThat(permissions(folder.resolve(made))).as(made).isEqualTo("rw-------");
    }
  }

  @Test
  void whatIsMadeElsewhereIsAsTheUmaskSays() throws IOException {
    Path plain = Files.createDirectory(temporary.resolve("plain"));
    Path file = Files.createFile(temporary.resolve("file"));
    makeAll();
    assertThat(permissions(folder.resolve("a"))).isEqualTo(permissions(plain));
    assertThat(permissions(folder.resolve("a/b"))).isEqualTo(permissions(plain));
    assertThat(permissions(folder.resolve("a/b/file"))).isEqualTo(permissions(file));
    assertThat(permissions(folder.resolve("empty"))).isEqualTo(permissions(file));
  }

  @Test
  void aFolderIsTakenFromAllButItsOwner() throws IOException {
    Path outside = Files.createFile(temporary.resolve("outside"));
    permit(outside, "rw-r--r--");
    makeAll();
    permit(folder.resolve("a"), "rwxrwxrwx");
    permit(folder.resolve("empty"), "rwxr-xr-x");
    permit(folder.resolve("channel"), "r--r--r--");
    Files.createSymbolicLink(folder.resolve("link"), outside);
    assertThat(PrivateFiles.close(folder)).isTrue();
    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("a"))).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("a/b"))).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("a/b/file"))).isEqualTo("rw-------");
    assertThat(permissions(folder.resolve("empty")))
        .as("what its owner may")
        .isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("channel"))).isEqualTo("r--------");
    assertThat(permissions(outside)).as("behind a link").isEqualTo("rw-r--r--");
    assertThat(PrivateFiles.close(folder)).as("again").isFalse();
  }

  @Test
  void aFolderThatIsALinkIsTakenFromOthersWhereItLies() throws IOException {
    makeAll();
    Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
    assertThat(PrivateFiles.close(link)).isTrue();
    assertThat(permissions(folder)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("a/b/file"))).isEqualTo("rw-------");
  }
}
