package org.insight.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.slice.Slices;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorPageSourceProviderFactory;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.connector.ConnectorSplitSource.ConnectorSplitBatch;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableProperties;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.connector.FixedPageSource;
import io.trino.spi.connector.FixedSplitSource;
import io.trino.spi.connector.PointerType;
import io.trino.spi.connector.SampleType;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.security.AccessDeniedException;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.transaction.IsolationLevel;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.insight.entitlements.RowFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a connector passes its guard; TrinoLeaksIT asks Trino itself. */
class GuardedConnectorTest {

  private static final SchemaTableName TRENDS = new SchemaTableName("curated", "trends_monthly");
  private static final Table TABLE = new Table(TRENDS);
  private static final Column LABEL = new Column("policy_id");
  private static final Column NAME = new Column("name");
  private static final Domain SEEN = is("seen by insight_lake");
  private static final GuardedTable GUARDED = new GuardedTable(TRENDS, TABLE, LABEL, false);
  private static final GuardedTable FILTERED = new GuardedTable(TRENDS, TABLE, LABEL, true);

  /** As Iceberg's, which shows its snapshot. */
  private record Table(SchemaTableName name) implements ConnectorTableHandle {
    @Override
    public String toString() {
      return name + "$data@7162534091";
    }
  }

  private record Column(String name) implements ColumnHandle {}

  /** Of a file, as Iceberg's. */
  private record Part(String file) implements ConnectorSplit {}

  private record Transaction() implements ConnectorTransactionHandle {}

  /** As Iceberg's, which says of a table how many rows and files it has. */
  private static final class Talkative implements ConnectorMetadata {

    @Override
    public Optional<Object> getInfo(ConnectorSession session, ConnectorTableHandle table) {
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
      return new Table(table);
    }

    /** Knows its own tables and no other. */
    @Override
    public Map<String, ColumnHandle> getColumnHandles(
        ConnectorSession session, ConnectorTableHandle table) {
      return ((Table) table).name().equals(TRENDS)
          ? Map.of("policy_id", LABEL, "name", NAME)
          : Map.of("name", NAME);
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
      return List.of(TRENDS);
    }
  }

  private static final class OfLake implements Connector {

    private final List<ConnectorSplit> splits = new ArrayList<>();
    private final List<List<ColumnHandle>> read = new ArrayList<>();

    @Override
    public ConnectorTransactionHandle beginTransaction(
        IsolationLevel isolation, boolean readOnly, boolean autoCommit) {
      return new Transaction();
    }

    @Override
    public ConnectorSplitManager getSplitManager() {
      return new ConnectorSplitManager() {
        @Override
        public ConnectorSplitSource getSplits(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorTableHandle table,
            DynamicFilter filter,
            Constraint constraint) {
          assertThat(transaction).isEqualTo(new Transaction());
          assertThat(table).isEqualTo(TABLE);
          return new FixedSplitSource(splits);
        }
      };
    }

    @Override
    public ConnectorPageSourceProviderFactory getPageSourceProviderFactory() {
      return () ->
          (transaction, session, split, table, columns, filter) -> {
            assertThat(transaction).isEqualTo(new Transaction());
            assertThat(table).isEqualTo(TABLE);
            read.add(columns);
            return new Talking(new FixedPageSource(List.of()));
          };
    }

    @Override
    public ConnectorMetadata getMetadata(
        ConnectorSession session, ConnectorTransactionHandle transaction) {
      assertThat(transaction).isEqualTo(new Transaction());
      return new Talkative();
    }
  }

  /** Of all rows. */
  private record Talking(ConnectorPageSource pages) implements ConnectorPageSource {

    @Override
    public long getCompletedBytes() {
      return 4711;
    }

    @Override
    public long getReadTimeNanos() {
      return 4711;
    }

    @Override
    public boolean isFinished() {
      return pages.isFinished();
    }

    @Override
    public SourcePage getNextSourcePage() {
      return pages.getNextSourcePage();
    }

    @Override
    public long getMemoryUsage() {
      return 4711;
    }

    @Override
    public void close() {}
  }

  private final OfLake lake = new OfLake();
  private final Connector connector = new GuardedConnector(lake, 1);

  private static ConnectorSession session(String query) {
    return new WhyTest.Session(query, new WhyTest.Whole(Set.of(), Optional.empty()));
  }

  private static final ConnectorSession SESSION = session("q");

  private ConnectorTransactionHandle begun() {
    return connector.beginTransaction(IsolationLevel.SERIALIZABLE, false, true);
  }

  private ConnectorTransactionHandle claimed() {
    ConnectorTransactionHandle begun = begun();
    connector.getMetadata(SESSION, begun);
    return begun;
  }

  private ConnectorMetadata metadata() {
    return connector.getMetadata(SESSION, begun());
  }

  @Test
  void howManyRowsATableHasIsNotTold() {
    ConnectorMetadata metadata = metadata();
    assertThat(metadata.listTables(SESSION, Optional.empty()))
        .as("goes on")
        .containsExactly(TRENDS);
    assertThat(metadata.getInfo(SESSION, GUARDED)).isEmpty();
    assertThat(metadata.getTableStatistics(SESSION, GUARDED)).isEqualTo(TableStatistics.empty());
    assertThat(metadata.getTableProperties(SESSION, GUARDED).getPredicate())
        .as("nor that it has none")
        .isEqualTo(TupleDomain.all());
  }

  /** As by FOR VERSION AS OF, which names a snapshot or a branch, and FOR TIMESTAMP AS OF. */
  @Test
  void aTableIsReadAsItIsAndNotAsItWas() {
    ConnectorMetadata metadata = metadata();
    Optional<ConnectorTableVersion> none = Optional.empty();
    assertThat(metadata.getTableHandle(SESSION, TRENDS, none, none)).isEqualTo(GUARDED);
    Optional<ConnectorTableVersion> some =
        Optional.of(
            new ConnectorTableVersion(PointerType.TARGET_ID, BigintType.BIGINT, 7_162_534_091L));
    for (List<Optional<ConnectorTableVersion>> asked :
        List.of(List.of(none, some), List.of(some, none), List.of(some, some))) {
      assertThatThrownBy(() -> metadata.getTableHandle(SESSION, TRENDS, asked.get(0), asked.get(1)))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage("Access Denied: Cannot read a table as it was");
    }
  }

  /** Iceberg's keeps each table as a transaction read it first. */
  @Test
  void aTransactionIsOfOneStatement() {
    for (boolean readOnly : List.of(true, false)) {
      assertThatThrownBy(
              () -> connector.beginTransaction(IsolationLevel.SERIALIZABLE, readOnly, false))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage("Access Denied: Cannot read in a transaction of several statements");
    }
  }

  @Test
  void aTransactionIsOfOneQuery() {
    ConnectorTransactionHandle begun = begun();
    ConnectorMetadata metadata = connector.getMetadata(SESSION, begun);
    ConnectorSession other = session("another");
    String refused = "Access Denied: Cannot read in the transaction of another query";
    assertThatThrownBy(() -> connector.getMetadata(other, begun))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(refused);
    assertThatThrownBy(
            () -> metadata.getTableHandle(other, TRENDS, Optional.empty(), Optional.empty()))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(refused);
    assertThatThrownBy(() -> metadata.listTables(other, Optional.empty())).hasMessage(refused);
    for (ConnectorTransactionHandle transaction :
        List.of(begun, sent(begun), begun(), new Transaction())) {
      assertThatThrownBy(
              () -> connector.getSplitManager().getSplits(transaction, other, FILTERED, null, null))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> read(transaction, other, FILTERED, List.of()))
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThat(sent(begun)).isEqualTo(begun);
    read(sent(begun), SESSION, FILTERED, List.of());
  }

  /** As a worker gets it. */
  private static ConnectorTransactionHandle sent(ConnectorTransactionHandle transaction) {
    GuardedTransaction guarded = (GuardedTransaction) transaction;
    return new GuardedTransaction(guarded.getInner(), guarded.getQuery());
  }

  /** Trino prints tables so in plans. */
  @Test
  void aTableIsShownWithoutItsSnapshot() {
    assertThat(GUARDED).hasToString("curated.trends_monthly");
  }

  @Test
  void ofConditionsTheRulesFilterAloneIsTaken() {
    ConnectorMetadata metadata = metadata();
    ConstraintApplicationResult<ConnectorTableHandle> taken =
        metadata
            .applyFilter(SESSION, GUARDED, where(Map.of(LABEL, SEEN, NAME, is("Ann"))))
            .orElseThrow();
    assertThat(taken.getRemainingFilter())
        .as("by Trino, of visible rows")
        .isEqualTo(TupleDomain.withColumnDomains(Map.of(NAME, is("Ann"))));
    assertThat(taken.getHandle()).isEqualTo(FILTERED);
    assertThat(metadata.getColumnHandles(SESSION, taken.getHandle())).as("inside").hasSize(2);
    assertThat(metadata.applyFilter(SESSION, taken.getHandle(), where(Map.of(LABEL, SEEN))))
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
      assertThat(metadata.applyFilter(SESSION, GUARDED, where(other))).as("%s", other).isEmpty();
    }
  }

  /** It would be of files, and tell how visible rows lie in them. */
  @Test
  void noSampleIsOfFiles() {
    ConnectorMetadata metadata = metadata();
    assertThatThrownBy(() -> metadata.applySample(SESSION, GUARDED, SampleType.SYSTEM, 0.5))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("found TABLESAMPLE SYSTEM");
    assertThat(metadata.applySample(SESSION, GUARDED, SampleType.BERNOULLI, 0.5)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aScanHasAsManySplitsAsTheCatalogSays(int count) throws Exception {
    for (int files : List.of(0, 1, 2, 1000, 2500)) {
      List<ConnectorSplit> all = new ArrayList<>();
      for (int i = 0; i < files; i++) {
        all.add(new Part("file-" + i));
        all.add(new Part("file-" + i));
      }
      ConnectorSplitSource source =
          new GuardedSplitSource(new FixedSplitSource(all), count, split -> ((Part) split).file());
      List<GuardedSplit> splits = new ArrayList<>();
      while (!source.isFinished()) {
        ConnectorSplitBatch batch = source.getNextBatch(2).get();
        assertThat(batch.getSplits()).hasSizeBetween(1, 2);
        batch.getSplits().forEach(split -> splits.add((GuardedSplit) split));
        assertThat(batch.isNoMoreSplits()).isEqualTo(source.isFinished());
      }
      assertThat(splits).as("of %s files", files).hasSize(count);
      assertThat(splits.stream().flatMap(split -> split.inner().stream()))
          .containsExactlyInAnyOrderElementsOf(all);
      Set<String> places = new HashSet<>();
      IntStream.range(0, count)
          .forEach(
              i -> splits.get(i).inner().forEach(part -> places.add(i + ((Part) part).file())));
      assertThat(places).as("a file is in one split").hasSize(files);
    }
  }

  /** Or LIMIT would read other rows once hidden files have arrived. */
  @Test
  void filesAreReadInTheOrderOfTheirPaths() throws Exception {
    List<ConnectorSplit> all = List.of(new Part("b"), new Part("hidden"), new Part("a"));
    ConnectorSplitSource source =
        new GuardedSplitSource(new FixedSplitSource(all), 1, split -> ((Part) split).file());
    assertThat(((GuardedSplit) source.getNextBatch(1).get().getSplits().get(0)).inner())
        .containsExactly(new Part("a"), new Part("b"), new Part("hidden"));
  }

  @Test
  void theCatalogSaysHowManySplits() {
    assertThat(LakeConnectorFactory.splits(null)).isEqualTo(1);
    assertThat(LakeConnectorFactory.splits("16")).isEqualTo(16);
    for (String none : List.of("0", "-1", "", "many", "1001", "99999999999")) {
      assertThatThrownBy(() -> LakeConnectorFactory.splits(none))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith("is a number from 1 to 1000, found " + none);
    }
  }

  /** However many files there are. */
  @Test
  void ofWhatIsReadNothingIsTold() throws Exception {
    for (int files : List.of(0, 1, 3)) {
      lake.read.clear();
      List<ConnectorSplit> parts =
          IntStream.range(0, files).<ConnectorSplit>mapToObj(i -> new Part("file-" + i)).toList();
      try (ConnectorPageSource pages =
          pages(claimed(), SESSION, new GuardedSplit(parts), FILTERED, List.of())) {
        assertThat(pages.getMemoryUsage()).isEqualTo(VisibleRows.MEMORY_BYTES);
        while (!pages.isFinished()) {
          assertThat(pages.getNextSourcePage()).isNull();
          assertThat(pages.getMemoryUsage()).isEqualTo(VisibleRows.MEMORY_BYTES);
        }
        assertThat(pages.getCompletedBytes()).isZero();
        assertThat(pages.getReadTimeNanos()).isZero();
        assertThat(pages.getCompletedPositions()).hasValue(0);
      }
      assertThat(lake.read).hasSize(files);
    }
  }

  @Test
  void noRowIsReadWithoutItsLabel() {
    ConnectorTransactionHandle transaction = claimed();
    GuardedTable unlabelled = new GuardedTable(TRENDS, TABLE, null, true);
    for (GuardedTable table : List.of(GUARDED, unlabelled)) {
      assertThatThrownBy(() -> read(transaction, SESSION, table, List.of(NAME)))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessage("Access Denied: Cannot read rows without their labels");
    }
    assertThatThrownBy(() -> read(transaction, SESSION, TABLE, List.of(LABEL)))
        .as("past the guard")
        .isInstanceOf(AccessDeniedException.class);
    assertThat(lake.read).isEmpty();
    read(transaction, SESSION, GUARDED, List.of(LABEL, NAME));
    read(transaction, SESSION, FILTERED, List.of(NAME, LABEL));
    read(transaction, SESSION, FILTERED, List.of(NAME));
    read(transaction, SESSION, FILTERED, List.of());
    assertThat(lake.read)
        .containsExactly(
            List.of(LABEL, NAME), List.of(NAME, LABEL), List.of(NAME, LABEL), List.of(LABEL));
  }

  private void read(
      ConnectorTransactionHandle transaction,
      ConnectorSession session,
      ConnectorTableHandle table,
      List<ColumnHandle> columns) {
    pages(transaction, session, new GuardedSplit(List.of(new Part("file"))), table, columns)
        .getNextSourcePage();
  }

  private ConnectorPageSource pages(
      ConnectorTransactionHandle transaction,
      ConnectorSession session,
      ConnectorSplit split,
      ConnectorTableHandle table,
      List<ColumnHandle> columns) {
    ConnectorPageSourceProvider source =
        connector.getPageSourceProviderFactory().createPageSourceProvider();
    return source.createPageSource(
        transaction, session, split, table, columns, DynamicFilter.EMPTY);
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
