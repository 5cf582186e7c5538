package org.insight.trino;

import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.ConnectorCapabilities;
import io.trino.spi.connector.ConnectorIndexProvider;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorNodePartitioningProvider;
import io.trino.spi.connector.ConnectorPageSinkProvider;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorPageSourceProviderFactory;
import io.trino.spi.connector.ConnectorRecordSetProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.connector.TableProcedureMetadata;
import io.trino.spi.function.FunctionProvider;
import io.trino.spi.function.table.ConnectorTableFunction;
import io.trino.spi.procedure.Procedure;
import io.trino.spi.security.AccessDeniedException;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.transaction.IsolationLevel;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The guard of the lake in Trino: Trino's connector for Iceberg, from which no row comes out that
 * the reader may not see. What Trino computes, counts and tells is of visible rows alone.
 *
 * <p>This class and those that it hands out stand before one interface of Trino's each. Every
 * method is written down here: it is forwarded, answered by the guard, or refused. A method that a
 * newer Trino adds gets the interface's own default and never reaches Iceberg's connector; {@code
 * ClassifiedMethodsTest} names such a method.
 *
 * <ul>
 *   <li>No condition of a query gets through: files have bounds and dictionaries of all rows. The
 *       rules' row filter alone is taken ({@link GuardedTable}), for the guard keeps it anyhow.
 *   <li>Nothing that changes the lake, tells of all rows, or could give them out is offered:
 *       writes, statistics, metrics, system tables, functions, procedures, views.
 *   <li>A table of persons is read only by a session that says why ({@link Why}).
 *   <li>A table is read as it is now. Older snapshots have rows that were withdrawn since. So a
 *       transaction is that of one statement and of one query ({@link GuardedTransaction}).
 * </ul>
 */
final class GuardedConnector implements Connector {

  private final Connector inner;
  private final int splitsPerScan;

  /**
   * @param splitsPerScan how many splits each scan of a table has
   */
  GuardedConnector(Connector inner, int splitsPerScan) {
    this.inner = inner;
    this.splitsPerScan = splitsPerScan;
  }

  @Override
  public ConnectorTransactionHandle beginTransaction(
      IsolationLevel isolation, boolean readOnly, boolean autoCommit) {
    if (!autoCommit) {
      throw new AccessDeniedException("Cannot read in a transaction of several statements");
    }
    return new GuardedTransaction(inner.beginTransaction(isolation, readOnly, true), null);
  }

  @Override
  public ConnectorMetadata getMetadata(
      ConnectorSession session, ConnectorTransactionHandle transaction) {
    GuardedTransaction own = GuardedTransaction.of(transaction);
    own.claim(session);
    return new GuardedMetadata(inner.getMetadata(session, own.getInner()), own);
  }

  @Override
  public void commit(ConnectorTransactionHandle transaction) {
    inner.commit(GuardedTransaction.of(transaction).getInner());
  }

  @Override
  public void rollback(ConnectorTransactionHandle transaction) {
    inner.rollback(GuardedTransaction.of(transaction).getInner());
  }

  @Override
  public ConnectorSplitManager getSplitManager() {
    return new GuardedSplitManager(inner.getSplitManager(), splitsPerScan);
  }

  @Override
  public ConnectorPageSourceProviderFactory getPageSourceProviderFactory() {
    return new GuardedPageSources.Factory(inner.getPageSourceProviderFactory());
  }

  /** Trino asks for the factory. */
  @Override
  public ConnectorPageSourceProvider getPageSourceProvider() {
    throw new UnsupportedOperationException("getPageSourceProvider");
  }

  @Override
  public ConnectorRecordSetProvider getRecordSetProvider() {
    throw new UnsupportedOperationException("getRecordSetProvider");
  }

  @Override
  public ConnectorPageSinkProvider getPageSinkProvider() {
    throw new UnsupportedOperationException("getPageSinkProvider");
  }

  @Override
  public ConnectorIndexProvider getIndexProvider() {
    throw new UnsupportedOperationException("getIndexProvider");
  }

  @Override
  public ConnectorNodePartitioningProvider getNodePartitioningProvider() {
    throw new UnsupportedOperationException("getNodePartitioningProvider");
  }

  @Override
  public Set<SystemTable> getSystemTables() {
    return Set.of();
  }

  @Override
  public Optional<FunctionProvider> getFunctionProvider() {
    return Optional.empty();
  }

  @Override
  public Set<Procedure> getProcedures() {
    return Set.of();
  }

  @Override
  public Set<TableProcedureMetadata> getTableProcedures() {
    return Set.of();
  }

  @Override
  public Set<ConnectorTableFunction> getTableFunctions() {
    return Set.of();
  }

  @Override
  public List<PropertyMetadata<?>> getSessionProperties() {
    return inner.getSessionProperties();
  }

  @Override
  public List<PropertyMetadata<?>> getSchemaProperties() {
    return inner.getSchemaProperties();
  }

  @Override
  public List<PropertyMetadata<?>> getAnalyzeProperties() {
    return inner.getAnalyzeProperties();
  }

  @Override
  public List<PropertyMetadata<?>> getTableProperties() {
    return inner.getTableProperties();
  }

  @Override
  public List<PropertyMetadata<?>> getViewProperties() {
    return inner.getViewProperties();
  }

  @Override
  public List<PropertyMetadata<?>> getMaterializedViewProperties() {
    return inner.getMaterializedViewProperties();
  }

  @Override
  public List<PropertyMetadata<?>> getColumnProperties() {
    return inner.getColumnProperties();
  }

  @Override
  public ConnectorAccessControl getAccessControl() {
    return inner.getAccessControl();
  }

  @Override
  public boolean isSingleStatementWritesOnly() {
    return true;
  }

  @Override
  public void shutdown() {
    inner.shutdown();
  }

  @Override
  public Set<ConnectorCapabilities> getCapabilities() {
    return inner.getCapabilities();
  }
}
