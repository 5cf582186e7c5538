package org.insight.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.insight.core.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * Gives the ids of labels while rows are written, and keeps the labels that it has seen: rows carry
 * the id alone, and the sets, up to a kilobyte, are neither hashed for every row nor held for it.
 *
 * <p>There may be as many labels as rows, so tasks write them to files of a folder of their own and
 * neither send them nor hold them. A task that is run twice tells its labels twice, and one that is
 * cut off in the middle of a line is run again; both do no harm.
 *
 * <p>The ids are those of {@link LabelColumns#id}.
 */
public final class LabelIds implements AutoCloseable {

  private static final StructType LABELS =
      StructType.fromDDL("policy_id string, granted array<string>, withheld array<string>");

  private static final long FEW_BYTES = 256 * 1024;
  private static final ObjectMapper LINE = new ObjectMapper();

  private final SparkSession spark;
  private final String folder;
  private final SerializableConfiguration hadoop;

  /** Sent to the tasks once a column asks for it; most jobs combine no labels. */
  private @Nullable Broadcast<SerializableConfiguration> sent;

  /**
   * Starts with none seen.
   *
   * @param folder of any file system of Hadoop, not there yet; it is deleted in the end
   */
  public LabelIds(SparkSession spark, String folder) {
    this.spark = spark;
    this.folder = folder;
    this.hadoop = new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
  }

  /** The id of a label column, once for each row; the row's label is seen when it is computed. */
  public Column of(Column label) {
    return udf(id(), DataTypes.StringType).asNondeterministic().apply(label);
  }

  /**
   * As {@link #of}, of rows that bring the id, and the label it stands for on at least one row of
   * each id; where an id is not that of its label, the rows cannot be computed.
   */
  public Column of(Column id, Column label) {
    UDF2<String, Row, String> check = new CheckedId(id());
    return udf(check, DataTypes.StringType).asNondeterministic().apply(id, label);
  }

  private Id id() {
    Broadcast<SerializableConfiguration> configuration = sent;
    if (configuration == null) {
      configuration = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(hadoop);
      sent = configuration;
    }
    return new Id(configuration, folder);
  }

  /**
   * The labels of more than one base policy, as far as rows that carry them have been computed:
   * {@code policy_id}, {@code granted} and {@code withheld}, each label once. To be read before
   * this is closed.
   */
  public Dataset<Row> seen() {
    if (!exists()) {
      return spark.createDataFrame(List.of(), LABELS);
    }
    return spark
        .read()
        .schema(LABELS)
        .option("mode", "DROPMALFORMED")
        .json(folder)
        .where(LabelColumns.id(struct(col("granted"), col("withheld"))).equalTo(col("policy_id")))
        .dropDuplicates("policy_id");
  }

  /**
   * As {@link #seen}, by id, read without a Spark job: most jobs see a few hundred labels.
   *
   * @return empty where their files are larger than a quarter of a megabyte
   */
  public Optional<SortedMap<String, Label>> few() {
    SortedMap<String, Label> labels = new TreeMap<>();
    if (!exists()) {
      return Optional.of(labels);
    }
    try {
      Path path = new Path(folder);
      FileSystem files = path.getFileSystem(hadoop.value());
      if (files.getContentSummary(path).getLength() > FEW_BYTES) {
        return Optional.empty();
      }
      for (FileStatus file : files.listStatus(path)) {
        try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(files.open(file.getPath()), UTF_8))) {
          lines.lines().forEach(line -> add(line, labels));
        }
      }
      return Optional.of(labels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same labels as rows, as {@link #seen} gives them. */
  public static Dataset<Row> rows(SparkSession spark, SortedMap<String, Label> labels) {
    List<Row> rows = new ArrayList<>();
    labels.forEach(
        (id, label) ->
            rows.add(
                RowFactory.create(
                    id,
                    label.granted().toArray(String[]::new),
                    label.withheld().toArray(String[]::new))));
    return spark.createDataFrame(rows, LABELS);
  }

  private static void add(String line, SortedMap<String, Label> labels) {
    JsonNode told;
    try {
      told = LINE.readTree(line);
    } catch (JsonProcessingException e) {
      return; // Cut off in the middle: the task was run again.
    }
    Label label = Label.of(texts(told.path("granted")), texts(told.path("withheld")));
    if (label.id().equals(told.path("policy_id").asText())) {
      labels.put(label.id(), label);
    }
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private boolean exists() {
    try {
      Path path = new Path(folder);
      return path.getFileSystem(hadoop.value()).exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the files. */
  @Override
  public void close() {
    try {
      Path path = new Path(folder);
      path.getFileSystem(hadoop.value()).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (sent != null) {
      sent.destroy();
    }
  }

  /** Null parts mean "not known" and close the row, as in {@link LabelColumns}. */
  static Label read(@Nullable Row label) {
    if (label == null) {
      return Label.QUARANTINE;
    }
    List<String> granted = new ArrayList<>();
    List<String> withheld = new ArrayList<>();
    boolean known = add(label, 0, granted) & add(label, 1, withheld);
    if (!known || granted.isEmpty()) {
      granted.addAll(Label.QUARANTINE.granted());
    }
    return Label.of(granted, withheld);
  }

  private static boolean add(Row label, int column, List<String> ids) {
    if (label.isNullAt(column)) {
      return false;
    }
    boolean known = true;
    for (String id : label.<String>getList(column)) {
      if (id == null) {
        known = false;
      } else {
        ids.add(id);
      }
    }
    return known;
  }

  private static final class Id implements UDF1<Row, String> {

    private static final long serialVersionUID = 2L;

    /** Rows of one label mostly come together; the bound only limits memory. */
    private static final int REMEMBERED = 20_000;

    private final Broadcast<SerializableConfiguration> hadoop;
    private final String folder;
    private transient @Nullable Map<List<Object>, String> remembered;
    private transient @Nullable Writer file;

    Id(Broadcast<SerializableConfiguration> hadoop, String folder) {
      this.hadoop = hadoop;
      this.folder = folder;
    }

    @Override
    public String call(@Nullable Row row) throws IOException {
      if (row == null || row.isNullAt(0) || row.isNullAt(1)) {
        return id(row);
      }
      Map<List<Object>, String> known = remembered;
      if (known == null || known.size() > REMEMBERED) {
        known = new HashMap<>();
        remembered = known;
      }
      List<Object> sets = List.of(row.getList(0), row.getList(1));
      String id = known.get(sets);
      if (id == null) {
        id = id(row);
        known.put(sets, id);
      }
      return id;
    }

    private String id(@Nullable Row row) throws IOException {
      Label label = read(row);
      String id = label.id();
      if (label.granted().size() > 1 || !label.withheld().isEmpty()) {
        tell(id, label);
      }
      return id;
    }

    private void tell(String id, Label label) throws IOException {
      // Ids of policies are of letters, digits and harmless signs: see Label.
      String line =
          "{\"policy_id\":\""
              + id
              + "\",\"granted\":["
              + quoted(label.granted())
              + "],\"withheld\":["
              + quoted(label.withheld())
              + "]}\n";
      TaskContext task = TaskContext.get();
      if (task == null) {
        // Few literal rows, which the optimizer computes on the driver.
        try (Writer one = open("driver-" + UUID.randomUUID())) {
          one.write(line);
        }
        return;
      }
      Writer open = file;
      if (open == null) {
        open = open("task-" + task.taskAttemptId() + "-" + UUID.randomUUID());
        file = open;
        TaskCompletionListener atEnd = ended -> close();
        task.addTaskCompletionListener(atEnd);
      }
      open.write(line);
    }

    private void close() {
      try {
        if (file != null) {
          file.close();
          file = null;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Writer open(String name) throws IOException {
      Path path = new Path(folder, name + ".json");
      return new BufferedWriter(
          new OutputStreamWriter(
              path.getFileSystem(hadoop.value().value()).create(path, false), UTF_8));
    }

    private static String quoted(Collection<String> ids) {
      return ids.stream().map(id -> '"' + id + '"').collect(Collectors.joining(","));
    }
  }

  private static final class CheckedId implements UDF2<String, Row, String> {

    private static final long serialVersionUID = 1L;

    private final Id ofLabel;

    CheckedId(Id ofLabel) {
      this.ofLabel = ofLabel;
    }

    @Override
    public String call(String id, @Nullable Row label) throws IOException {
      if (label != null && !ofLabel.call(label).equals(id)) {
        throw new IllegalStateException(
            "Cannot label a row: the id is not that of the label, found " + OneLine.of(id));
      }
      return id;
    }
  }
}
