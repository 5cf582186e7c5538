package org.insight.trino;

import io.trino.plugin.iceberg.IcebergPlugin;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorContext;
import io.trino.spi.connector.ConnectorFactory;
import java.util.HashMap;
import java.util.Map;
import org.insight.entitlements.RowFilter;
import org.jspecify.annotations.Nullable;

/**
 * {@code connector.name=insight_lake} in the file of a catalog: Trino's connector for Iceberg, with
 * the same settings and {@value #SPLITS_PER_SCAN}, behind a {@link GuardedConnector}.
 */
final class LakeConnectorFactory implements ConnectorFactory {

  /** How many splits each scan of a table has; 1 unless the catalog says more. */
  static final String SPLITS_PER_SCAN = "insight.splits-per-scan";

  private static final int MOST_SPLITS = 1000;

  @Override
  public String getName() {
    return RowFilter.CONNECTOR;
  }

  /**
   * @throws IllegalStateException if the plugin does not lie beside that for Iceberg
   * @throws IllegalArgumentException if the number of splits is none
   */
  @Override
  public Connector create(String catalog, Map<String, String> config, ConnectorContext context) {
    Map<String, String> own = new HashMap<>(config);
    int splits = splits(own.remove(SPLITS_PER_SCAN));
    return new GuardedConnector(iceberg().create(catalog, own, context), splits);
  }

  static int splits(@Nullable String setting) {
    if (setting == null) {
      return 1;
    }
    if (setting.matches("[0-9]{1,4}")) {
      int splits = Integer.parseInt(setting);
      if (splits >= 1 && splits <= MOST_SPLITS) {
        return splits;
      }
    }
    throw new IllegalArgumentException(
        "Cannot open the lake: "
            + SPLITS_PER_SCAN
            + " is a number from 1 to "
            + MOST_SPLITS
            + ", found "
            + setting);
  }

  private static ConnectorFactory iceberg() {
    try {
      for (ConnectorFactory factory : new IcebergPlugin().getConnectorFactories()) {
        if (factory.getName().equals("iceberg")) {
          return factory;
        }
      }
    } catch (NoClassDefFoundError e) {
      throw new IllegalStateException(
          "Cannot guard the lake: insight-trino-plugin.jar belongs into plugin/iceberg", e);
    }
    throw new IllegalStateException("Cannot guard the lake: Trino's plugin has no such connector");
  }
}
