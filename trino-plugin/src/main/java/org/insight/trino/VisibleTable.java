package org.insight.trino;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;

/**
 * A table of the lake whose rows Trino filters no more, for only the door of the lake can read it,
 * and of its rows none comes out that the reader may not see. To every part of Trino's connector
 * that is reached past the door it is no table: it ends with an error there, not with hidden rows.
 *
 * @param table that of Trino's connector
 * @param label its column of labels, which is read whether a query names it or not
 */
public record VisibleTable(
    @JsonProperty("table") ConnectorTableHandle table, @JsonProperty("label") ColumnHandle label)
    implements ConnectorTableHandle {

  /**
   * As Trino shows tables, in the plans of EXPLAIN ANALYZE among others, but for the snapshot
   * behind the name: by it a reader would be told of each write, of hidden rows alone as well.
   */
  @Override
  public String toString() {
    String shown = table.toString();
    int snapshot = shown.indexOf('@');
    return snapshot < 0 ? shown : shown.substring(0, snapshot);
  }
}
