package org.insight.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.insight.config.Settings.SparkSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SparkFolderTest {

  @TempDir private Path parent;

  /** Makes a folder in another process, which lives on until its input ends. */
  public static final class Another {
    public static void main(String[] args) throws IOException {
      SparkFolder made = SparkFolder.make(Path.of(args[0]));
      System.out.println(made.path());
      System.out.flush();
      if (System.in.read() < 0) {
        Runtime.getRuntime().halt(0);
      }
    }
  }

  @Test
  void nobodyElseMayLookIntoIt() throws IOException {
    SparkFolder made = SparkFolder.make(parent);
    Path path = made.path();
    assertThat(made.isHeld()).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rwx------");
    assertThat(path.resolve("lock")).exists();
  }

  @Test
  @Timeout(60)
  void whatAKilledProcessLeftGoesAndWhatIsInUseStays() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Another.class.getName(),
                parent.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Path theirs = Path.of(other.inputReader().readLine());
    Path blocks = Files.createDirectories(theirs.resolve("blockmgr-1/0a"));
    Files.writeString(blocks.resolve("rdd_1_0"), "a row");
    Path mine = SparkFolder.make(parent).path();
    Path strange = Files.createDirectories(parent.resolve("insight-spark-without-a-lock"));
    Path elsewhere = Files.createDirectories(parent.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("file"), "not in it");
    Files.createSymbolicLink(theirs.resolve("link"), elsewhere);
    try {
      SparkFolder.clear(parent, mine);
      assertThat(blocks.resolve("rdd_1_0")).as("in use").exists();
    } finally {
      other.destroyForcibly();
      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    SparkFolder.clear(parent, mine);
    assertThat(theirs).as("left by a process that was killed").doesNotExist();
    assertThat(mine.resolve("lock")).exists();
    assertThat(strange).exists();
    assertThat(elsewhere.resolve("file")).as("behind a link").exists();
  }

  @Test
  void whatTheOperatorSaysComesFirst() {
    SparkSettings settings = new SparkSettings("local[*]", Map.of());
    assertThat(Sessions.needsFolder(settings, Map.of())).isTrue();
    assertThat(Sessions.needsFolder(new SparkSettings("", Map.of()), Map.of())).isFalse();
    Map<String, String> said = Map.of("spark.local.dir", "/srv/spark");
    assertThat(Sessions.needsFolder(new SparkSettings("local[*]", said), Map.of())).isFalse();
    assertThat(Sessions.needsFolder(settings, Map.of("SPARK_LOCAL_DIRS", "/srv/spark"))).isFalse();
    System.setProperty("spark.local.dir", "/srv/spark");
    try {
      assertThat(Sessions.needsFolder(settings, Map.of())).isFalse();
    } finally {
      System.clearProperty("spark.local.dir");
    }
  }
}
