package org.insight.jobs.resolution;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.HeldRows;

/**
 * Finds the subjects of all connected parts that some subjects are in, or come to be in, by what is
 * already known of the parts: from the subjects to their values, to all that share these, to the
 * whole parts of those, until no subject is added. Two or three rounds do, however long the paths
 * within the parts are. Where kinds take a part apart there is nothing to go by but its paths, a
 * round for each step; a long one is given up, for all is made anew sooner than that.
 *
 * <p>Subjects, values and parts are told apart by 64-bit hashes. Two of one hash bring in a part
 * too many, which costs time and changes nothing.
 */
public final class TouchedParts {

  /** Each costs some Spark jobs over all identifiers; to make all anew costs about as many. */
  static final int MOST_ROUNDS = 30;

  private final int rounds;
  private final Dataset<Row> incidence;

  /**
   * @param identifiers rows with {@code subject_id}, {@code kind} and {@code value}
   * @param parts rows with {@code subject_id} and {@code part_id}: subjects known to be connected
   */
  public TouchedParts(Dataset<Row> identifiers, Dataset<Row> parts) {
    this(identifiers, parts, MOST_ROUNDS);
  }

  /**
   * @param rounds most that are tried
   */
  TouchedParts(Dataset<Row> identifiers, Dataset<Row> parts, int rounds) {
    this.rounds = rounds;
    incidence =
        HeldRows.of(
            identifiers
                .select(hash(), xxhash64(lit("value"), col("kind"), col("value")).as("at"))
                .unionByName(parts.select(hash(), xxhash64(lit("part"), col("part_id")).as("at"))));
  }

  /**
   * Of rows that a table of viewer-relative parts holds, those that hold a connected part whole:
   * those withheld from nobody. Next to a part that is not whole stands a subject outside of it,
   * whose policy is withheld.
   *
   * @param rows with {@code policy_id}
   * @param labels rows with {@code policy_id} and {@code label}, of at least these ids
   */
  public static Dataset<Row> whole(Dataset<Row> rows, Dataset<Row> labels) {
    return rows.join(
        labels.where(size(col("label.withheld")).gt(0)).select("policy_id"),
        new String[] {"policy_id"},
        "left_anti");
  }

  /**
   * Hashes, in {@code subject}, of the subjects in the parts of these, and of these.
   *
   * @return empty where that was not found in so many rounds
   */
  public Optional<Dataset<Row>> with(Dataset<Row> subjects) {
    Dataset<Row> known = held(subjects.select(hash()).distinct());
    Dataset<Row> frontier = known;
    for (int round = 0; !frontier.isEmpty(); round++) {
      if (round == rounds) {
        return Optional.empty();
      }
      Dataset<Row> met = held(incidence.join(frontier, "subject").select("at").distinct());
      Dataset<Row> sharing = incidence.join(met, "at").select("subject").distinct();
      frontier = held(sharing.join(known, new String[] {"subject"}, "left_anti"));
      known = held(known.union(frontier));
    }
    return Optional.of(known);
  }

  /** Of rows with {@code subject_id}, those whose subject is among these hashes. */
  public static Dataset<Row> rowsOf(Dataset<Row> rows, Dataset<Row> hashes) {
    return rows.join(
        hashes.withColumnRenamed("subject", "subject_"),
        hashOf().equalTo(col("subject_")),
        "left_semi");
  }

  private static Column hash() {
    return hashOf().as("subject");
  }

  private static Column hashOf() {
    return xxhash64(col("subject_id"));
  }

  /** Cached plans would hold each other, each round twice as many. */
  private static Dataset<Row> held(Dataset<Row> rows) {
    return HeldRows.keys(rows);
  }
}
