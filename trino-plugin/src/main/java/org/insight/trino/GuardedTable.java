package org.insight.trino;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.security.AccessDeniedException;
import org.jspecify.annotations.Nullable;

/**
 * A table of the lake as Trino gets it from the guard. Only the guard takes Iceberg's handle out of
 * it, so any part of Iceberg's connector that Trino reaches past the guard fails on it and gives no
 * row.
 *
 * @param inner Iceberg's handle
 * @param label the column of labels; null: the table has none, and no row of it is read
 * @param filtered whether the guard has taken over the rules' row filter, so that Trino plans none.
 *     The guard then reads the label even if the query does not
 */
public record GuardedTable(
    @JsonProperty("name") SchemaTableName name,
    @JsonProperty("inner") ConnectorTableHandle inner,
    @JsonProperty("label") @Nullable ColumnHandle label,
    @JsonProperty("filtered") boolean filtered)
    implements ConnectorTableHandle {

  static GuardedTable of(ConnectorTableHandle table) {
    if (table instanceof GuardedTable guarded) {
      return guarded;
    }
    throw new AccessDeniedException("Cannot read a table that the guard has not opened");
  }

  /** The name alone: plans print it, and Iceberg's handle prints the snapshot, too. */
  @Override
  public String toString() {
    return name.toString();
  }
}
