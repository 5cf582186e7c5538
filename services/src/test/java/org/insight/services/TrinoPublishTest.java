package org.insight.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.core.InsightException;
import org.insight.engine.RunLock;
import org.insight.lake.Lake;
import org.insight.schemas.Contracts;
import org.insight.schemas.Tables;
import org.insight.schemas.TrinoRules;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written for Trino beside others who write for it. */
class TrinoPublishTest {

  @TempDir private Path folder;

  @Test
  void itWaitsForAnActOnAReaderAndGoesByIt() throws IOException, InterruptedException {
    Path etc = Files.createDirectory(folder.resolve("etc"));
    Settings settings = settings(etc);
    Lake lake = lake(settings);
    sql(
        lake,
        "INSERT INTO lake.governance.readers VALUES ('stays', 's1', 'FR', NULL, 1, array('locate'),"
            + " 'reader'), ('leaves', 's1', 'FR', NULL, 1, array('locate'), 'reader')");
    Thread publishing =
        new Thread(() -> TrinoEtc.of(settings).orElseThrow().publish(settings, lake));
    try (RunLock act = RunLock.ofReaders(settings.lake().path(), "change readers")) {
      publishing.start();
      while (publishing.isAlive() && !waits(publishing)) {
        Thread.onSpinWait();
      }
      assertThat(etc.resolve(TrinoEtc.GROUPS)).doesNotExist();
      sql(
          lake,
          "INSERT INTO lake.governance.reader_acts VALUES (1, TIMESTAMP '2026-11-27 08:00:00',"
              + " 'login', 'leaves', 'readers.revoke', 'left', NULL, NULL, NULL, NULL, array(),"
              + " NULL, 'hash')");
    }
    publishing.join();
    assertThat(etc.resolve(TrinoEtc.GROUPS))
        .hasContent("clearance-1:stays\npurpose-locate:stays\nscope-s1:stays\n");
    assertThat(etc.resolve(TrinoEtc.RULES)).isNotEmptyFile();
  }

  /** Else what has become an identifier with a version would be shown until then. */
  @Test
  void whereRightsAreWrittenRulesAreThoseOfTheContracts() throws IOException {
    Path etc = Files.createDirectory(folder.resolve("etc"));
    Settings settings = settings(etc);
    Lake lake = lake(settings);
    Files.writeString(etc.resolve(TrinoEtc.RULES), "those of the version before");
    TrinoEtc.at(etc).rights(lake);
    assertThat(Files.getLastModifiedTime(etc.resolve(TrinoEtc.RULES)).toInstant())
        .as("when they were written: Trino goes by them when readers see what follows")
        .isBefore(Instant.now().minus(TrinoEtc.REFRESH));
    assertThat(etc.resolve(TrinoEtc.RULES))
        .hasContent(TrinoRules.render(settings.lake().catalog(), lake.contracts()));
  }

  private Settings settings(Path etc) throws IOException {
    return SettingsReader.read(
        List.of(
            Files.writeString(
                folder.resolve("insight.yaml"),
                "lake: {path: " + folder.resolve("lake") + "}\ntrino: {etc: " + etc + "}\n")));
  }

  private static Lake lake(Settings settings) {
    return Lake.openOrCreate(
        TestLakes.session(settings.lake()),
        settings.lake(),
        Contracts.load()
            .only(List.of(Tables.READERS, Tables.READER_ACTS, Tables.ENTITLEMENTS, Tables.LABELS)));
  }

  /** For whoever changes readers. */
  private static boolean waits(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(
            at ->
                at.getClassName().equals(RunLock.class.getName())
                    && at.getMethodName().equals("ofReaders"));
  }

  private static void sql(Lake lake, String statement) {
    lake.spark().withActive(() -> lake.spark().sql(statement));
  }

  @Test
  void whatCannotBePutInPlaceLeavesNothingBehind() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("rules.json/of-another"));
    assertThatThrownBy(
            () -> TrinoEtc.replace(taken.getParent(), "{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot write a file");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(taken.getParent());
    }
  }
}
