package org.insight.trino;

import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorPageSourceProviderFactory;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.security.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;

/** Reads the splits of a scan, always with the rows' labels. */
final class GuardedPageSources implements ConnectorPageSourceProvider {

  private final ConnectorPageSourceProvider inner;

  private GuardedPageSources(ConnectorPageSourceProvider inner) {
    this.inner = inner;
  }

  /** Makes one for each scan, as Iceberg's does. */
  record Factory(ConnectorPageSourceProviderFactory inner)
      implements ConnectorPageSourceProviderFactory {

    @Override
    public ConnectorPageSourceProvider createPageSourceProvider() {
      return new GuardedPageSources(inner.createPageSourceProvider());
    }
  }

  @Override
  public ConnectorPageSource createPageSource(
      ConnectorTransactionHandle transaction,
      ConnectorSession session,
      ConnectorSplit split,
      ConnectorTableHandle table,
      List<ColumnHandle> columns,
      DynamicFilter dynamicFilter) {
    GuardedTransaction own = GuardedTransaction.of(transaction);
    own.require(session);
    GuardedTable guarded = GuardedTable.of(table);
    List<ColumnHandle> read = new ArrayList<>(columns);
    ColumnHandle labels = guarded.label();
    int label = labels == null ? -1 : read.indexOf(labels);
    if (label < 0 && labels != null && guarded.filtered()) {
      label = read.size();
      read.add(labels);
    }
    if (label < 0) {
      throw new AccessDeniedException("Cannot read rows without their labels");
    }
    return new VisibleRows(
        GuardedSplit.of(split).inner(),
        one ->
            inner.createPageSource(
                own.getInner(), session, one, guarded.inner(), read, DynamicFilter.EMPTY),
        session,
        label,
        columns.size());
  }
}
