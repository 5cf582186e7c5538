package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.graphframes.GraphFrame;
import org.graphframes.lib.ConnectedComponents;
import org.insight.core.SaltedHash;
import org.insight.engine.HeldRows;
import org.insight.policy.graph.Union;

/**
 * Cuts the whole graph of subjects that share identifiers into parts that can be worked on apart: a
 * small graph in the memory of the driver (30 bytes an edge, 100 for the answer), a greater one by
 * GraphFrames' connected components, whose dozen Spark jobs take some ten seconds however small it
 * is. Nobody sees these parts: what a reader sees is made within each by {@link
 * org.insight.policy.graph.ViewerParts}.
 *
 * <p>A subject is known to the graph by a 64-bit hash of its id, which saves the indexing of
 * strings. Two subjects of one hash put two connected sets into one part, which costs memory and
 * changes nothing, for within a part subjects are told apart by their ids; but where nobody else
 * shares their value, they would be taken for one that shares it with nobody. So nobody may know
 * beforehand which two these are.
 */
public final class SharedValueParts {

  private static final StructType COMPONENT =
      new StructType()
          .add("subject_hash", DataTypes.LongType, false)
          .add("part", DataTypes.LongType, false);

  private final int inMemory;

  /**
   * @param inMemory most edges of a graph that is cut in memory; 0: none
   */
  public SharedValueParts(int inMemory) {
    this.inMemory = inMemory;
  }

  /**
   * Of rows with {@code subject_id}, {@code kind} and {@code value}, those whose value another
   * subject has too, with their {@code part}. Rows that are connected, over any number of values,
   * are of one part.
   */
  public Dataset<Row> withPart(Dataset<Row> identifiers) {
    Dataset<Row> shared = identifiers.transform(SharedValueParts::shared);
    return shared.join(shared.transform(this::components), "subject_hash");
  }

  /**
   * Of rows with {@code left_id} and {@code right_id}, the {@code part} of each {@code
   * subject_hash}.
   */
  public Dataset<Row> ofPairs(Dataset<Row> pairs) {
    return parts(
        pairs
            .select(
                SaltedHash.of(col("left_id")).as("src"), SaltedHash.of(col("right_id")).as("dst"))
            .distinct());
  }

  private static Dataset<Row> shared(Dataset<Row> identifiers) {
    WindowSpec value = Window.partitionBy("kind", "value");
    return identifiers
        .withColumn("subject_hash", SaltedHash.of(col("subject_id")))
        .withColumn("least", min("subject_hash").over(value))
        .withColumn("greatest", max("subject_hash").over(value))
        .where(col("least").notEqual(col("greatest")))
        .drop("greatest");
  }

  /** Each subject is tied to one of those that share a value, so paths stay short. */
  private Dataset<Row> components(Dataset<Row> shared) {
    Dataset<Row> edges =
        shared.select(col("subject_hash").as("src"), col("least").as("dst")).distinct();
    return parts(edges);
  }

  private Dataset<Row> parts(Dataset<Row> edges) {
    if (inMemory == 0) {
      return byGraphFrames(edges);
    }
    HeldRows held = HeldRows.counted(edges);
    return held.count() <= inMemory
        ? edges.sparkSession().createDataFrame(inMemory(held), COMPONENT)
        : byGraphFrames(held.rows());
  }

  /** Subjects by their place in a sorted array: 30 bytes an edge, and rows for the answer. */
  private static List<Row> inMemory(HeldRows edges) {
    int count = (int) edges.count();
    long[] sources = new long[count];
    long[] targets = new long[count];
    int read = 0;
    for (Iterator<Row> rows = edges.iterator(); rows.hasNext(); read++) {
      Row row = rows.next();
      sources[read] = row.getLong(0);
      targets[read] = row.getLong(1);
    }
    long[] subjects =
        LongStream.concat(Arrays.stream(sources), Arrays.stream(targets))
            .sorted()
            .distinct()
            .toArray();
    Union union = new Union(subjects.length);
    for (int i = 0; i < count; i++) {
      union.join(
          Arrays.binarySearch(subjects, sources[i]), Arrays.binarySearch(subjects, targets[i]));
    }
    List<Row> components = new ArrayList<>(subjects.length);
    for (int i = 0; i < subjects.length; i++) {
      components.add(RowFactory.create(subjects[i], (long) union.root(i)));
    }
    return components;
  }

  private static Dataset<Row> byGraphFrames(Dataset<Row> edges) {
    Dataset<Row> nodes =
        edges.select(col("src").as("id")).union(edges.select(col("dst").as("id"))).distinct();
    ConnectedComponents components = new ConnectedComponents(GraphFrame.apply(nodes, edges));
    // Its GraphX way takes one step for each step of the longest path, and a chain of a few hundred
    // records ends the session; this one takes the logarithm of that. With local checkpoints it
    // needs no checkpoint directory.
    components.setAlgorithm("graphframes");
    components.setUseLocalCheckpoints(true);
    // Leaves skewed joins to Spark's adaptive execution, which saves two jobs a round.
    components.setBroadcastThreshold(-1);
    return components.run().select(col("id").as("subject_hash"), col("component").as("part"));
  }
}
