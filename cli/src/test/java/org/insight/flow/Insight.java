package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.insight.testing.TestPlans;

/** Runs bin/insight as a person or a scheduler would. */
final class Insight {

  private static final Path COMMAND = Path.of("..", "bin", "insight").toAbsolutePath().normalize();

  /** A purpose that the readers of the tests have, and a reason. */
  static final Map<String, String> WHY =
      Map.of("INSIGHT_PURPOSE", "crime-analysis", "INSIGHT_REASON", "a test of the flow");

  /**
   * Options of a java that lives for seconds, for which compiling well takes longer than it saves.
   * Without tiers the code cache is small, and when it is full java compiles no more. Metaspace
   * begins as large as it gets: each growth costs a full collection.
   */
  static final List<String> BRIEF =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:ReservedCodeCacheSize=256m",
          "-XX:MetaspaceSize=192m");

  /** As {@link #BRIEF}, with plans as in other tests. */
  private static final List<String> BRIEF_PLANS =
      Stream.concat(BRIEF.stream(), TestPlans.options().stream()).toList();

  /** As {@link #BRIEF_PLANS}, interpreted in the long form too: of tests that run it many times. */
  private static final List<String> INTERPRETED =
      Stream.concat(BRIEF.stream(), TestPlans.interpreted().stream()).toList();

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));

  /** Lakes of tests are small. */
  static final Path ONE_PART = resource("one-part.yaml");

  /** Items and pages are read one at a time, in the short form. */
  static final Path ONE_TASK = resource("one-task.yaml");

  /** Translation has tests of its own. */
  private static final Path UNTRANSLATED = resource("untranslated.yaml");

  /** Of the commands that run jobs, or ask whether all have run. */
  private static final Set<String> RUNNING = Set.of("run", "stream", "job", "publish", "retry");

  /** Of the commands that ask Spark more than a question or two. */
  private static final Set<String> ASKING =
      Set.of("job", "publish", "rollback", "verify", "retry", "sql", "report", "maintain");

  private Insight() {}

  private static Path resource(String name) {
    return Path.of("src", "test", "resources", name).toAbsolutePath();
  }

  /** Has java that is started by others, as servers by a script, go by {@link #BRIEF}. */
  static ProcessBuilder brief(ProcessBuilder starting) {
    if (!LONG) {
      starting.environment().put("JDK_JAVA_OPTIONS", String.join(" ", BRIEF));
      // bin/insight brings a collector of its own, unless it is told one.
      starting.environment().put("INSIGHT_JAVA_OPTS", BRIEF.get(1));
    }
    return starting;
  }

  /** What a command printed, and its exit code. */
  record Ran(int exit, String out, String err) {

    Ran succeeded() {
      assertThat(exit).as("exit code; stderr: %s", err).isZero();
      return this;
    }

    /** One line on stderr that starts so, with this exit code. */
    Ran failedWith(int code, String line) {
      assertThat(exit).as("exit code; stderr: %s", err).isEqualTo(code);
      assertThat(err.lines().filter(l -> !l.startsWith("Help: ")).toList())
          .as("stderr")
          .singleElement()
          .asString()
          .contains(line);
      return this;
    }
  }

  /** Arguments of a command on a small lake: it asks it in one partition, in the short form. */
  static String[] ofSmallLake(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (arguments[0].equals("run") || arguments[0].equals("stream")) {
      all.addAll(List.of("--conf", ONE_PART.toString()));
    } else if (!LONG && ASKING.contains(arguments[0])) {
      all.addAll(List.of("--conf", ONE_PART.toString()));
    } else {
      return all.toArray(String[]::new);
    }
    if (!LONG) {
      all.addAll(List.of("--conf", ONE_TASK.toString()));
    }
    return all.toArray(String[]::new);
  }

  /** With a purpose and a reason in the environment. */
  static Ran run(Path folder, String... arguments) {
    return ran(folder, BRIEF_PLANS, ofSmallLake(arguments));
  }

  /** As {@link #run}, with plans and partitions as on a user's machine. */
  static Ran verified(Path folder, String... arguments) {
    return ran(folder, BRIEF, arguments);
  }

  /** As {@link #verified}, for tests of many runs. */
  static Ran verifiedInterpreted(Path folder, String... arguments) {
    return ran(folder, INTERPRETED, arguments);
  }

  private static Ran ran(Path folder, List<String> options, String... arguments) {
    try {
      Path out = Files.createTempFile("insight", ".out");
      Path err = Files.createTempFile("insight", ".err");
      Process process = start(folder, options, out.toFile(), err.toFile(), arguments);
      int exit = process.waitFor();
      Ran ran =
          new Ran(
              exit,
              Files.readString(out, StandardCharsets.UTF_8),
              Files.readString(err, StandardCharsets.UTF_8));
      Files.delete(out);
      Files.delete(err);
      return ran;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a command and does not wait; it is the java process itself, by exec. */
  static Process start(Path folder, File out, File err, String... arguments) throws IOException {
    return start(folder, BRIEF_PLANS, out, err, ofSmallLake(arguments));
  }

  /** As {@link #verifiedInterpreted}, and does not wait. */
  static Process startVerifiedInterpreted(Path folder, File out, File err, String... arguments)
      throws IOException {
    return start(folder, INTERPRETED, out, err, arguments);
  }

  private static Process start(
      Path folder, List<String> options, File out, File err, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>(List.of(COMMAND.toString()));
    line.addAll(List.of(arguments));
    if (arguments.length > 0 && RUNNING.contains(arguments[0])) {
      line.addAll(List.of("--conf", UNTRANSLATED.toString()));
    }
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectOutput(out).redirectError(err);
    builder.environment().put("INSIGHT_HEAP", "1500m");
    builder.environment().put("INSIGHT_JAVA_OPTS", String.join(" ", options));
    builder.environment().putAll(WHY);
    return builder.start();
  }
}
