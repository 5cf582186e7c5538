package org.insight.engine;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A job that can remake the rows of some keys of its output; the table's contract says by which
 * columns ({@code write: update}). What it makes so must be what {@link #build} would make of all
 * inputs: naming a key too many costs time, one too few leaves a row that should not be there.
 */
public interface UpdateJob extends Job {

  /**
   * What the changes make of the output.
   *
   * @return empty where everything may be affected
   */
  Optional<Update> update(Changes changes);

  /**
   * A change of the output.
   *
   * @param keys keys whose rows may come out otherwise, in the key's columns, in any number; those
   *     of which nothing is there yet may be left out
   * @param rows all rows of these keys and of any that were left out, as {@link #build} gives them
   */
  record Update(Dataset<Row> keys, Dataset<Row> rows) {}
}
