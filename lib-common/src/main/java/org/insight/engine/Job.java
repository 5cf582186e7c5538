package org.insight.engine;

import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.schemas.TableName;

/**
 * A step of the pipeline: pure, with declared inputs and one output. Everything else (session,
 * reading, contract check, writing, counting) is the {@link JobRunner}'s.
 */
public interface Job {

  /** The name on the command line: the class's name in kebab case. */
  default String name() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-")
        .toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * What the job is set to, in one line; when it changes, the job runs though nothing is new. Not
   * one that only adds what is new: that goes on under the new settings.
   */
  default String settings() {
    return "";
  }

  /** Every table that {@link #build} asks for: all of them whole, or of all what is new. */
  Set<Read> reads();

  /** The one table that the result is written to. */
  TableName writes();

  /**
   * The rows to write, of the columns of the output's contract in any order. A job that combines
   * labels gives a {@code label} column, either in place of {@code policy_id} or beside it: then a
   * label may be null where another row of that id has it. An id whose label no row brings is seen
   * by nobody. No session, read, write, clock or environment in here.
   */
  Dataset<Row> build(Inputs inputs);
}
