package org.insight.lake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.storage.LogStore;
import org.apache.spark.sql.delta.storage.LogStore$;
import scala.collection.JavaConverters;

/** Files of Delta's logs, by the store that Delta itself takes for where they lie. */
final class DeltaLogFiles {

  private final LogStore store;
  private final Configuration hadoop;

  DeltaLogFiles(SparkSession spark) {
    this.store = LogStore$.MODULE$.apply(spark);
    this.hadoop = spark.sessionState().newHadoopConf();
  }

  /** The lines of a file. */
  List<String> read(Path file) throws IOException {
    return JavaConverters.seqAsJavaList(store.read(file, hadoop));
  }

  /**
   * Writes a file, whole or not at all; its folder is made where it is not there.
   *
   * @throws java.nio.file.FileAlreadyExistsException where it is there
   */
  void write(Path file, List<String> lines) throws IOException {
    file.getFileSystem(hadoop).mkdirs(file.getParent());
    store.write(file, JavaConverters.asScalaIterator(lines.iterator()), false, hadoop);
  }

  /** The files of a folder from this name on, by name. */
  List<Path> from(Path file) throws IOException {
    List<Path> paths = new ArrayList<>();
    JavaConverters.asJavaIterator(store.listFrom(file, hadoop))
        .forEachRemaining(found -> paths.add(found.getPath()));
    return paths;
  }
}
