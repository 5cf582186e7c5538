package org.insight.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.insight.config.Settings.LakeSettings;
import org.insight.core.PrivateFiles;

/** Iceberg, in whatever catalog the settings name. */
record IcebergFormat(LakeSettings settings) implements TableFormat {

  private static final String SQLITE = "jdbc:sqlite:";

  @Override
  public Map<String, String> sparkProperties() {
    Map<String, String> properties = new HashMap<>();
    String prefix = "spark.sql.catalog." + settings.catalog();
    properties.put(prefix, "org.apache.iceberg.spark.SparkCatalog");
    catalogProperties().forEach((k, v) -> properties.put(prefix + "." + k, v));
    properties.put(
        "spark.sql.extensions",
        "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions");
    return properties;
  }

  /** Iceberg's properties of the catalog, paths in full. */
  Map<String, String> catalogProperties() {
    Map<String, String> properties = new HashMap<>();
    settings.properties().forEach((k, v) -> properties.put(k, TableFormat.withPath(settings, v)));
    return properties;
  }

  @Override
  public Optional<Boolean> found() {
    return catalogFile().map(Files::exists);
  }

  /** SQLite's file; empty if the catalog is another one. */
  private Optional<Path> catalogFile() {
    Map<String, String> properties = catalogProperties();
    String uri = properties.getOrDefault("uri", "");
    // An overlay that names another kind of catalog leaves the default's address in place.
    return "jdbc".equals(properties.get("type")) && uri.startsWith(SQLITE)
        ? Optional.of(Path.of(uri.substring(SQLITE.length())))
        : Optional.empty();
  }

  @Override
  public boolean isEmbedded() {
    String warehouse = catalogProperties().getOrDefault("warehouse", "");
    return catalogFile().isPresent() && !warehouse.isBlank() && TableFormat.isLocal(warehouse);
  }

  /** SQLite gives the files that it makes beside this one the permissions that this one has. */
  @Override
  public void makeCatalogFile() throws IOException {
    Optional<Path> file = catalogFile();
    if (file.isPresent()) {
      PrivateFiles.create(file.get());
    }
  }

  @Override
  public LakeTables tables(SparkOnDemand spark) {
    return new IcebergTables(spark, this);
  }
}
