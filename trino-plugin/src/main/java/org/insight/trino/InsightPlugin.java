package org.insight.trino;

import io.trino.spi.Plugin;
import io.trino.spi.connector.ConnectorFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.insight.entitlements.RowFilter;

/**
 * What Trino loads: brings the connector that filters rows, a function that says who may see a
 * label, and the entitlements that both go by.
 */
public final class InsightPlugin implements Plugin {

  /** The folder that the platform publishes to; conf/trino names its rules by it too. */
  private static final String FOLDER = "INSIGHT_TRINO_ETC";

  /** Trino makes functions by itself, so what they share is static. */
  private static final Published PUBLISHED = published();

  static Entitlements entitlements() {
    return PUBLISHED.latest();
  }

  private static Published published() {
    String folder = System.getenv(FOLDER);
    if (folder == null) {
      throw new IllegalStateException("Cannot filter rows: the environment lacks " + FOLDER);
    }
    Published published = new Published(Path.of(folder, RowFilter.ENTITLEMENTS));
    published.watch();
    return published;
  }

  @Override
  public Iterable<ConnectorFactory> getConnectorFactories() {
    return List.of(new LakeConnectorFactory());
  }

  @Override
  public Set<Class<?>> getFunctions() {
    return Set.of(MaySee.class);
  }
}
