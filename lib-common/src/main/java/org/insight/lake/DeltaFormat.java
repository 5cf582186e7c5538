package org.insight.lake;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.insight.config.Settings.LakeSettings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/** Delta Lake: each table in its folder under the warehouse, and no catalog. */
record DeltaFormat(LakeSettings settings) implements TableFormat {

  @Override
  public Map<String, String> sparkProperties() {
    return Map.of(
        "spark.sql.extensions",
        "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog",
        "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        LocalLogStore.PROPERTY,
        LocalLogStore.class.getName(),
        // A write of no rows still says what its job consumed.
        "spark.databricks.delta.skipRecordingEmptyCommits",
        "false",
        // Delta plans for tables of millions of files; ours have hundreds.
        "spark.databricks.delta.snapshotPartitions",
        "1",
        // The keys of a MERGE are computed once already.
        "spark.databricks.delta.merge.materializeSource",
        "none",
        "spark.sql.parquet.compression.codec",
        "zstd");
  }

  /**
   * The folder, as a URI or path, that holds the folders of the tables.
   *
   * @throws InsightException USAGE where the settings name none
   */
  String warehouse() {
    String warehouse = settings.properties().get("warehouse");
    if (warehouse == null || warehouse.isBlank()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot open the lake: Delta needs the setting lake.properties.warehouse, found none");
    }
    return TableFormat.withPath(settings, warehouse);
  }

  @Override
  public Optional<Boolean> found() {
    org.apache.hadoop.fs.Path folder =
        new org.apache.hadoop.fs.Path(warehouse(), DeltaBranches.FOLDER);
    return isEmbedded()
        ? Optional.of(Files.isDirectory(Path.of(folder.toUri().getPath())))
        : Optional.empty();
  }

  @Override
  public boolean isEmbedded() {
    return TableFormat.isLocal(warehouse());
  }

  @Override
  public LakeTables tables(SparkOnDemand spark) {
    return new DeltaTables(spark.get(), warehouse());
  }
}
