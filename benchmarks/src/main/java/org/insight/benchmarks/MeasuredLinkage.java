package org.insight.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.insight.core.InsightException;
import org.insight.resolution.Clusters;
import org.insight.services.link.LinkSettings;
import org.insight.services.link.Linkage;

/**
 * A linkage as {@code insight link} does it, in a process of its own: CPU and memory are of it
 * alone, and no set is linked by code that another one has warmed.
 */
final class MeasuredLinkage {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What a linkage found and took.
   *
   * @param quality of the clusters
   * @param components quality of plain connected components of the same scores, for each threshold
   * @param cpuSeconds from the reading of the files to the clusters, without the start of Java
   * @param peakBytes most memory of the process
   */
  record Found(
      int rows,
      Clusters quality,
      List<Clusters> components,
      long compared,
      double cpuSeconds,
      double wallSeconds,
      long peakBytes) {}

  private MeasuredLinkage() {}

  /**
   * Links a set.
   *
   * @param thresholds probabilities at which components are made
   */
  static Found of(LinkageSet set, List<Double> thresholds) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> !argument.startsWith("-agent") && !argument.startsWith("-javaagent"))
        .forEach(line::add);
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.add(MeasuredLinkage.class.getName());
    line.add(String.join(",", thresholds.stream().map(String::valueOf).toList()));
    Stream.concat(Stream.of(set.settings()), set.files().stream())
        .forEach(file -> line.add(file.toString()));
    return JSON.readValue(Peer.run(line), Found.class);
  }

  /** Thresholds joined by commas, settings and files; prints a {@link Found}. */
  public static void main(String[] args) throws IOException {
    LinkSettings settings = LinkSettings.read(Files.readString(Path.of(args[1])));
    List<Path> files = Stream.of(args).skip(2).map(Path::of).toList();
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long wall = System.nanoTime();
    long cpu = process.getProcessCpuTime();
    Linkage linkage;
    try {
      linkage = new Linkage(files, settings);
    } catch (InsightException e) {
      System.err.println(e.getMessage());
      System.exit(e.kind().exitCode());
      return;
    }
    double cpuSeconds = (process.getProcessCpuTime() - cpu) / 1e9;
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    long peak = ProcessTree.peakBytes();
    List<Clusters> components =
        Stream.of(args[0].split(",", -1))
            .map(Double::parseDouble)
            .map(threshold -> linkage.qualityOfComponents(milliBits(threshold)))
            .map(Objects::requireNonNull)
            .toList();
    System.out.println(
        JSON.writeValueAsString(
            new Found(
                linkage.rows(),
                Objects.requireNonNull(linkage.quality()),
                components,
                linkage.compared(),
                cpuSeconds,
                wallSeconds,
                peak)));
  }

  /** The score of a pair of this probability. */
  private static int milliBits(double probability) {
    return (int) Math.round(1_000 * Math.log(probability / (1 - probability)) / Math.log(2));
  }
}
