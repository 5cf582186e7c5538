package org.insight.streams;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.insight.jobs.landing.Inbox;

/**
 * A drop folder as a source of Structured Streaming, by its class name as the format: rows of
 * {@link Inbox#COLUMNS}. Spark's own source of files passes over names that begin with {@code _},
 * over a new file that has the name of an old one, and over files that were moved in with a time of
 * long ago; without a limit of age, it remembers all files for ever.
 */
public final class DropFolderSource implements TableProvider {

  /** Option: the folder, as in {@code insight run --inbox}. */
  public static final String FOLDER = "folder";

  /** Option: further local folders to which links may lead; absolute paths, one a line. */
  public static final String LINK_ROOTS = "link.roots";

  /** Option: most files of a micro-batch. */
  public static final String MOST = "most";

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return Inbox.COLUMNS;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new Files();
  }

  private static final class Files implements SupportsRead {

    @Override
    public String name() {
      return Inbox.FILES.toString();
    }

    @Override
    @SuppressWarnings("deprecation") // its successor has a default that calls it
    public StructType schema() {
      return Inbox.COLUMNS;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return () ->
          new Look(
              options.getOrDefault(FOLDER, ""),
              options.getOrDefault(LINK_ROOTS, "").lines().toList(),
              options.getInt(MOST, Integer.MAX_VALUE));
    }
  }

  private record Look(String folder, List<String> linkRoots, int most) implements Scan {

    @Override
    public StructType readSchema() {
      return Inbox.COLUMNS;
    }

    @Override
    public String description() {
      return "drop folder";
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpoint) {
      return new DropFolderStream(folder, linkRoots, most);
    }
  }
}
