package org.insight.lake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.insight.config.Settings.LakeSettings;

/** A table format with the settings of a lake, before there is a session. */
interface TableFormat {

  /** The one that the settings name. */
  static TableFormat of(LakeSettings settings) {
    return switch (settings.format()) {
      case ICEBERG -> new IcebergFormat(settings);
      case DELTA -> new DeltaFormat(settings);
    };
  }

  /** Spark properties by which a session reaches the tables. */
  Map<String, String> sparkProperties();

  /**
   * Whether the lake's folder, or where its tables are, shows that tables of this format are there;
   * empty where only a catalog knows.
   */
  Optional<Boolean> found();

  /**
   * Whether the tables and what names them are files of this machine that no other engine reads, so
   * that nobody but their owner needs them.
   */
  boolean isEmbedded();

  /** Makes the file of an embedded lake's catalog, empty, if there is one and it is missing. */
  default void makeCatalogFile() throws IOException {}

  /** The tables, for a session that has the properties. Iceberg's metadata is read without it. */
  LakeTables tables(SparkOnDemand spark);

  /** Whether a URI or path is one of this machine's files. */
  static boolean isLocal(String location) {
    String scheme = new org.apache.hadoop.fs.Path(location).toUri().getScheme();
    return scheme == null || scheme.equals("file");
  }

  /** A value of the settings with the lake's folder in it, in full. */
  static String withPath(LakeSettings settings, String value) {
    String path = Path.of(settings.path()).toAbsolutePath().normalize().toString();
    return value.replace("${lake.path}", path);
  }
}
