package org.insight.trino;

import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.ConnectorSplitSource;
import io.trino.spi.metrics.Metrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The splits of one scan: as many as the catalog's setting says, however many files the table has.
 * Trino shows every reader the number of splits, and with one split a file it would count hidden
 * arrivals.
 *
 * <p>Iceberg's splits are collected first and dealt by their file, so a scan begins once all of
 * them are known.
 */
final class GuardedSplitSource implements ConnectorSplitSource {

  /** How many of Iceberg's splits are asked for at once. */
  private static final int BATCH = 1000;

  private final ConnectorSplitSource inner;
  private final int count;
  private final Function<ConnectorSplit, String> fileOf;

  /** The guard's splits; null until Iceberg's are collected. */
  private volatile @Nullable List<ConnectorSplit> dealt;

  private volatile int given;

  /**
   * @param count how many splits the scan has
   * @param fileOf the path of the file of one of Iceberg's splits
   */
  GuardedSplitSource(
      ConnectorSplitSource inner, int count, Function<ConnectorSplit, String> fileOf) {
    this.inner = inner;
    this.count = count;
    this.fileOf = fileOf;
  }

  @Override
  public CompletableFuture<ConnectorSplitBatch> getNextBatch(int maxSize) {
    List<ConnectorSplit> known = dealt;
    if (known != null) {
      return CompletableFuture.completedFuture(next(known, maxSize));
    }
    return collect(new ArrayList<>())
        .thenApply(
            all -> {
              List<ConnectorSplit> shares = deal(all);
              dealt = shares;
              return next(shares, maxSize);
            });
  }

  private CompletableFuture<List<ConnectorSplit>> collect(List<ConnectorSplit> sofar) {
    if (inner.isFinished()) {
      return CompletableFuture.completedFuture(sofar);
    }
    return inner
        .getNextBatch(BATCH)
        .thenCompose(
            batch -> {
              sofar.addAll(batch.getSplits());
              return batch.isNoMoreSplits()
                  ? CompletableFuture.completedFuture(sofar)
                  : collect(sofar);
            });
  }

  private List<ConnectorSplit> deal(List<ConnectorSplit> all) {
    List<List<ConnectorSplit>> shares = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shares.add(new ArrayList<>());
    }
    // In the order of their paths: which visible file is read first, and so how many rows a query
    // with LIMIT reads, must not hang on hidden ones. Parts of one file keep their order.
    all.sort(Comparator.comparing(fileOf));
    for (ConnectorSplit split : all) {
      shares.get(Math.floorMod(fileOf.apply(split).hashCode(), count)).add(split);
    }
    return shares.stream()
        .<ConnectorSplit>map(share -> new GuardedSplit(List.copyOf(share)))
        .toList();
  }

  private ConnectorSplitBatch next(List<ConnectorSplit> shares, int maxSize) {
    int start = given;
    int end = Math.min(count, start + maxSize);
    given = end;
    return new ConnectorSplitBatch(shares.subList(start, end), end == count);
  }

  @Override
  public void close() {
    inner.close();
  }

  @Override
  public boolean isFinished() {
    return given == count;
  }

  @Override
  public Optional<List<Object>> getTableExecuteSplitsInfo() {
    return Optional.empty();
  }

  @Override
  public Metrics getMetrics() {
    return Metrics.EMPTY;
  }

  /** Iceberg's prints the table with its snapshot. */
  @Override
  public String toString() {
    return "splits";
  }
}
