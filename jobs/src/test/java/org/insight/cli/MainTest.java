package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkUserAppException;
import org.insight.run.ErrorKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How a command line is read; and how a command ends in deploy mode cluster, for elsewhere it ends
 * the process, as other tests see.
 */
class MainTest {

  private static final String MODE = "spark.submit.deployMode";

  @BeforeEach
  void asTheApplicationMasterSetsIt() {
    System.setProperty(MODE, "cluster");
  }

  @AfterEach
  void asItWas() {
    System.clearProperty(MODE);
  }

  @Test
  void aCommandThatIsDoneReturnsToTheApplicationMaster() {
    assertThatCode(() -> Main.main(new String[] {"--version"})).doesNotThrowAnyException();
  }

  @Test
  void aCommandThatFailedTellsTheApplicationMasterItsExitCode() {
    assertThatThrownBy(() -> Main.main(new String[] {"no-such-command"}))
        .isInstanceOf(SparkUserAppException.class)
        .extracting(e -> ((SparkUserAppException) e).exitCode())
        .isEqualTo(ErrorKind.USAGE.exitCode());
  }

  @Test
  void anArgumentThatBeginsWithAnAtSignIsNoFileOfArguments(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("other.txt"), "password=of-another");
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    int exit;
    try {
      exit = Main.run("jobs", "@" + file);
    } finally {
      System.setErr(err);
    }
    assertThat(exit).isEqualTo(ErrorKind.USAGE.exitCode());
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("'@" + file + "'")
        .doesNotContain("of-another");
  }
}
