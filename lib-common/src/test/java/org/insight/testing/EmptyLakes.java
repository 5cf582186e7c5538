package org.insight.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.insight.config.Settings.LakeSettings;
import org.insight.schemas.TableName;

/**
 * The tables of lakes to which nothing was written yet. To make forty of them takes as long as many
 * a test does with them: the first lake of a kind is made as every lake is, and the next ones are
 * copies of it that name their own place. Tables of one name have one id in all of them.
 */
final class EmptyLakes {

  private static final String DATABASE = "catalog.db";

  /** By properties and tables. */
  private static final Map<String, First> FIRST = new HashMap<>();

  private EmptyLakes() {}

  /**
   * The first of a kind.
   *
   * @param at where it was
   * @param files all that was there, by their paths within
   */
  private record First(Path at, Map<String, byte[]> files) {}

  /**
   * Puts the tables of a lake of Iceberg into its folder, unless it has some.
   *
   * @param make makes the lake of other settings
   */
  static synchronized void fill(
      LakeSettings settings, TableName[] tables, Consumer<LakeSettings> make) {
    Path folder = Path.of(settings.path());
    if (Files.exists(folder.resolve("tables")) || Files.exists(folder.resolve(DATABASE))) {
      return;
    }
    String kind =
        settings.properties()
            + " "
            + new TreeSet<>(Arrays.stream(tables).map(TableName::toString).toList());
    try {
      First first = FIRST.get(kind);
      if (first == null) {
        first = first(settings, make);
        FIRST.put(kind, first);
      }
      copy(first, folder);
      if (first.files().containsKey(DATABASE)) {
        point(first.at(), folder, settings.catalog());
      }
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static First first(LakeSettings settings, Consumer<LakeSettings> make)
      throws IOException {
    Path at = Files.createTempDirectory("empty-lake");
    make.accept(
        new LakeSettings(
            settings.format(),
            at.toString(),
            "first_of_" + settings.catalog(),
            settings.properties()));
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> all = Files.walk(at)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        // Hadoop's checksums are of the text as it was; without, it checks nothing.
        if (!file.toString().endsWith(".crc")) {
          files.put(at.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    PathUtils.deleteDirectory(at);
    return new First(at, files);
  }

  private static void copy(First first, Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : first.files().entrySet()) {
      Path to = folder.resolve(file.getKey());
      Files.createDirectories(to.getParent());
      if (file.getKey().endsWith(".json")) {
        String text = new String(file.getValue(), StandardCharsets.UTF_8);
        Files.writeString(to, text.replace(first.at() + "/", folder + "/"));
      } else {
        Files.write(to, file.getValue());
      }
    }
  }

  /** The pointers of a catalog on SQLite. */
  private static void point(Path from, Path to, String catalog) throws SQLException {
    try (Connection database =
        DriverManager.getConnection("jdbc:sqlite:" + to.resolve(DATABASE) + "?synchronous=OFF")) {
      try (PreparedStatement tables =
          database.prepareStatement(
              "UPDATE iceberg_tables SET catalog_name = ?,"
                  + " metadata_location = replace(metadata_location, ?, ?),"
                  + " previous_metadata_location = replace(previous_metadata_location, ?, ?)")) {
        List<String> values = List.of(catalog, from + "/", to + "/", from + "/", to + "/");
        for (int i = 0; i < values.size(); i++) {
          tables.setString(i + 1, values.get(i));
        }
        tables.executeUpdate();
      }
      try (PreparedStatement namespaces =
          database.prepareStatement("UPDATE iceberg_namespace_properties SET catalog_name = ?")) {
        namespaces.setString(1, catalog);
        namespaces.executeUpdate();
      }
    }
  }
}
