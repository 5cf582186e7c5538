package org.insight.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.graphx.Edge;
import org.apache.spark.graphx.Graph;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.graphframes.GraphFrame;
import org.graphframes.lib.ConnectedComponents;
import org.insight.core.ErrorKind;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Connected components by GraphX or GraphFrames, in a process of its own. Time counts from links
 * that are in memory to labels that are in memory.
 */
final class SparkComponents {

  private static final StructType LINKS =
      new StructType().add("src", DataTypes.LongType, false).add("dst", DataTypes.LongType, false);

  /** Bytes of a link in the file. */
  private static final int LINK_BYTES = 8;

  private SparkComponents() {}

  /**
   * Finds them. Prints what it took, as JSON in one line.
   *
   * @param args graphx or graphframes; a file as {@link GeneratedLinks#write} writes it; a file for
   *     the labels, pairs of a 32-bit and a 64-bit number, greatest byte first; a folder for
   *     temporary files and checkpoints
   */
  public static void main(String[] args) throws IOException {
    String program = args[0];
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .appName(program)
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.local.dir", args[3])
            .config("spark.sql.warehouse.dir", Path.of(args[3], "warehouse").toString())
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            // As the platform's own jobs have it on one machine.
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate()) {
      spark.sparkContext().setCheckpointDir(Path.of(args[3], "checkpoints").toString());
      JavaRDD<byte[]> links =
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .binaryRecords(args[1], LINK_BYTES);
      Path labels = Path.of(args[2]);
      System.out.println(
          program.equals("graphx") ? byGraphX(links, labels) : byGraphFrames(spark, links, labels));
    } catch (RuntimeException | OutOfMemoryError e) {
      // No stack trace: whoever started this shows the last line.
      System.err.println("Cannot find components: " + program + " failed, found " + e);
      Runtime.getRuntime().halt(ErrorKind.EXTERNAL.exitCode());
    }
  }

  private static int end(byte[] link, int at) {
    return ByteBuffer.wrap(link).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  private static String byGraphX(JavaRDD<byte[]> links, Path labels) throws IOException {
    ClassTag<Object> any = ClassTag$.MODULE$.Object();
    JavaRDD<Edge<Object>> edges =
        links
            .map(link -> new Edge<Object>(end(link, 0), end(link, Integer.BYTES), 1))
            .persist(StorageLevel.MEMORY_AND_DISK());
    edges.count();
    Stopwatch watch = new Stopwatch();
    Graph<Object, Object> graph =
        Graph.fromEdges(
            edges.rdd(),
            (Object) 1,
            StorageLevel.MEMORY_AND_DISK(),
            StorageLevel.MEMORY_AND_DISK(),
            any,
            any);
    Graph<Object, Object> components =
        org.apache.spark.graphx.lib.ConnectedComponents.run(graph, any, any);
    components.vertices().persist(StorageLevel.MEMORY_AND_DISK());
    components.vertices().count();
    String took = watch.took();
    write(
        labels,
        components
            .vertices()
            .toJavaRDD()
            .map(label -> new long[] {(long) label._1(), (long) label._2()})
            .toLocalIterator());
    return took;
  }

  private static String byGraphFrames(SparkSession spark, JavaRDD<byte[]> links, Path labels)
      throws IOException {
    Dataset<Row> edges =
        spark
            .createDataFrame(
                links.map(
                    link ->
                        RowFactory.create((long) end(link, 0), (long) end(link, Integer.BYTES))),
                LINKS)
            .persist(StorageLevel.MEMORY_AND_DISK());
    edges.count();
    Stopwatch watch = new Stopwatch();
    ConnectedComponents rule = new ConnectedComponents(GraphFrame.fromEdges(edges));
    // As the platform has it: the other way is that of GraphX.
    rule.setAlgorithm("graphframes");
    rule.setBroadcastThreshold(-1);
    Dataset<Row> components =
        rule.run().select("id", "component").persist(StorageLevel.MEMORY_AND_DISK());
    components.count();
    String took = watch.took();
    write(
        labels,
        components
            .toJavaRDD()
            .map(label -> new long[] {label.getLong(0), label.getLong(1)})
            .toLocalIterator());
    return took;
  }

  private static void write(Path file, Iterator<long[]> labels) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
      while (labels.hasNext()) {
        long[] label = labels.next();
        out.writeInt((int) label[0]);
        out.writeLong(label[1]);
      }
    }
  }

  /** What this process takes from now on. */
  private static final class Stopwatch {

    private final OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long cpu = process.getProcessCpuTime();
    private final long begun = System.nanoTime();

    String took() throws IOException {
      return new ObjectMapper()
          .writeValueAsString(
              Map.of(
                  "cpu_seconds", (process.getProcessCpuTime() - cpu) / 1e9,
                  "wall_seconds", (System.nanoTime() - begun) / 1e9,
                  "peak_bytes", ProcessTree.peakBytes()));
    }
  }
}
