package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.insight.jobs.landing.extract.Reason;
import org.junit.jupiter.api.Test;

/** Real files of many kinds, none of which has or is a policy. */
class SharedDataPassesTest {

  private static final Path DATA = Path.of("../../shared/data");
  private static final String OPEN = "source: FR\npurposes: [investigation]\n";

  private static List<Path> files() throws IOException {
    assumeTrue(Files.isDirectory(DATA), "skipped: no ../shared/data beside the project");
    try (var all = Files.walk(DATA)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void noFileIsHeldForItsNameOrItsText() throws IOException {
    DropFolder listed;
    List<Path> files = files();
    listed = DropFolder.list(DATA.toRealPath().toString(), new Configuration());
    assertThat(listed.unreadable()).isEmpty();
    long dotted =
        files.stream()
            .filter(
                file -> {
                  for (Path name : DATA.relativize(file)) {
                    if (name.toString().startsWith(".")) {
                      return true;
                    }
                  }
                  return false;
                })
            .count();
    assertThat(listed.files()).hasSize((int) (files.size() - dotted));
  }

  @Test
  void noFileIsHeldForAKeyAHeaderOrWhatItHolds() throws IOException {
    ItemReader reader = new ItemReader(ReadingLimits.DEFAULT, List.of());
    List<String> held = new ArrayList<>();
    int read = 0;
    for (Path file : files()) {
      List<Arrival> arrivals =
          reader.read(
              DATA.relativize(file).toString(),
              () -> Files.newInputStream(file),
              new PolicyFinder(path -> null, OPEN));
      read += arrivals.size();
      for (Arrival arrival : arrivals) {
        if (arrival.reasonCode() == Reason.BAD_POLICY
            || arrival.reasonCode() == Reason.POLICY_CONFLICT) {
          held.add(arrival.path() + ": " + arrival.reason());
        }
      }
    }
    assertThat(read).isGreaterThan(500);
    assertThat(held).isEmpty();
  }
}
