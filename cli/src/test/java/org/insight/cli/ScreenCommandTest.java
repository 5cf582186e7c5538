package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.insight.core.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreenCommandTest {

  @TempDir private Path folder;

  @Test
  void aBadDateEndsItWithTheNumberOfTheRowBeforeAnythingIsPrinted() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("names.csv"), "name,birth_date\nAda Zorn,1980-12-13\nBob,1980-13-45\n");
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream err = System.err;
    PrintStream out = System.out;
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run("screen", "--as", "ana", file.toString()))
          .isEqualTo(ErrorKind.INPUT.exitCode());
    } finally {
      System.setErr(err);
      System.setOut(out);
    }
    assertThat(told.toString(StandardCharsets.UTF_8))
        .startsWith("insight: Cannot screen " + file + ": row 3: birth_date is no date ")
        .doesNotContain("1980-13-45")
        .hasLineCount(1);
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }
}
