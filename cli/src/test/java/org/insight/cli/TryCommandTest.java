package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
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

  @Test
  void aMappingSaysWhatItDidNotFindReadOrConvert() throws IOException {
    List<String> shown = tried(people(), null);
    assertThat(shown)
        .containsSequence(
            "  mapping: generic-csv",
            "    columns not read: shoe_size",
            "    not converted: birth_date for birthDate: 2 not a date, the first at row 2",
            "    not converted: nationality for nationality: 1 not a country, the first at row 4");
    assertThat(shown).noneMatch(line -> line.contains("converted") && line.contains("13/13"));
  }

  @Test
  void columnsThatAMappingOfOneSourceNamesAndATableLacksAreMissing() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("persons.csv"),
            """
            record_id,family_name,given_name,birth_date,national_id,full_name_original,sex,\
            birth_place,nationality,passport_country,phone,email,address,iban,plate,occupation,\
            last_seen_on,comment
            1,Zorn,Ada,1980-01-02,,,F,,FR,,,,,,,,,
            """);
    assertThat(tried(file, null))
        .containsSequence(
            "  mapping: extract-persons",
            "    columns missing: passport_number, remarks",
            "    columns not read: record_id, comment")
        .contains("  issues: columns_absent");
  }

  @Test
  void aTableThatNoMappingFitsIsSaidToBeReadAsText() throws IOException {
    Path table = Files.writeString(folder.resolve("shoes.csv"), "shoe,size\nleft,43\n");
    assertThat(tried(table, null))
        .contains("  mapping: none fits this table, so it is read as text and makes no records");
    Path prose = Files.writeString(folder.resolve("note.txt"), "Seen in Paris, at noon.\nBye, A.");
    assertThat(tried(prose, null)).noneMatch(line -> line.startsWith("  mapping: "));
  }

  @Test
  void allRecordsAreShownInTheOrderOfTheFileIfAllAreWanted() throws IOException {
    assertThat(tried(people(), null))
        .filteredOn(line -> line.startsWith("    Person at "))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactly("    Person at row 1", "    Person at row 2", "    Person at row 3");
    List<TriedItem> all = items(people(), null, TryCommand.Shown.ALL);
    assertThat(all.get(0).records().shown())
        .extracting(TriedItem.Entity::locator)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 12).mapToObj(row -> "row " + row).toList());
  }

  @Test
  void jsonHoldsTheSame() throws IOException {
    JsonNode item =
        new ObjectMapper()
            .readTree(
                TriedItem.json(
                    items(people(), "{source: FR, purposes: [locate]}", TryCommand.Shown.FIRST)))
            .path(0);
    assertThat(item.path("path").asText()).isEqualTo("people.csv");
    assertThat(item.path("policy").path("source").asText()).isEqualTo("FR");
    assertThat(item.path("records").path("count").asInt()).isEqualTo(12);
    assertThat(item.path("records").path("shown")).hasSize(3);
    JsonNode use = item.path("mapping").path("use");
    assertThat(use.path("unread").path(0).asText()).isEqualTo("shoe_size");
    assertThat(use.path("unconverted").path(0).path("count").asInt()).isEqualTo(2);
    assertThat(use.path("unconverted").path(0).path("first").asText()).isEqualTo("row 2");
  }

  /** Of invented people, with values that are not what their columns say. */
  private Path people() throws IOException {
    StringBuilder rows = new StringBuilder("name,birth_date,nationality,shoe_size\n");
    for (int row = 1; row <= 12; row++) {
      rows.append("Ada Zorn ")
          .append((char) ('A' + row))
          .append(row == 2 || row == 3 ? ",13/13/1980," : ",1980-01-02,")
          .append(row == 4 ? "Atlantis" : "FR")
          .append(",40\n");
    }
    return Files.writeString(folder.resolve("people.csv"), rows);
  }

  private static List<TriedItem> items(Path file, @Nullable String policy, TryCommand.Shown shown) {
    return TryCommand.of(
        SharedSpark.session(), SettingsReader.read(List.of()), file, policy, shown, null);
  }

  /** Lines as they are printed. */
  private static List<String> tried(Path file, @Nullable String policy) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    items(file, policy, TryCommand.Shown.FIRST).forEach(item -> item.print(out));
    out.flush();
    return text.toString().lines().toList();
  }
}
