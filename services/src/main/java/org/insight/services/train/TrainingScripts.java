package org.insight.services.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/**
 * The scripts of a folder of {@code training}: {@code set-up.sh} gets environments and prints where
 * they are, {@code train.sh} trains in them.
 */
final class TrainingScripts {

  /** How a script begins the line that says what is wrong with its input. */
  private static final String REFUSAL = "Cannot train: ";

  private final String folder;
  private final Path scripts;

  /**
   * @param home folder of the sources, where bin/insight stands
   * @param folder such as {@code training/ner}
   * @throws InsightException USAGE without the sources
   */
  TrainingScripts(Path home, String folder) {
    this.folder = folder;
    scripts = home.resolve(folder);
    if (!Files.isRegularFile(scripts.resolve("train.sh"))) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot train: the scripts are part of the sources, found no "
              + folder
              + "/train.sh in "
              + home);
    }
  }

  /**
   * @throws InsightException INPUT if there is no such file
   */
  static void require(String option, Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot train: " + option + " must be a file, found none at " + file);
    }
  }

  /** The interpreter of an environment. */
  static String python(String environment) {
    return Path.of(environment, "bin", "python").toString();
  }

  /**
   * The paths that {@code set-up.sh} prints.
   *
   * @param install whether environments that are not there are made first
   * @param paths how many it prints
   * @param what is installed and how much that is, for the message
   * @throws InsightException USAGE if they are not there; EXTERNAL if they cannot be made
   */
  List<String> environments(Install install, int paths, String what) {
    List<String> printed = new ArrayList<>();
    boolean wanted = install == Install.YES;
    int exit =
        run(
            process(
                    List.of("bash", scripts.resolve("set-up.sh").toString()),
                    Map.of("INSTALL", wanted ? "yes" : "no"))
                .redirectError(
                    wanted ? ProcessBuilder.Redirect.INHERIT : ProcessBuilder.Redirect.DISCARD),
            printed::add);
    if (exit == ErrorKind.USAGE.exitCode() && !wanted) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot train: " + what + ", found none in the cache");
    }
    if (exit != 0 || printed.size() < paths) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot train: %s/set-up.sh ended with exit code %d and should print %s, found %d"
              .formatted(folder, exit, paths == 1 ? "a path" : paths + " paths", printed.size()));
    }
    return printed.subList(printed.size() - paths, printed.size());
  }

  /**
   * Trains.
   *
   * @param arguments of {@code train.sh}
   * @param names variables of its environment
   * @param progress hears the lines that it prints
   * @throws InsightException INPUT with its last line, if it refuses its input; EXTERNAL if it
   *     fails
   */
  void train(List<String> arguments, Map<String, String> names, Consumer<String> progress) {
    List<String> line = new ArrayList<>(List.of("bash", scripts.resolve("train.sh").toString()));
    line.addAll(arguments);
    List<String> last = new ArrayList<>(List.of(""));
    int exit =
        run(
            process(line, names).redirectErrorStream(true),
            printed -> {
              if (!printed.startsWith(REFUSAL)) {
                progress.accept(printed);
              }
              last.set(0, printed);
            });
    if (exit == ErrorKind.INPUT.exitCode() && last.get(0).startsWith(REFUSAL)) {
      throw new InsightException(ErrorKind.INPUT, last.get(0));
    }
    if (exit != 0) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot train: %s/train.sh ended with exit code %d: %s"
              .formatted(folder, exit, last.get(0)));
    }
  }

  private static ProcessBuilder process(List<String> line, Map<String, String> names) {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(names);
    return builder;
  }

  /** The exit code of a process, of which each printed line is handed on. */
  private static int run(ProcessBuilder builder, Consumer<String> each) {
    Process process = null;
    try {
      process = builder.start();
      try (BufferedReader printed =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        printed.lines().forEach(each);
      }
      return process.waitFor();
    } catch (IOException | UncheckedIOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot train: a process cannot be started, found " + builder.command().get(0),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InsightException(ErrorKind.EXTERNAL, "Cannot train: interrupted", e);
    } finally {
      if (process != null) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
      }
    }
  }
}
