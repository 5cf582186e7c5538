package org.insight.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {

  @Test
  void itGoesWithAllThatIsInIt() throws IOException {
    TemporaryFolder folder = TemporaryFolder.make();
    Path path = Path.of(folder.options().get(0).replace("-Djava.io.tmpdir=", ""));
    Files.createDirectories(path.resolve("a/b"));
    Files.writeString(path.resolve("a/b/c"), "text");
    folder.remove();
    assertThat(path).doesNotExist();
  }

  @Test
  void noOtherFolderIsTakenForOne(@TempDir Path other) {
    System.setProperty("insight.worker.temporary", other.toString());
    try {
      assertThatThrownBy(TemporaryFolder::own).isInstanceOf(IllegalArgumentException.class);
    } finally {
      System.clearProperty("insight.worker.temporary");
    }
    assertThat(TemporaryFolder.own()).isEmpty();
    assertThat(other).exists();
  }

  @Test
  void whatALinkInItLeadsToStays(@TempDir Path other) throws IOException {
    Path kept = Files.writeString(other.resolve("kept"), "text");
    TemporaryFolder folder = TemporaryFolder.make();
    Path path = Path.of(folder.options().get(0).replace("-Djava.io.tmpdir=", ""));
    Files.createSymbolicLink(path.resolve("link"), other);
    folder.remove();
    assertThat(path).doesNotExist();
    assertThat(kept).exists();
  }
}
