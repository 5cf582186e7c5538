package org.insight.trino;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.trino.spi.HostAddress;
import io.trino.spi.SplitWeight;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.security.AccessDeniedException;
import java.util.List;
import java.util.Map;

/**
 * A fixed share of a table: some of Iceberg's splits, or none. Trino is told the same of every
 * share, however many files are in it.
 *
 * @param inner Iceberg's splits, which are read one after the other
 */
public record GuardedSplit(@JsonProperty("inner") List<ConnectorSplit> inner)
    implements ConnectorSplit {

  /** What Trino takes a split for in its own memory. */
  private static final long RETAINED_BYTES = 1024;

  static GuardedSplit of(ConnectorSplit split) {
    if (split instanceof GuardedSplit guarded) {
      return guarded;
    }
    throw new AccessDeniedException("Cannot read a split that the guard has not made");
  }

  @Override
  @JsonIgnore
  public boolean isRemotelyAccessible() {
    return true;
  }

  @Override
  @JsonIgnore
  public List<HostAddress> getAddresses() {
    return List.of();
  }

  @Override
  @JsonIgnore
  @Deprecated
  @SuppressWarnings("removal")
  public Map<String, String> getSplitInfo() {
    return Map.of();
  }

  @Override
  @JsonIgnore
  public SplitWeight getSplitWeight() {
    return SplitWeight.standard();
  }

  @Override
  @JsonIgnore
  public long getRetainedSizeInBytes() {
    return RETAINED_BYTES;
  }

  /** No path and no size. */
  @Override
  public String toString() {
    return "split";
  }
}
