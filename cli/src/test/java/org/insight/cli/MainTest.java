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
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkUserAppException;
import org.insight.core.ErrorKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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

  /** A command list that breaks off in mid-sentence helps nobody. */
  @Test
  void eachCommandIsSaidInOneShortSentence() {
    CommandLine insight = new CommandLine(new Main());
    insight.getSubcommands().remove("help");
    assertThat(insight.getSubcommands()).hasSizeGreaterThan(20);
    insight
        .getSubcommands()
        .forEach(
            (name, command) ->
                assertThat(List.of(command.getCommandSpec().usageMessage().header()))
                    .as(name)
                    .singleElement()
                    .asString()
                    .matches("[A-Z][^.]{5,59}\\."));
  }

  @Test
  void anArgumentThatBeginsWithAnAtSignIsNoFileOfArguments(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("other.txt"), "password=of-another");
    assertThat(refused("jobs", "@" + file))
        .contains("'@" + file + "'")
        .doesNotContain("of-another");
  }

  @Test
  void whatIsGivenWronglyIsSaidInALineAndIsNoFaultOfTheProgram(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("a.txt"), "Some text.");
    Path policy = Files.writeString(folder.resolve("broken.yaml"), "{source: FR");
    assertThat(refused("try", "--policy", policy.toString(), file.toString()))
        .startsWith("insight: Cannot read a policy: ")
        .hasLineCount(1);
    assertThat(refused("audit", "list", "--limit", "-1"))
        .isEqualTo("insight: Cannot list the audit: --limit must be positive, found -1\n");
    assertThat(refused("audit", "list", "--day", "2026-13-40"))
        .contains("'--day'", ": a day is as 2026-11-25, found 2026-13-40\n");
    assertThat(refused("audit", "sample", "--month", "2026-13"))
        .contains("'--month'", ": a month is as 2026-11, found 2026-13\n");
    assertThat(refused("job", "find-names", "--only", "fr"))
        .isEqualTo("insight: Cannot run find-names on a folder of an inbox: it reads tables\n");
    assertThat(refused("runs", "--page", folder.toString(), "--drop", "--reason", "begin anew"))
        .startsWith("insight: Cannot do both: ")
        .hasLineCount(1);
    assertThat(folder.resolve("index.html")).doesNotExist();
  }

  @Test
  void whatWouldDoNothingIsRefused(@TempDir Path folder) throws IOException {
    String policy =
        Files.writeString(folder.resolve("policy.yaml"), "source: FR\npurposes: [investigation]\n")
            .toString();
    String lake = folder.resolve("lake").toString();
    assertThat(refused("run", "--lake", lake, "--inbox", folder.toString(), "--from", "text"))
        .startsWith("insight: Cannot run: --inbox is read in the first stage, landing; ")
        .hasLineCount(1);
    assertThat(refused("run", "--lake", lake, "--policy", policy))
        .startsWith("insight: Cannot run: --policy is for what an inbox brings")
        .hasLineCount(1);
    assertThat(refused("job", "find-names", "--policy", policy))
        .isEqualTo("insight: Cannot run find-names under a policy: it reads tables\n");
  }

  @Test
  void anInboxOfAnotherPlanIsRefusedAsWrongUsage(@TempDir Path folder) {
    String out = folder.resolve("sim").toString();
    assertThat(Main.run("simulate", "--out", out, "--persons", "5", "--items", "3")).isZero();
    assertThat(refused("simulate", "--out", out, "--persons", "5", "--items", "3", "--seed", "8"))
        .isEqualTo(
            "insight: Cannot simulate: the inbox that is there is not the beginning of what is"
                + " asked for, found "
                + Path.of(out, "inbox")
                + "\n");
    assertThat(Main.run("simulate", "--out", out, "--persons", "5", "--items", "4")).isZero();
  }

  @Test
  void wordingsThatCannotBeReadAreWrongInputAndNothingIsWritten(@TempDir Path folder)
      throws IOException {
    String out = folder.resolve("sim").toString();
    Path phrases = Files.createDirectories(folder.resolve("phrases"));
    Files.writeString(phrases.resolve("fr.txt"), "[closing]\nFin.\n{motif}\n");
    assertThat(told(ErrorKind.INPUT, "simulate", "--out", out, "--phrases", phrases.toString()))
        .isEqualTo("insight: Cannot read wordings: fr.txt:3: no such gap, found {motif}\n");
    assertThat(refused("simulate", "--out", out, "--wordings", "some"))
        .isEqualTo(
            "insight: Cannot simulate: --wordings must be all, training, held-out or given, found"
                + " some\n");
    assertThat(folder.resolve("sim")).doesNotExist();
  }

  @Test
  void whatGoesToTheAuditAsAReasonIsOneLineOfWords(@TempDir Path folder) throws IOException {
    Path policy =
        Files.writeString(folder.resolve("policy.yaml"), "source: FR\npurposes: [investigation]\n");
    for (String reason : List.of(" ", "12", "a mistake\nof ours", "a".repeat(501))) {
      for (List<String> act :
          List.of(
              List.of("rollback", "1", "--reason"),
              List.of("withdraw", "--path", "fr/a.txt", "--reason"),
              List.of("retry", "--reason", "timeout", "--because"),
              List.of("retry", "--item", "1", "--policy", policy.toString(), "--because"))) {
        List<String> line = new ArrayList<>(act);
        line.add(reason);
        assertThat(refused(line.toArray(String[]::new)))
            .startsWith("insight: Cannot act without a reason: " + act.get(act.size() - 1) + " is")
            .hasLineCount(1);
      }
    }
  }

  /** As without LANG, under cron or in a container: each letter of a name is another sign then. */
  @Test
  void anArgumentThatTheLocaleCannotReadIsRefusedAndNoOtherQuestionIsAnswered() {
    assertThat(refused("sql", "--as", "control", "SELECT '\ufffd\ufffd'"))
        .startsWith("insight: Cannot read an argument: it is not in the encoding of the locale")
        .hasLineCount(1);
  }

  @Test
  void whatIsQuotedMakesNoSecondLine() {
    assertThat(refused("jobs", "x\ninsight: all is in"))
        .startsWith("insight: ")
        .satisfies(
            told -> assertThat(told.lines().filter(l -> l.startsWith("insight: "))).hasSize(1));
  }

  /** What is said of a command line that cannot be done as it is given. */
  private static String refused(String... line) {
    return told(ErrorKind.USAGE, line);
  }

  /** What a command that fails says. */
  private static String told(ErrorKind kind, String... line) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      assertThat(Main.run(line)).isEqualTo(kind.exitCode());
    } finally {
      System.setErr(err);
    }
    return told.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatARunTellsPeopleIsNoPartOfItsJson() {
    CommandLine line = new CommandLine(new RunsCommand());
    assertThat(RunsCommand.aside(line, JobsCommand.Format.JSON)).isSameAs(line.getErr());
    assertThat(RunsCommand.aside(line, JobsCommand.Format.TABLE)).isSameAs(line.getOut());
  }
}
