package org.insight.trino;

import io.trino.spi.Plugin;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import java.util.Map;

/**
 * {@code connector.name=insight_lake} in the file of a catalog: Trino's connector for Iceberg, with
 * the same settings, behind a {@link GuardedConnector}.
 */
final class LakeConnectorFactory implements ConnectorFactory {

  @Override
  public String getName() {
    return RowFilter.CONNECTOR;
  }

  /**
   * @throws IllegalStateException where the plugin does not lie beside that for Iceberg
   */
  @Override
  public Connector create(String catalog, Map<String, String> config, ConnectorContext context) {
    return GuardedConnector.of(iceberg().create(catalog, config, context));
  }

  /** By its name, for each version of Trino has its own, and no other plugin sees its classes. */
  private static ConnectorFactory iceberg() {
    try {
      Plugin plugin =
          (Plugin)
              Class.forName("io.trino.plugin.iceberg.IcebergPlugin")
                  .getDeclaredConstructor()
                  .newInstance();
      for (ConnectorFactory factory : plugin.getConnectorFactories()) {
        if (factory.getName().equals("iceberg")) {
          return factory;
        }
      }
      throw new IllegalStateException(
          "Cannot guard the lake: Trino's plugin has no such connector");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Cannot guard the lake: insight-trino-plugin.jar belongs into plugin/iceberg", e);
    }
  }
}
