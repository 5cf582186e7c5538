package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.insight.config.SettingsReader;
import org.insight.testing.SharedSpark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TryCommandTest {

  private static final String NONE = "  policy: none: a run would quarantine it, and nobody see it";

  @TempDir private Path folder;

  @Test
  void aFileWithoutAPolicyIsShownAsOneThatNobodyWouldSee() throws IOException {
    Path file = Files.writeString(folder.resolve("vols 100%.txt"), "Un cambriolage à Paris.");
    List<String> shown = tried(file, null);
    assertThat(shown).startsWith("vols 100%.txt", "  read, text/plain, 24 bytes", NONE);
    assertThat(String.join("\n", shown)).doesNotContain("NONE");
    assertThat(tried(file, "{source: FR, purposes: [locate]}"))
        .filteredOn(line -> line.startsWith("  policy: "))
        .singleElement()
        .asString()
        .contains("\"source\":\"FR\"");
  }

  @Test
  void recordsAreShownWithTheirValuesAndWhatCouldNotBeRead() throws IOException {
    Path file =
        Files.writeString(folder.resolve("people.csv"), "name,birth_date\nAda Zorn,13/13/1980\n");
    assertThat(tried(file, null))
        .filteredOn(line -> line.contains("{"))
        .singleElement()
        .asString()
        .endsWith(": {name=[Ada Zorn]}");
    assertThat(tried(file, null)).contains("      issues: birthDate not a date");
  }

  @Test
  void theNearestPolicyAboveIsThatOfTheFileAndOfWhatItHolds() throws IOException {
    Path below = Files.createDirectories(folder.resolve("mai 2026/deux mots"));
    Files.writeString(folder.resolve("policy.yaml"), "{source: ES, purposes: [warning]}");
    Files.writeString(folder.resolve("mai 2026/policy.yaml"), "{source: FR, purposes: [locate]}");
    Path archive = below.resolve("a.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("in/b.txt"));
      zip.write('x');
    }
    List<String> shown = tried(archive, null);
    assertThat(shown).contains("a.zip", "a.zip!/in/b.txt").doesNotContain(NONE);
    assertThat(shown)
        .filteredOn(line -> line.startsWith("  policy: "))
        .hasSize(2)
        .allMatch(line -> line.contains("\"source\":\"FR\""));
  }

  @Test
  void whatAPackedDeliveryHoldsShowsUnderThePolicyThatLiesInIt() throws IOException {
    String policy = "{source: FR, purposes: [locate]}";
    Path archive = folder.resolve("packed.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry("policy.yaml"));
      zip.write(policy.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("b.txt"));
      zip.write('x');
    }
    assertThat(tried(archive, null))
        .contains("packed.zip", NONE)
        .doesNotContain("packed.zip!/b.txt")
        .anyMatch(line -> line.contains("--policy FILE"));
    assertThat(tried(archive, policy))
        .contains("packed.zip!/b.txt")
        .noneMatch(line -> line.contains("--policy FILE"));
  }

  @Test
  void whatARunWouldLeaveLyingForThePolicyThatWasMeantForItIsSaidToWait() throws IOException {
    Files.writeString(folder.resolve("policy.yaml"), "{source: ES, purposes: [warning]}");
    Path below = Files.createDirectories(folder.resolve("mai 2026/deux mots"));
    Path file = Files.writeString(below.resolve("b.txt"), "x");
    assertThat(tried(file, null)).noneMatch(line -> line.startsWith("  waits: "));
    for (String meant : List.of("b.txt.policy.yml", "b.policy.yaml", "policy.yml")) {
      Path policy = Files.writeString(below.resolve(meant), "{source: FR, purposes: [locate]}");
      assertThat(tried(file, null))
          .as(meant)
          .anyMatch(line -> line.startsWith("  waits: ") && line.endsWith(" in " + below));
      Files.delete(policy);
    }
    Files.writeString(folder.resolve("mai 2026.policy.yaml"), "{source: FR, purposes: [locate]}");
    assertThat(tried(file, null))
        .filteredOn(line -> line.startsWith("  waits: "))
        .singleElement()
        .asString()
        .endsWith(" in " + folder);
  }

  /** Lines as they are printed. */
  private static List<String> tried(Path file, @Nullable String policy) {
    StringWriter text = new StringWriter();
    TryCommand.show(
        SharedSpark.session(), SettingsReader.read(List.of()), file, policy, new PrintWriter(text));
    return text.toString().lines().toList();
  }
}
