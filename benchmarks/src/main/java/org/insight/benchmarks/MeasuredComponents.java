package org.insight.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.insight.core.InsightException;
import org.insight.findings.Components;
import org.jspecify.annotations.Nullable;

/** Connected components by our own rule and by others, each in a process of its own. */
final class MeasuredComponents {

  /** How a program ended. */
  private enum Outcome {
    DONE("done"),
    NOT_FINISHED("not finished"),
    FAILED("failed");

    private final String shown;

    Outcome(String shown) {
      this.shown = shown;
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final GeneratedLinks links;
  private final PeerFolder folder;
  private final Consumer<String> tell;
  private final Path file;
  private final int[] own;
  private final long components;
  private final List<Map<String, @Nullable Object>> lines = new ArrayList<>();
  private long different;

  /**
   * Finds them by our own rule.
   *
   * @param tell hears what goes on
   */
  MeasuredComponents(GeneratedLinks links, PeerFolder folder, Consumer<String> tell)
      throws IOException {
    this.links = links;
    this.folder = folder;
    this.tell = tell;
    file = folder.folder().resolve("edges.bin");
    links.write(file);
    tell.accept("insight");
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = process.getProcessCpuTime();
    long begun = System.nanoTime();
    Components found = new Components(links.size());
    int[] ends = links.ends();
    for (int i = 0; i < ends.length; i += 2) {
      found.connect(ends[i], ends[i + 1]);
    }
    own = new int[links.size()];
    for (int end = 0; end < own.length; end++) {
      own[end] = found.first(end);
    }
    JsonNode took =
        JSON.valueToTree(
            Map.of(
                "cpu_seconds", (process.getProcessCpuTime() - cpu) / 1e9,
                "wall_seconds", (System.nanoTime() - begun) / 1e9,
                "peak_bytes", ProcessTree.peakBytes()));
    components = count(own);
    add("insight", Outcome.DONE, took, components, null);
  }

  private static long count(int[] labels) {
    long count = 0;
    for (int end = 0; end < labels.length; end++) {
      count += labels[end] == end ? 1 : 0;
    }
    return count;
  }

  /** Beside scipy. */
  void scipy() throws IOException {
    tell.accept("scipy");
    JsonNode took =
        JSON.readTree(
            Peer.run(
                List.of(
                    Objects.requireNonNull(folder.venv()).resolve("bin/python").toString(),
                    Peer.script("network_figures.py").toString(),
                    "components",
                    file.toString())));
    int[] labels = alone();
    ByteBuffer.wrap(Files.readAllBytes(folder.folder().resolve("edges.bin.scipy")))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asIntBuffer()
        .get(labels, 0, labels.length - behindLast());
    compare("scipy", took, labels);
  }

  /** Ends behind the last one that has a link: scipy's labels end before. */
  private int behindLast() {
    int last = 0;
    for (int end : links.ends()) {
      last = Math.max(last, end);
    }
    return links.size() - 1 - last;
  }

  /** Beside GraphX or GraphFrames, with this process's heap and options. */
  void spark(String program, Duration most) throws IOException {
    tell.accept(program);
    Path labels = folder.folder().resolve(program + ".labels");
    Path temporary = Files.createDirectory(folder.folder().resolve(program));
    List<String> line = new ArrayList<>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    // bin/insight compiles late, as suits many short plans: not what a long computation wants.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-XX:Tier4"))
        .forEach(line::add);
    line.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            SparkComponents.class.getName(),
            program,
            file.toString(),
            labels.toString(),
            temporary.toString()));
    double before = ProcessTree.cpuSeconds();
    try {
      String printed = Peer.run(line, most);
      if (printed == null) {
        add(program, Outcome.NOT_FINISHED, null, null, null);
        // The time of a process that has ended is that of this one.
        lines
            .get(lines.size() - 1)
            .put("cpu_seconds", Math.round((ProcessTree.cpuSeconds() - before) * 1e2) / 1e2);
      } else {
        compare(program, JSON.readTree(printed), read(labels));
      }
    } catch (InsightException e) {
      tell.accept(e.getMessage());
      add(program, Outcome.FAILED, null, null, null);
    }
  }

  private int[] alone() {
    int[] labels = new int[links.size()];
    for (int end = 0; end < labels.length; end++) {
      labels[end] = end;
    }
    return labels;
  }

  /** The least end of each component. Ends without links are in no file: each is alone. */
  private int[] read(Path file) throws IOException {
    long[] theirs = new long[links.size()];
    boolean[] isThere = new boolean[links.size()];
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      while (true) {
        int end = in.readInt();
        theirs[end] = in.readLong();
        isThere[end] = true;
      }
    } catch (EOFException e) {
      // That was the last.
    }
    Map<Long, Integer> least = new HashMap<>();
    int[] labels = alone();
    for (int end = 0; end < labels.length; end++) {
      if (isThere[end]) {
        Integer first = least.putIfAbsent(theirs[end], end);
        labels[end] = first == null ? end : first;
      }
    }
    return labels;
  }

  private void compare(String program, JsonNode took, int[] labels) {
    long wrong = 0;
    for (int end = 0; end < labels.length; end++) {
      wrong += labels[end] == own[end] ? 0 : 1;
    }
    different += wrong;
    add(program, Outcome.DONE, took, count(labels), wrong);
  }

  private void add(
      String program,
      Outcome outcome,
      @Nullable JsonNode took,
      @Nullable Long count,
      @Nullable Long wrong) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("program", program);
    line.put("links", links.links());
    line.put("ends", links.size());
    line.put("network", links.kind());
    line.put("outcome", outcome.shown);
    line.put("components", count);
    line.put("labels_different", wrong);
    for (String seconds : List.of("cpu_seconds", "wall_seconds")) {
      line.put(
          seconds, took == null ? null : Math.round(took.required(seconds).asDouble() * 1e3) / 1e3);
    }
    line.put("peak_mib", took == null ? null : took.required("peak_bytes").asLong() >> 20);
    lines.add(line);
  }

  /** One for each program. */
  List<Map<String, @Nullable Object>> lines() {
    return lines;
  }

  /** Labels of others that are not ours. */
  long different() {
    return different;
  }
}
