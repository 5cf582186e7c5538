package org.insight.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

  @TempDir private Path folder;

  @Test
  void anOverlayChangesTheKeysThatItNamesAndNoOthers() throws IOException {
    Settings plain = SettingsReader.read(List.of());
    Settings changed =
        SettingsReader.read(
            List.of(overlay("intake: {max_depth: 3}\nspark: {properties: {a.b: c}}")));
    assertThat(changed.intake().maxDepth()).isEqualTo(3);
    assertThat(changed.intake().maxBytes()).isEqualTo(plain.intake().maxBytes());
    assertThat(changed.spark().properties())
        .containsAllEntriesOf(plain.spark().properties())
        .containsEntry("a.b", "c");
  }

  @Test
  void anUnknownKeyIsRefusedByName() throws IOException {
    Path overlay = overlay("intake: {max_dept: 3}");
    assertThatThrownBy(() -> SettingsReader.read(List.of(overlay)))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith(
            "Cannot read settings: unknown key, found intake.max_dept (known there: batch_files,")
        .hasMessageNotContaining("\n")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "readers: null",
        "intake: {max_depth: many}",
        "intake: null",
        "- a",
        "a: [",
        "intake: 3",
        "publish: {verify: 2}",
        "maintain: {older_than_days: 0.5}"
      })
  void aWrongOrMissingValueIsOneLineOfUsage(String yaml) throws IOException {
    Path overlay = overlay(yaml);
    assertThatThrownBy(() -> SettingsReader.read(List.of(overlay)))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot read settings: ")
        .hasMessageNotContaining("\n")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }

  @Test
  void aKeyThatStandsTwiceIsRefusedForTheFirstWouldBeLost() throws IOException {
    Path overlay = overlay("audit: {spool: /a}\npublish: {verify: all}\naudit: {anchor: /b}");
    assertThatThrownBy(() -> SettingsReader.read(List.of(overlay)))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot read settings: " + overlay + " has a key twice, line 3")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }

  /** Such as 0 for no limit: each page would be out of time, and stay without text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ocr.max_seconds 0 1",
        "ocr.memory_mb -1 1",
        "ocr.tasks 0 1",
        "intake.max_seconds 0 1",
        "intake.batch_files 0 1",
        "intake.max_depth -1 0",
        "links.max_pairs 0 1",
        "links.edges_in_memory -1 0",
        "maintain.keep_runs 0 1",
        "maintain.older_than_days -1 0",
        "maintain.small_files 0 1",
        "maintain.manifests -1 0"
      })
  void aLimitThatLetsNothingThroughIsRefused(String wrong) throws IOException {
    String[] words = wrong.split("[. ]");
    Path overlay = overlay("%s: {%s: %s}".formatted((Object[]) words));
    assertThatThrownBy(() -> SettingsReader.read(List.of(overlay)))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot read settings: %s.%s must be %s or more, found %s",
            words[0], words[1], words[3], words[2])
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }

  @Test
  void foldersThatLinksMayLeadToAreNoneOrAbsolute() throws IOException {
    assertThat(SettingsReader.read(List.of()).intake().linkRoots()).isEmpty();
    Path two = overlay("intake: {link_roots: [/srv/share, /mnt/scans]}");
    assertThat(SettingsReader.read(List.of(two)).intake().linkRoots())
        .containsExactly("/srv/share", "/mnt/scans");
    Path relative = overlay("intake: {link_roots: [share]}");
    assertThatThrownBy(() -> SettingsReader.read(List.of(relative)))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot read settings: intake.link_roots must be absolute paths, found share")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }

  @Test
  void aPropertyWithoutAValueIsRefusedByName() throws IOException {
    Path overlay = overlay("lake: {properties: {jdbc.password: }}");
    assertThatThrownBy(() -> SettingsReader.read(List.of(overlay)))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot read settings: ")
        .hasMessageContaining("jdbc.password")
        .hasMessageNotContaining("\n")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }

  @Test
  void aMissingFileIsRefused() {
    assertThatThrownBy(() -> SettingsReader.read(List.of(folder.resolve("none.yaml"))))
        .hasMessageStartingWith("Cannot read settings: no readable file, found ");
  }

  @Test
  void everyOverlayThatShipsIsRead() {
    for (String name :
        List.of(
            "catalog-postgresql", "catalog-rest", "catalog-hadoop", "cluster", "yarn", "delta")) {
      assertThat(
              SettingsReader.read(List.of(Path.of("..", "conf", name + ".yaml"))).lake().catalog())
          .isEqualTo("lake");
    }
  }

  @Test
  void trinoIsRefusedWhereTablesAreOfDelta() throws IOException {
    Path overlay = overlay("lake: {format: delta}\ntrino: {etc: /etc/trino}");
    assertThatThrownBy(() -> SettingsReader.read(List.of(overlay)))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot tell Trino of readers, as trino.etc says: it needs tables of Iceberg"
                + " (docs/delta.md), found lake.format delta")
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.USAGE);
  }

  private Path overlay(String yaml) throws IOException {
    return Files.writeString(folder.resolve("overlay.yaml"), yaml);
  }
}
