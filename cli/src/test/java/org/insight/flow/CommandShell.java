package org.insight.flow;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.insight.cli.Main;
import org.insight.testing.TestPlans;

/**
 * Runs command lines one after another in one java, from the jar that bin/insight runs, each in a
 * Spark session that it opens and closes itself; in the short form all of them in one context,
 * which none of them ends. For tests of many short commands, of which all but a second would go to
 * starting java. In the long form what reads text can be done once: Spark NLP keeps the first Spark
 * context that it was given.
 */
final class CommandShell implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TARGET = Path.of("target").toAbsolutePath();

  /**
   * Commands that read text. Spark NLP keeps the first Spark context of its java, which ends with
   * the first command, so each of these has a java of its own.
   */
  private static final Set<String> READ_TEXT = Set.of("run", "retry", "try");

  private final Path folder;
  private final Process process;
  private final BufferedReader answers;

  /**
   * Starts it.
   *
   * @param folder where relative paths of the commands are looked for
   * @param environment what commands find there of Insight's own, as a purpose
   */
  CommandShell(Path folder, Map<String, String> environment) {
    this.folder = folder;
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What Spark needs opened, as it is for this java.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--add-opens") || a.startsWith("-Djdk.reflect"))
        .forEach(line::add);
    line.addAll(Insight.BRIEF);
    line.addAll(TestPlans.options());
    line.add("-Dinsight.tests=" + System.getProperty("insight.tests", "short"));
    // As bin/insight has it.
    Path classes = TARGET.resolve("insight.jsa");
    if (Files.exists(classes)) {
      line.addAll(
          List.of("-XX:SharedArchiveFile=" + classes, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
    }
    line.addAll(
        List.of(
            "-Xmx1500m",
            "-Xss4m",
            "-Dfile.encoding=UTF-8",
            "-Dlog4j2.contextSelector=org.apache.logging.log4j.core.selector.BasicContextSelector",
            "-Dinsight.home=" + Path.of("..").toAbsolutePath().normalize(),
            "-Dlog4j2.configurationFile=" + Path.of("../conf/log4j2.properties").toAbsolutePath(),
            "-cp",
            TARGET.resolve("insight.jar")
                + ":"
                + TARGET.resolve("spark-runtime")
                + "/*:"
                + TARGET.resolve("test-classes"),
            CommandShell.class.getName()));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectError(folder.resolve("shell.err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("INSIGHT_"));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Runs a command and waits for it. */
  Insight.Ran run(String... arguments) {
    if (READ_TEXT.contains(arguments[0])) {
      return Insight.run(folder, arguments);
    }
    try {
      process
          .getOutputStream()
          .write(
              (JSON.writeValueAsString(Insight.ofSmallLake(arguments)) + "\n")
                  .getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      String answer = Objects.requireNonNull(answers.readLine(), "the shell has ended");
      String[] parts = JSON.readValue(answer, String[].class);
      return new Insight.Ran(Integer.parseInt(parts[0]), parts[1], parts[2]);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** Reads a command line as JSON, runs it, and answers with exit code, stdout and stderr. */
  public static void main(String[] args) throws IOException {
    PrintStream answers = System.out;
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int exit = Main.run(JSON.readValue(line, String[].class));
      answers.println(
          JSON.writeValueAsString(
              new String[] {
                Integer.toString(exit),
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8)
              }));
      answers.flush();
    }
  }
}
