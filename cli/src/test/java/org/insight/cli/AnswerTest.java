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
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnswerTest {

  private static final Dataset<Row> ROWS = SharedSpark.session().range(3).toDF("n");

  @Test
  void whatWasTakenIsCounted() {
    StringWriter text = new StringWriter();
    Answer answer = new Answer(new PrintWriter(text), Answer.Format.CSV);
    assertThat(answer.take(ROWS)).isEqualTo(3);
    assertThat(text.toString().lines()).containsExactly("n", "0", "1", "2");
  }

  /** A null is no empty text, and a row of nothing else is a row all the same. */
  @Test
  void nullsAreToldFromEmptyTextsInEveryFormat() {
    Dataset<Row> rows =
        SharedSpark.session()
            .sql("SELECT * FROM VALUES ('x', ''), (NULL, 'NULL'), ('', NULL) t(a, b)");
    assertThat(lines(rows, Answer.Format.CSV))
        .containsExactly("a,b", "x,\"\"", ",\"NULL\"", "\"\",");
    assertThat(lines(rows.select("b"), Answer.Format.CSV))
        .containsExactly("b", "\"\"", "\"NULL\"", "NULL");
    assertThat(lines(rows, Answer.Format.JSON))
        .containsExactly(
            "{\"a\":\"x\",\"b\":\"\"}", "{\"a\":null,\"b\":\"NULL\"}", "{\"a\":\"\",\"b\":null}");
  }

  private static List<String> lines(Dataset<Row> rows, Answer.Format format) {
    StringWriter text = new StringWriter();
    new Answer(new PrintWriter(text), format).take(rows);
    return text.toString().lines().toList();
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
      assertThatThrownBy(() -> answer.take(ROWS))
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
