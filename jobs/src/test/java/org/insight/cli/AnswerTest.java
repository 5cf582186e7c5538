package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.jobs.SharedSpark;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerTest {

  private static final Dataset<Row> ROWS = SharedSpark.session().range(3).toDF("n");

  @Test
  void whatWasTakenIsCounted() {
    StringWriter text = new StringWriter();
    Answer answer = new Answer(new PrintWriter(text), Answer.Format.CSV);
    assertThat(answer.print(ROWS)).isEqualTo(3);
    assertThat(text.toString().lines()).containsExactly("n", "0", "1", "2");
  }

  /** As a disk that is full does, and a program that has read enough. */
  @ParameterizedTest
  @EnumSource(Answer.Format.class)
  void anAnswerThatNobodyTakesIsNoneThatWasGiven(Answer.Format format) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(new Full(), false, StandardCharsets.UTF_8));
    try {
      // As commands print: the writer itself knows nothing of what its stream meets with.
      Answer answer =
          new Answer(
              new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true),
              format);
      assertThatThrownBy(() -> answer.print(ROWS))
          .isInstanceOf(InsightException.class)
          .hasMessageStartingWith("Cannot print the answer: ")
          .extracting(e -> ((InsightException) e).kind())
          .isEqualTo(ErrorKind.EXTERNAL);
    } finally {
      System.setOut(out);
    }
  }

  private static final class Full extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("No space left on device");
    }
  }
}
