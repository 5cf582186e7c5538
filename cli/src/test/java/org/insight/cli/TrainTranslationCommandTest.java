package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.insight.core.ErrorKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Its errors; TranslationTrainingTest trains. */
class TrainTranslationCommandTest {

  private static final String HOME = "insight.home";
  private static final String HELP = "Help: insight train translation --help\n";

  @TempDir private Path folder;

  @AfterEach
  void withoutHome() {
    System.clearProperty(HOME);
  }

  /** What the command says to these options, beside those that it needs. */
  private String told(ErrorKind kind, String... options) {
    List<String> line = new ArrayList<>(List.of("train", "translation"));
    line.addAll(List.of(options));
    for (List<String> needed :
        List.of(
            List.of("--pair", "fr-en"),
            List.of("--licence", "CC0-1.0"),
            List.of("--out", folder.resolve("out").toString()),
            List.of("--text", folder.resolve("text.tsv").toString()))) {
      if (!line.contains(needed.get(0))) {
        line.addAll(needed);
      }
    }
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(line.toArray(String[]::new))).isEqualTo(kind.exitCode());
    } finally {
      System.setErr(err);
    }
    assertThat(folder.resolve("out")).doesNotExist();
    return told.toString(StandardCharsets.UTF_8);
  }

  @Test
  void wrongOptionsAreOneLineAndWhereToGetHelp() {
    assertThat(told(ErrorKind.USAGE, "--pair", "fr-de"))
        .isEqualTo(
            "insight: Cannot train: --pair must be two of fr, en, es and, as a source, ar, found"
                + " fr-de\n"
                + HELP);
    assertThat(told(ErrorKind.USAGE, "--steps", "0"))
        .isEqualTo("insight: Cannot train: --steps must be positive, found 0\n" + HELP);
    assertThat(told(ErrorKind.USAGE, "--minutes", "-1"))
        .isEqualTo("insight: Cannot train: --minutes must be positive, found -1\n" + HELP);
    assertThat(told(ErrorKind.USAGE, "--every", "0"))
        .isEqualTo("insight: Cannot train: --every must be positive, found 0\n" + HELP);
    assertThat(told(ErrorKind.USAGE, "--name", "../a"))
        .isEqualTo(
            "insight: Cannot train: --name must be of small letters, figures and hyphens, found"
                + " ../a\n"
                + HELP);
    assertThat(told(ErrorKind.USAGE, "--licence", "of my own"))
        .isEqualTo(
            "insight: Cannot train: --licence must be an SPDX identifier such as CC-BY-4.0, found of"
                + " my own\n"
                + HELP);
    assertThat(told(ErrorKind.USAGE, "--size", "huge"))
        .contains("--size")
        .endsWith(HELP)
        .hasLineCount(2);
  }

  @Test
  void withoutSourcesItDoesNotTrain() throws IOException {
    assertThat(told(ErrorKind.USAGE))
        .isEqualTo(
            "insight: Cannot train: start it by bin/insight, found no insight.home\n" + HELP);
    System.setProperty(HOME, folder.toString());
    assertThat(told(ErrorKind.USAGE))
        .startsWith(
            "insight: Cannot train: the scripts are part of the sources, found no"
                + " training/translation/train.sh in ")
        .hasLineCount(1);
    Files.createDirectories(folder.resolve("training/translation"));
    Files.writeString(folder.resolve("training/translation/train.sh"), "true");
    assertThat(told(ErrorKind.INPUT))
        .startsWith("insight: Cannot train: --text must be a file, found none at ")
        .hasLineCount(1);
  }

  @Test
  void aFolderWithFilesNeedsToBeResumed() throws IOException {
    System.setProperty(HOME, folder.toString());
    Files.createDirectories(folder.resolve("full/state"));
    String full = folder.resolve("full").toString();
    assertThat(told(ErrorKind.USAGE, "--out", full))
        .isEqualTo(
            "insight: Cannot train: --out must be empty or not there yet, found " + full + "\n");
    assertThat(told(ErrorKind.USAGE, "--out", full, "--resume"))
        .startsWith("insight: Cannot train: the scripts are part of the sources, ");
  }
}
