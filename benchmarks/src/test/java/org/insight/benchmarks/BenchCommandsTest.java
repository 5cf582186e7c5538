package org.insight.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.cli.Main;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What measurements refuse before they begin, so that no figure is of what was not asked for. */
class BenchCommandsTest {

  @TempDir private Path folder;

  private static String refused(ErrorKind kind, String... line) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(new BenchCommand(), line))
          .as(String.join(" ", line))
          .isEqualTo(kind.exitCode());
    } finally {
      System.setErr(err);
    }
    return told.toString(StandardCharsets.UTF_8);
  }

  private String fresh() {
    return folder.resolve("fresh").toString();
  }

  @Test
  void numbersOfWhichNoFigureComesAreRefused() {
    assertThat(refused(ErrorKind.USAGE, "maintain", "--out", fresh(), "--rounds", "0"))
        .isEqualTo("insight: Cannot measure: --rounds must be positive, found 0\n");
    assertThat(refused(ErrorKind.USAGE, "maintain", "--out", fresh(), "--instalments", "0"))
        .isEqualTo("insight: Cannot measure: --instalments must be positive, found 0\n");
    assertThat(refused(ErrorKind.USAGE, "translation", "--first", "3"))
        .isEqualTo("insight: Cannot measure: --first must be 4 or more, found 3\n");
    assertThat(refused(ErrorKind.USAGE, "trino", "--lab", fresh(), "--rounds", "0"))
        .isEqualTo("insight: Cannot measure: --rounds must be positive, found 0\n");
    assertThat(refused(ErrorKind.USAGE, "stream", "--kafka", "x:1", "--messages", "0"))
        .isEqualTo("insight: Cannot measure: --messages must be positive, found 0\n");
    assertThat(refused(ErrorKind.USAGE, "stream", "--kafka", "x:1", "--batch", "0"))
        .isEqualTo("insight: Cannot measure: --batch must be positive, found 0\n");
    assertThat(refused(ErrorKind.USAGE, "views", "--out", fresh(), "--items", "-1"))
        .isEqualTo("insight: Cannot simulate: items must be 0 or more, found -1\n");
    assertThat(refused(ErrorKind.USAGE, "maintain", "--out", fresh(), "--items", "-1"))
        .isEqualTo("insight: Cannot simulate: items must be 0 or more, found -1\n");
    assertThat(folder.resolve("fresh")).doesNotExist();
  }

  @Test
  void aLakeThatIsThereIsNotMeasuredAsANewOne() throws IOException {
    Path there = Files.createDirectories(folder.resolve("there"));
    Files.writeString(there.resolve("a.txt"), "of somebody");
    assertThat(refused(ErrorKind.USAGE, "maintain", "--out", there.toString()))
        .isEqualTo(
            "insight: Cannot measure: --out must be empty or not there yet, found " + there + "\n");
    assertThat(there).isDirectoryContaining("glob:**a.txt");
  }

  @Test
  void aLimitOfGapsIsAShare() {
    for (String most : List.of("-0.1", "1.1", "NaN")) {
      assertThat(refused(ErrorKind.USAGE, "truth", fresh(), "--most-gap", most))
          .isEqualTo(
              "insight: Cannot measure: --most-gap must be from 0 to 1, found " + most + "\n");
    }
    assertThat(refused(ErrorKind.USAGE, "truth", fresh(), "--least-pairs", "0"))
        .isEqualTo("insight: Cannot measure: --least-pairs must be positive, found 0\n");
  }

  @Test
  void aFolderWithoutATruthIsNotComparedWith() throws IOException {
    Path truth = Files.createDirectories(folder.resolve("truth"));
    assertThat(refused(ErrorKind.INPUT, "truth", folder.toString()))
        .isEqualTo(
            "insight: Cannot compare with the truth: DIR must be a folder of insight simulate,"
                + " found no "
                + truth.resolve("items.jsonl")
                + "\n");
    Files.writeString(
        truth.resolve("items.jsonl"),
        "{\"path\": \"a.txt\", \"bytes\": 3, \"kind\": \"report\"}\n{\"path\": \"b");
    assertThat(refused(ErrorKind.INPUT, "truth", folder.toString()))
        .isEqualTo(
            "insight: Cannot compare with the truth: a line is not as the simulator writes it,"
                + " found line 2 of "
                + truth.resolve("items.jsonl")
                + "\n");
    Files.writeString(truth.resolve("items.jsonl"), "");
    Files.writeString(truth.resolve("persons.jsonl"), "");
    Files.writeString(truth.resolve("appearances.jsonl"), "{\"person\": 7}");
    assertThat(refused(ErrorKind.INPUT, "truth", folder.toString()))
        .isEqualTo(
            "insight: Cannot compare with the truth: a line is not as the simulator writes it,"
                + " found line 1 of "
                + truth.resolve("appearances.jsonl")
                + "\n");
  }

  /** A stream would land invented messages among what is there, and publish them. */
  @Test
  void inventedMessagesAreSentToNoLakeThatHasItems() {
    Lake lake = TestLakes.in(folder, Tables.ARRIVALS);
    assertThatCode(() -> BenchStreamCommand.requireNew(lake)).doesNotThrowAnyException();
    TestLakes.write(
        lake,
        Tables.ARRIVALS,
        WriteMode.APPEND,
        SharedSpark.session()
            .createDataFrame(
                List.of(RowFactory.create("a", "p1")),
                StructType.fromDDL("item_id string, policy_id string")));
    assertThatThrownBy(() -> BenchStreamCommand.requireNew(lake))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot measure: the lake must be a new one, found one that has items; --lake names"
                + " one");
  }

  @Test
  void pagesOfBareTesseractAreThoseOfTheImagesOrNone() {
    assertThat(BenchOcrCommand.texts("one\n\ftwo\n\f", 2)).containsExactly("one\n", "two\n");
    assertThat(BenchOcrCommand.texts("one\n\f\f", 2)).containsExactly("one\n", "");
    assertThat(BenchOcrCommand.texts("one\n\ftwo\n", 2)).containsExactly("one\n", "two\n");
    // An image of two pages would put all later texts beside another image's truth.
    assertThatThrownBy(() -> BenchOcrCommand.texts("one\n\fone, page 2\n\ftwo\n\f", 2))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot measure OCR: bare Tesseract must read one page of each image, found 3 of 2");
    assertThatThrownBy(() -> BenchOcrCommand.texts("one\n", 2))
        .hasMessageEndingWith("found 1 of 2");
  }

  @Test
  void theTimeOfAShellsChildrenIsThatOfUserAndSystem() {
    assertThat(BenchOcrCommand.cpuSeconds("0m0.01s 0m0.02s\n1m2.50s 0m0.25s\n")).isEqualTo(62.75);
    assertThatThrownBy(() -> BenchOcrCommand.cpuSeconds(""))
        .hasMessage("Cannot measure OCR: sh gives no times, found 1");
  }
}
