package org.insight.observe;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.insight.core.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of what runs did and cost: {@code run-<start>.json} of each, and {@code metrics.prom} of
 * all that are kept. Each file is put in place as a whole. By their names they are in the order in
 * which the runs ended.
 */
public final class RunFiles {

  private static final Logger LOG = LoggerFactory.getLogger(RunFiles.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // Another version may have written a file.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path folder;
  private final int keep;

  /**
   * @param keep most runs that are kept, but for what {@link #add} spares
   */
  public RunFiles(Path folder, int keep) {
    this.folder = folder;
    this.keep = Math.max(1, keep);
  }

  /** Adds a run, forgets those that are too many, and makes metrics.prom anew. */
  public RunHistory add(RunMetrics run) throws IOException {
    PrivateFiles.createDirectories(folder);
    String name = "run-" + NAME.format(run.started());
    putBefore(name);
    replace(
        folder.resolve(name + ".json"),
        MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(run));
    RunHistory history = new RunHistory(List.copyOf(kept().values()));
    replace(folder.resolve("metrics.prom"), PrometheusText.render(history));
    return history;
  }

  /**
   * What is there has ended before the run of this name. Where it says that it began later, by a
   * clock that was set back since, it gets a name that comes before.
   */
  private void putBefore(String name) throws IOException {
    Path now = folder.resolve(name + ".json");
    int later = 0;
    for (Path file : files()) {
      if (file.compareTo(now) > 0) {
        String before = String.format(Locale.ROOT, "%s-%06d.json", name, later++);
        Files.move(file, folder.resolve(before), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /**
   * All but the oldest that are too many, which are removed; the last one that published, the last
   * one that counted rejects, the last one that looked for what waits, and the last of each command
   * and of each step stay: jobs that are run one by one, or find nothing new, and the runs of a
   * stream are many, and what is watched must not vanish behind them.
   */
  private SortedMap<Path, RunMetrics> kept() throws IOException {
    List<Path> files = files();
    SortedMap<Path, RunMetrics> runs = read(files);
    Set<Path> spared = new HashSet<>();
    newest(runs, run -> run.published() != null).ifPresent(spared::add);
    newest(runs, run -> run.rejects() != null).ifPresent(spared::add);
    newest(runs, run -> run.lagSeconds() != null).ifPresent(spared::add);
    Map<String, Path> newest = new HashMap<>();
    runs.forEach(
        (file, run) -> {
          // Versions before did not say which job it was, so nothing follows on these.
          if (!run.command().equals("job")) {
            newest.put("command " + run.command(), file);
          }
          run.steps().forEach(step -> newest.put("step " + step.step(), file));
        });
    spared.addAll(newest.values());
    for (Path old : files.subList(0, Math.max(0, files.size() - keep))) {
      if (!spared.contains(old)) {
        Files.deleteIfExists(old);
        runs.remove(old);
      }
    }
    return runs;
  }

  private static Optional<Path> newest(
      SortedMap<Path, RunMetrics> runs, Predicate<RunMetrics> which) {
    return runs.entrySet().stream()
        .filter(run -> which.test(run.getValue()))
        .map(Map.Entry::getKey)
        .reduce((before, after) -> after);
  }

  /** What is kept; files that cannot be read are left out. */
  public RunHistory history() throws IOException {
    return new RunHistory(List.copyOf(read(files()).values()));
  }

  private static SortedMap<Path, RunMetrics> read(List<Path> files) {
    SortedMap<Path, RunMetrics> runs = new TreeMap<>();
    for (Path file : files) {
      try {
        runs.put(file, MAPPER.readValue(file.toFile(), RunMetrics.class));
      } catch (IOException | RuntimeException e) {
        LOG.warn("Cannot read the figures of a run: {}", file.getFileName());
      }
    }
    return runs;
  }

  /** By name, the first that ended first. */
  private List<Path> files() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.getFileName().toString().matches("run-.*\\.json"))
          .sorted()
          .toList();
    }
  }

  /** Puts a file in the place of what is there. */
  public static void replace(Path file, String text) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    PrivateFiles.write(beside, text.getBytes(StandardCharsets.UTF_8));
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
