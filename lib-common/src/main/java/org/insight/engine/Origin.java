package org.insight.engine;

import org.insight.schemas.TableName;

/**
 * A column of which another one was made.
 *
 * @param way what was done with its values
 */
public record Origin(TableName table, String column, Way way) implements Comparable<Origin> {

  /** What was done with values, in OpenLineage's words; of two the later one tells more. */
  public enum Way {
    /** Taken over. */
    IDENTITY,
    /** Worked into others, row by row. */
    TRANSFORMATION,
    /** Worked into one of many rows. */
    AGGREGATION
  }

  /** As part of what was done in this way. */
  Origin within(Way outer) {
    return outer.compareTo(way) > 0 ? new Origin(table, column, outer) : this;
  }

  @Override
  public int compareTo(Origin other) {
    int byTable = table.compareTo(other.table);
    int byColumn = byTable != 0 ? byTable : column.compareTo(other.column);
    return byColumn != 0 ? byColumn : way.compareTo(other.way);
  }
}
