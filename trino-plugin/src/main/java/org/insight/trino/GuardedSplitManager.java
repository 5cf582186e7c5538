package org.insight.trino;

import io.trino.plugin.iceberg.IcebergSplit;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.function.table.ConnectorTableFunctionHandle;
import io.trino.spi.security.AccessDeniedException;

/** Begins the scan of a table, and asks before it why the table is read. */
final class GuardedSplitManager implements ConnectorSplitManager {

  private final ConnectorSplitManager inner;
  private final int splitsPerScan;

  GuardedSplitManager(ConnectorSplitManager inner, int splitsPerScan) {
    this.inner = inner;
    this.splitsPerScan = splitsPerScan;
  }

  /** Without the query's conditions: which files they leave out hangs on hidden values. */
  @Override
  public ConnectorSplitSource getSplits(
      ConnectorTransactionHandle transaction,
      ConnectorSession session,
      ConnectorTableHandle table,
      DynamicFilter dynamicFilter,
      Constraint constraint) {
    GuardedTransaction own = GuardedTransaction.of(transaction);
    own.require(session);
    GuardedTable guarded = GuardedTable.of(table);
    Why.require(session, guarded.name());
    return new GuardedSplitSource(
        inner.getSplits(
            own.getInner(), session, guarded.inner(), DynamicFilter.EMPTY, Constraint.alwaysTrue()),
        splitsPerScan,
        GuardedSplitManager::file);
  }

  @Override
  public ConnectorSplitSource getSplits(
      ConnectorTransactionHandle transaction,
      ConnectorSession session,
      ConnectorTableFunctionHandle function) {
    throw new AccessDeniedException("Cannot call a table function of the lake");
  }

  private static String file(ConnectorSplit split) {
    return ((IcebergSplit) split).getPath();
  }
}
