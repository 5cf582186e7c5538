package org.insight.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.statistics.Estimate;
import io.trino.spi.statistics.TableStatistics;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of a connector's metadata passes its door; TrinoLeaksIT asks Trino itself. */
class GuardedConnectorTest {

  private static final SchemaTableName PERSONS = new SchemaTableName("curated", "persons");

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

    @Override
    public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schema) {
      return List.of(PERSONS);
    }
  }

  private static final class OfLake implements Connector {

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
  }
}
