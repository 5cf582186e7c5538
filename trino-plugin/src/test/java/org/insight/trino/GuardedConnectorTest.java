package org.insight.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableProperties;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.FixedPageSource;
import io.trino.spi.connector.PointerType;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.transaction.IsolationLevel;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.VarcharType;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of a connector's metadata passes its door; TrinoLeaksIT asks Trino itself. */
class GuardedConnectorTest {

  private static final SchemaTableName PERSONS = new SchemaTableName("curated", "persons");
  private static final NamedTable TABLE = new NamedTable(PERSONS);
  private static final NamedColumn LABEL = new NamedColumn("policy_id");
  private static final NamedColumn NAME = new NamedColumn("name");
  private static final Domain SEEN = is("seen by insight_lake");

  /** As Iceberg's. */
  private record NamedTable(SchemaTableName getSchemaTableName) implements ConnectorTableHandle {}

  private record NamedColumn(String getName) implements ColumnHandle {}

  /** As Iceberg's, which says of a table how many rows and files it has. */
  private static final class Talkative implements ConnectorMetadata {

    @Override
    public Optional<Object> getInfo(ConnectorTableHandle table) {
      return Optional.of("totalRecords=12");
    }

    @Override
    public TableStatistics getTableStatistics(
        ConnectorSession session, ConnectorTableHandle table) {
      return TableStatistics.builder().setRowCount(Estimate.of(12)).build();
    }

    /** As of a table without a snapshot. */
    @Override
    public ConnectorTableProperties getTableProperties(
        ConnectorSession session, ConnectorTableHandle table) {
      return new ConnectorTableProperties(
          TupleDomain.none(), Optional.empty(), Optional.empty(), List.of());
    }

    @Override
    public ConnectorTableHandle getTableHandle(
        ConnectorSession session,
        SchemaTableName table,
        Optional<ConnectorTableVersion> start,
        Optional<ConnectorTableVersion> end) {
      return new NamedTable(table);
    }

    /** Knows its own tables and no other. */
    @Override
    public SchemaTableName getTableName(ConnectorSession session, ConnectorTableHandle table) {
      return ((NamedTable) table).getSchemaTableName();
    }

    @Override
    public Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(
        ConnectorSession session, ConnectorTableHandle table, Constraint constraint) {
      return Optional.of(
          new ConstraintApplicationResult<>(
              table, TupleDomain.all(), constraint.getExpression(), false));
    }

    @Override
    public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schema) {
      return List.of(PERSONS);
    }
  }

  private static final class Files implements ConnectorPageSourceProvider {

    private final List<List<ColumnHandle>> read = new ArrayList<>();

    @Override
    public ConnectorPageSource createPageSource(
        ConnectorTransactionHandle transaction,
        ConnectorSession session,
        ConnectorSplit split,
        ConnectorTableHandle table,
        List<ColumnHandle> columns,
        DynamicFilter filter) {
      assertThat(table).isEqualTo(TABLE);
      read.add(columns);
      return new FixedPageSource(List.of());
    }
  }

  private static final class OfLake implements Connector {

    private final Files files = new Files();
    private final ConnectorTransactionHandle begun = new ConnectorTransactionHandle() {};

    @Override
    public ConnectorTransactionHandle beginTransaction(
        IsolationLevel isolation, boolean readOnly, boolean autoCommit) {
      return begun;
    }

    @Override
    public ConnectorPageSourceProvider getPageSourceProvider() {
      return files;
    }

    @Override
    public ConnectorMetadata getMetadata(
        ConnectorSession session, ConnectorTransactionHandle transaction) {
      return new Talkative();
    }
  }

  @Test
  void howManyRowsATableHasIsNotTold() {
    ConnectorMetadata metadata = GuardedConnector.of(new OfLake()).getMetadata(null, null);
    assertThat(metadata.listTables(null, Optional.empty())).as("goes on").containsExactly(PERSONS);
    assertThat(metadata.getInfo(null)).isEmpty();
    assertThat(metadata.getTableStatistics(null, null)).isEqualTo(TableStatistics.empty());
    assertThat(metadata.getTableProperties(null, TABLE).getPredicate())
        .as("nor that it has none")
        .isEqualTo(TupleDomain.all());
  }

  /** As by FOR VERSION AS OF, which names a snapshot or a branch, and FOR TIMESTAMP AS OF. */
  @Test
  void aTableIsReadAsItIsAndNotAsItWas() {
    ConnectorMetadata metadata = GuardedConnector.of(new OfLake()).getMetadata(null, null);
    Optional<ConnectorTableVersion> none = Optional.empty();
    assertThat(metadata.getTableHandle(null, PERSONS, none, none)).isEqualTo(TABLE);
    Optional<ConnectorTableVersion> some =
        Optional.of(
            new ConnectorTableVersion(PointerType.TARGET_ID, BigintType.BIGINT, 7_162_534_091L));
    for (List<Optional<ConnectorTableVersion>> asked :
        List.of(List.of(none, some), List.of(some, none), List.of(some, some))) {
      assertThatThrownBy(() -> metadata.getTableHandle(null, PERSONS, asked.get(0), asked.get(1)))
          .isInstanceOf(TrinoException.class)
          .hasMessage("Access Denied: Cannot read a table as it was");
    }
  }

  /** Iceberg's keeps each table as a transaction read it first. */
  @Test
  void aTransactionIsOfOneStatement() {
    OfLake lake = new OfLake();
    Connector connector = GuardedConnector.of(lake);
    assertThat(connector.beginTransaction(IsolationLevel.SERIALIZABLE, false, true))
        .isSameAs(lake.begun);
    for (boolean readOnly : List.of(true, false)) {
      assertThatThrownBy(
              () -> connector.beginTransaction(IsolationLevel.SERIALIZABLE, readOnly, false))
          .isInstanceOf(TrinoException.class)
          .hasMessage("Access Denied: Cannot read in a transaction of several statements");
    }
  }

  /** Trino prints tables so in plans; Iceberg's with the snapshot that is read. */
  @Test
  void aTableIsShownWithoutItsSnapshot() {
    ConnectorTableHandle table =
        new ConnectorTableHandle() {
          @Override
          public String toString() {
            return "curated.persons$data@7162534091";
          }
        };
    assertThat(new VisibleTable(table, LABEL)).hasToString("curated.persons$data");
    assertThat(new VisibleTable(TABLE, LABEL)).hasToString(TABLE.toString());
  }

  @Test
  void ofConditionsTheRulesFilterAloneIsTaken() {
    ConnectorMetadata metadata = GuardedConnector.of(new OfLake()).getMetadata(null, null);
    ConstraintApplicationResult<ConnectorTableHandle> taken =
        metadata
            .applyFilter(null, TABLE, where(Map.of(LABEL, SEEN, NAME, is("Ann"))))
            .orElseThrow();
    assertThat(taken.getRemainingFilter())
        .as("by Trino, of visible rows")
        .isEqualTo(TupleDomain.withColumnDomains(Map.of(NAME, is("Ann"))));
    assertThat(taken.getHandle()).isEqualTo(new VisibleTable(TABLE, LABEL));
    assertThat(metadata.getTableName(null, taken.getHandle())).as("inside").isEqualTo(PERSONS);
    assertThat(metadata.applyFilter(null, taken.getHandle(), where(Map.of(LABEL, SEEN))))
        .as("a second time")
        .isEmpty();
    for (Map<ColumnHandle, Domain> other :
        List.<Map<ColumnHandle, Domain>>of(
            Map.of(),
            Map.of(NAME, SEEN),
            Map.of(LABEL, is("a label")),
            Map.of(LABEL, Domain.multipleValues(VarcharType.VARCHAR, values("a label"))),
            Map.of(LABEL, Domain.onlyNull(VarcharType.VARCHAR)),
            Map.of(LABEL, SEEN.union(Domain.onlyNull(VarcharType.VARCHAR))),
            Map.of(LABEL, Domain.all(VarcharType.VARCHAR)))) {
      assertThat(metadata.applyFilter(null, TABLE, where(other))).as("%s", other).isEmpty();
    }
  }

  @Test
  void noRowIsReadWithoutItsLabel() {
    OfLake lake = new OfLake();
    ConnectorPageSourceProvider source = GuardedConnector.of(lake).getPageSourceProvider();
    assertThatThrownBy(() -> read(source, TABLE, List.of(NAME)))
        .isInstanceOf(TrinoException.class)
        .hasMessage("Access Denied: Cannot read rows without their labels");
    assertThat(lake.files.read).isEmpty();
    read(source, TABLE, List.of(LABEL, NAME));
    read(source, new VisibleTable(TABLE, LABEL), List.of(NAME, LABEL));
    read(source, new VisibleTable(TABLE, LABEL), List.of(NAME));
    read(source, new VisibleTable(TABLE, LABEL), List.of());
    assertThat(lake.files.read)
        .containsExactly(
            List.of(LABEL, NAME), List.of(NAME, LABEL), List.of(NAME, LABEL), List.of(LABEL));
  }

  private static void read(
      ConnectorPageSourceProvider source,
      ConnectorTableHandle table,
      List<? extends ColumnHandle> columns) {
    source.createPageSource(
        null, someSession(), null, table, List.copyOf(columns), DynamicFilter.EMPTY);
  }

  private static ConnectorSession someSession() {
    return (ConnectorSession)
        Proxy.newProxyInstance(
            GuardedConnectorTest.class.getClassLoader(),
            new Class<?>[] {ConnectorSession.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private static Constraint where(Map<ColumnHandle, Domain> domains) {
    return new Constraint(TupleDomain.withColumnDomains(domains));
  }

  private static Domain is(String value) {
    return Domain.singleValue(VarcharType.VARCHAR, Slices.utf8Slice(value));
  }

  private static List<?> values(String other) {
    return List.of(Slices.utf8Slice(RowFilter.SEEN), Slices.utf8Slice(other));
  }
}
