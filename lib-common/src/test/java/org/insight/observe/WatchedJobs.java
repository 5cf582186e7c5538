package org.insight.observe;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.engine.Inputs;
import org.insight.engine.Job;
import org.insight.engine.JobRunner;
import org.insight.engine.Read;
import org.insight.lake.Lake;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;

/** Two small jobs on rows that hold an invented name, and the settings to watch them by. */
final class WatchedJobs {

  /** In the rows only. */
  static final String NAME = "Ana Ficta-Quimera";

  private WatchedJobs() {}

  /** A lake of one reject whose path has the name, and of documents. */
  static Lake lake(Path folder) {
    Lake lake = TestLakes.in(folder.resolve("lake"), Tables.REJECTS, Tables.DOCUMENTS);
    Dataset<Row> rows =
        SharedSpark.session()
            .createDataFrame(
                List.of(RowFactory.create("i1", "i1", NAME + ".txt", 1L, "corrupt")),
                StructType.fromDDL(
                    "item_id string, root_item_id string, path string, size_bytes bigint,"
                        + " reason_code string"))
            .withColumn("outcome", lit("rejected"))
            .withColumn("reason", lit("because"))
            .withColumn("policy_id", lit("p1"));
    TestLakes.write(lake, Tables.REJECTS, WriteMode.APPEND, rows);
    return lake;
  }

  /** Settings that have this, in YAML, below observe. */
  static Settings settings(Path folder, String observe) throws IOException {
    Path overlay = folder.resolve("overlay.yaml");
    Files.writeString(
        overlay, "lake: {path: " + folder.resolve("lake") + "}\nobserve: {" + observe + "}\n");
    return SettingsReader.read(List.of(overlay));
  }

  /** Watches one of the jobs as `insight job` does. */
  static RunMetrics watched(Settings settings, Lake lake, Job job) {
    RunWatch watch = RunWatch.start("job " + job.name(), settings, SharedSpark.session());
    JobRunner runner = watch.tracing() ? JobRunner.tracing(lake) : new JobRunner(lake);
    try {
      watch.job(lake, job, () -> runner.run(job, Map.of()));
    } catch (Exception e) {
      return watch.end(e);
    }
    return watch.end(null);
  }

  /** A document of each reject, its title the path. */
  record NameDocuments() implements Job {
    @Override
    public Set<Read> reads() {
      return Set.of(Read.whole(Tables.REJECTS));
    }

    @Override
    public TableName writes() {
      return Tables.DOCUMENTS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return inputs
          .table(Tables.REJECTS)
          .select(
              col("item_id").as("document_id"),
              concat(col("outcome"), col("path")).as("title"),
              lit("text").as("text"),
              lit(4).as("characters"),
              lit(null).cast("date").as("dated_on"),
              lit(null).cast("string").as("dated_by"),
              col("policy_id"));
    }
  }

  /** Fails on the first row, with an error that quotes it. */
  record QuoteAndFail() implements Job {
    /** Else nothing would be new where the other one ran before. */
    @Override
    public String settings() {
      return "fail";
    }

    @Override
    public Set<Read> reads() {
      return Set.of(Read.whole(Tables.REJECTS));
    }

    @Override
    public TableName writes() {
      return Tables.DOCUMENTS;
    }

    @Override
    public Dataset<Row> build(Inputs inputs) {
      return new NameDocuments()
          .build(inputs)
          .withColumn(
              "text", raise_error(concat(lit("cannot read "), col("title"))).cast("string"));
    }
  }
}
