package org.insight.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.insight.config.SettingsReader;
import org.insight.lake.Lake;
import org.insight.services.Served;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.testing.TestLakes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream of files and messages, whose driver and whose broker are killed, ends in the lake of one
 * undisturbed run.
 */
class StreamIT {

  private static final boolean LONG = "long".equals(System.getProperty("insight.tests"));
  private static final int ITEMS = Integer.getInteger("insight.items", LONG ? 10_000 : 60);

  /** So that the short form runs the jobs once, and the long one kills in the middle of them. */
  private static final String EVERY = LONG ? "20" : "3600";

  private static final String TOPIC = "items";
  private static final int PARTITIONS = 2;

  @TempDir private static Path folder;

  private final Path given = folder.resolve("sim/inbox");
  private final Path drop = folder.resolve("drop");

  /** The inbox of the undisturbed run: what is dropped as it is, messages at their places. */
  private final Path whole = folder.resolve("whole");

  private final long[] sent = new long[PARTITIONS];

  /** ItemStreamTest has the same without processes and broker, in the short form too. */
  @Test
  @EnabledIfSystemProperty(named = "insight.tests", matches = "long")
  void killsOfDriverAndBrokerLeaveNoTraceInTheFinishedLake()
      throws IOException, InterruptedException, ExecutionException {
    Simulation.run(
        new SimulationPlan(folder.resolve("sim"), ITEMS / 3, ITEMS, 3, SimulationPlan.COUNTRIES));
    SimilarReport.write(given);
    List<Path> items = eachOnce(files(false));
    for (Path policy : files(true)) {
      copy(policy, drop.resolve(given.relativize(policy)));
      copy(policy, whole.resolve(given.relativize(policy)));
    }
    Collections.shuffle(items, new Random(5));
    try (KafkaBroker broker = KafkaBroker.start(folder)) {
      broker.makeTopic(TOPIC, PARTITIONS);
      give(broker, items.subList(0, ITEMS / 2));
      // In the middle of a commit: between its first and its last change of the table.
      killedInCommit(broker, "first", 1);
      if (LONG) {
        killedInCommit(broker, "second", 2);
      }
      // Its client gives up sooner than by default that a broker which is gone answers.
      Path brief =
          Files.writeString(
              folder.resolve("kafka.properties"),
              "default.api.timeout.ms=4000\nrequest.timeout.ms=2000\n");
      Running third = start(broker, "third", "--kafka-conf", brief.toString());
      third.await("items landed", 1);
      int silent = third.times("Kafka does not answer");
      broker.kill();
      third.await("Kafka does not answer", silent + 1);
      int landed = third.times("items landed");
      broker.start();
      give(broker, items.subList(ITEMS / 2, ITEMS * 3 / 4));
      // More files than a batch takes.
      third.await("items landed", landed + 2);
      if (LONG) {
        third.await("publish ", 2);
        third.process.destroyForcibly().waitFor();
      } else {
        third.process.destroy();
        assertThat(third.process.waitFor()).as(third.said()).isZero();
        assertThat(third.said()).contains("stream: ended as asked");
      }
      give(broker, items.subList(ITEMS * 3 / 4, items.size()));
      try (CommandShell shell = new CommandShell(folder, Insight.WHY)) {
        assertThat(shell.run(stream(broker, "--until-empty")).succeeded().out())
            .contains("stream: nothing is left", "publish ");
        assertThat(shell.run(stream(broker, "--until-empty")).succeeded().out())
            .as("once more")
            .doesNotContain("items landed in")
            .contains("stream: nothing is left");
        broker.deleteTopic(TOPIC);
        shell
            .run(stream(broker, "--until-empty", "--patience", "0"))
            .failedWith(3, "Cannot read from Kafka: no such topic, found one of " + TOPIC);
      }
    }
    Lake undisturbed = TestLakes.whole(folder.resolve("undisturbed"));
    TestLakes.inParts(2, () -> Served.run(SettingsReader.read(List.of()), undisturbed, whole));
    LakeComparison.assertFilled(undisturbed);
    LakeComparison.assertEqualButForOldLabels(
        LakeComparison.open(folder.resolve("streamed")), undisturbed);
  }

  private String[] stream(KafkaBroker broker, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of("stream", "--inbox", "drop", "--lake", "streamed", "--every", EVERY));
    line.addAll(List.of("--kafka", broker.address(), "--topic", TOPIC, "--pause", "1"));
    line.addAll(List.of("--batch", Integer.toString(LONG ? Math.max(10, ITEMS / 20) : ITEMS / 10)));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  /** A stream in a process of its own. */
  private record Running(Process process, Path out, Path err) {

    String said() throws IOException {
      return Files.readString(out) + Files.readString(err);
    }

    int times(String what) throws IOException {
      return Files.readString(out).split(what, -1).length - 1;
    }

    /** Until it has said something so often. */
    void await(String what, int times) throws IOException, InterruptedException {
      while (times(what) < times) {
        assertThat(process.isAlive()).as(said()).isTrue();
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private Running start(KafkaBroker broker, String name, String... more) throws IOException {
    Path out = Files.createFile(folder.resolve(name + ".out"));
    Path err = folder.resolve(name + ".err");
    return new Running(
        Insight.start(folder, out.toFile(), err.toFile(), stream(broker, more)), out, err);
  }

  /** Ends it as soon as it has begun to write the batch after so many. */
  private void killedInCommit(KafkaBroker broker, String name, int batches)
      throws IOException, InterruptedException {
    Running running = start(broker, name);
    running.await("items landed", batches);
    int before = changes();
    while (running.process.isAlive() && changes() == before) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(running.process.isAlive()).as(running.said()).isTrue();
    running.process.destroyForcibly().waitFor();
  }

  /** How often the table of arrivals was changed. */
  private static int changes() throws IOException {
    try (Stream<Path> all =
        Files.list(folder.resolve("streamed/tables/landing/arrivals/metadata"))) {
      return (int) all.filter(p -> p.toString().endsWith(".metadata.json")).count();
    }
  }

  /** Every other item is sent as a message, the others are moved into the drop folder. */
  private void give(KafkaBroker broker, List<Path> items)
      throws IOException, ExecutionException, InterruptedException {
    List<KafkaBroker.Sent> messages = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Path item = items.get(i);
      if (i % 2 == 0) {
        Path moved = drop.resolve(given.relativize(item));
        Path hidden = moved.resolveSibling("." + moved.getFileName());
        copy(item, hidden);
        Files.move(hidden, moved, StandardCopyOption.ATOMIC_MOVE);
        copy(item, whole.resolve(given.relativize(item)));
      } else {
        messages.add(message(item, i / 2 % PARTITIONS));
      }
    }
    broker.send(TOPIC, messages);
  }

  private KafkaBroker.Sent message(Path item, int partition) throws IOException {
    String name = String.valueOf(item.getFileName());
    Path place = whole.resolve(TOPIC + "/" + partition + "-" + sent[partition]++ + "/" + name);
    copy(item, place);
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put("name", name.getBytes(StandardCharsets.UTF_8));
    Path policy = policyAround(item);
    if (policy != null) {
      headers.put("policy", Files.readAllBytes(policy));
      copy(policy, place.resolveSibling(name + ".policy.yaml"));
    }
    return new KafkaBroker.Sent(partition, Files.readAllBytes(item), headers);
  }

  private @Nullable Path policyAround(Path item) {
    Path beside = item.resolveSibling(item.getFileName() + ".policy.yaml");
    if (Files.exists(beside)) {
      return beside;
    }
    for (Path at = item.getParent(); at.startsWith(given); at = at.getParent()) {
      if (Files.exists(at.resolve("policy.yaml"))) {
        return at.resolve("policy.yaml");
      }
    }
    return null;
  }

  /**
   * Without those that are the same item as an earlier one, as empty files of one source are: its
   * place is that of the one that comes first, and which that is differs here.
   */
  private List<Path> eachOnce(List<Path> items) throws IOException {
    Set<String> seen = new HashSet<>();
    List<Path> once = new ArrayList<>();
    for (Path item : items) {
      Path policy = policyAround(item);
      String own = policy == null ? "" : Files.readString(policy);
      if (seen.add(own + Arrays.hashCode(Files.readAllBytes(item)) + " " + Files.size(item))) {
        once.add(item);
      }
    }
    return once;
  }

  private List<Path> files(boolean policies) throws IOException {
    try (Stream<Path> all = Files.walk(given)) {
      return new ArrayList<>(
          all.filter(Files::isRegularFile)
              .filter(file -> file.toString().endsWith("policy.yaml") == policies)
              .sorted()
              .toList());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }
}
