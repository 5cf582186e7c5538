package org.insight.jobs.landing.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class ExtractProcessesTest {

  private static final long MINUTE = 60_000;
  private static final byte[] NOTE = "A note from Lyon.".getBytes(StandardCharsets.UTF_8);

  /** Of no other test's, so that its processes are its own. */
  private static ReadingLimits limits(int memoryMb) {
    return new ReadingLimits(64 << 20, 200L << 20, 3, 1e6, 20, 20, 100, 1000, memoryMb);
  }

  private static Extracted read(ExtractProcesses processes, byte[] bytes) throws Unread {
    return processes.read(bytes, "note", List.of(), new Budget(limits(64)), MINUTE);
  }

  private static Set<ProcessHandle> workers() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .collect(Collectors.toSet());
  }

  private static Reason reason(Throwable thrown) {
    return ((Unread) thrown).refusal().reason();
  }

  @Test
  void anItemThatTakesTooLongIsRefusedAndTheNextIsRead() throws Unread {
    ExtractProcesses processes = new ExtractProcesses(limits(257), List.of());
    assertThat(read(processes, NOTE).text()).contains("Lyon");
    byte[] large =
        "All the words of a long statement. ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> processes.read(large, "l", List.of(), new Budget(limits(257)), 1))
        .isInstanceOf(Unread.class)
        .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.TIMEOUT));
    assertThat(read(processes, NOTE).text()).contains("Lyon");
  }

  @Test
  void anItemThatExhaustsTheHeapCostsItsProcessAndNothingElse() throws Unread, IOException {
    ExtractProcesses processes = new ExtractProcesses(limits(48), List.of());
    Set<ProcessHandle> before = workers();
    assertThat(read(processes, NOTE).text()).contains("Lyon");
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      for (int i = 0; i < 4; i++) {
        out.putNextEntry(new ZipEntry("zeros-" + i));
        out.write(new byte[40 << 20]);
      }
    }
    assertThatThrownBy(() -> read(processes, zip.toByteArray()))
        .isInstanceOf(Unread.class)
        .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.OUT_OF_MEMORY));
    assertThat(read(processes, NOTE).text()).contains("Lyon");
    assertThat(workers().stream().filter(w -> !before.contains(w)).count()).isEqualTo(1);
  }

  /** Java's patterns go down a step for each repeat of a group. */
  @Test
  void aProcessWhoseStackOverflowedReadsNoOtherItem() throws Unread {
    String mapping =
        """
        id: deep
        kind: extract
        format: csv
        recognise: {file_names: [deep.csv], cells: {a: '(?:x|y)*'}}
        columns: [a, b]
        entities: [{key: person, schema: Person, properties: {name: {from: a}}}]
        """;
    ExtractProcesses processes = new ExtractProcesses(limits(260), List.of(mapping));
    Set<ProcessHandle> before = workers();
    assertThat(read(processes, NOTE).text()).contains("Lyon");
    ProcessHandle first =
        workers().stream().filter(w -> !before.contains(w)).findFirst().orElseThrow();
    byte[] deep = ("xy".repeat(1 << 19) + ",1\n").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(
            () -> processes.read(deep, "deep.csv", List.of(), new Budget(limits(260)), MINUTE))
        .isInstanceOf(Unread.class)
        .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.TOO_COMPLEX));
    first.onExit().orTimeout(1, TimeUnit.MINUTES).join();
    assertThat(read(processes, NOTE).text()).contains("Lyon");
  }

  @Test
  void aProcessThatWasKilledWhileItWaitedCostsNothing() throws Unread {
    ExtractProcesses processes = new ExtractProcesses(limits(258), List.of());
    Set<ProcessHandle> before = workers();
    assertThat(read(processes, NOTE).text()).contains("Lyon");
    workers().stream().filter(w -> !before.contains(w)).forEach(ProcessHandle::destroyForcibly);
    assertThat(read(processes, NOTE).text()).contains("Lyon");
  }

  @Test
  void whatAProcessLeftInItsFolderGoesWithIt() throws Exception {
    ExtractProcesses processes = new ExtractProcesses(limits(259), List.of());
    Set<ProcessHandle> before = workers();
    read(processes, NOTE);
    ProcessHandle worker =
        workers().stream().filter(w -> !before.contains(w)).findFirst().orElseThrow();
    String line = Files.readString(Path.of("/proc/" + worker.pid() + "/cmdline"));
    Path folder =
        Stream.of(line.split("\0"))
            .filter(a -> a.startsWith("-Djava.io.tmpdir="))
            .map(a -> Path.of(a.substring(a.indexOf('=') + 1)))
            .findFirst()
            .orElseThrow();
    Files.writeString(folder.resolve("left-behind"), "what it was reading");
    assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
    worker.destroyForcibly();
    worker.onExit().get();
    for (int i = 0; i < 100 && Files.exists(folder); i++) {
      Thread.sleep(50);
    }
    assertThat(folder).doesNotExist();
  }

  @Test
  void whatAnItemTakesOfItsFilesBudgetIsTakenHereAsWell() throws Unread, IOException {
    ExtractProcesses processes = new ExtractProcesses(limits(257), List.of());
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      for (int i = 0; i < 11; i++) {
        out.putNextEntry(new ZipEntry("member-" + i));
        out.write(NOTE);
      }
    }
    Budget budget = new Budget(limits(257));
    assertThat(processes.read(zip.toByteArray(), "a", List.of(), budget, MINUTE).members())
        .hasSize(11);
    assertThat(budget.spent()).isEqualTo(new Budget.Spent(11, 11L * NOTE.length));
    assertThatThrownBy(() -> processes.read(zip.toByteArray(), "b", List.of(), budget, MINUTE))
        .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.TOO_MANY_MEMBERS));
  }
}
