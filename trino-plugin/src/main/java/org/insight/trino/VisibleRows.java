package org.insight.trino;

import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplit;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a share of a table that the reader may see: Iceberg's splits, one after the other.
 * Columns beside the label are read only where there are such rows.
 *
 * <p>Trino shows what a source says of itself to the reader. So bytes and time are zero, memory is
 * constant, and the rows are the visible ones.
 */
final class VisibleRows implements ConnectorPageSource {

  /** Pages without a visible row that are passed over before another split gets its turn. */
  private static final int AT_ONCE = 32;

  /** What Trino counts for one open file. What the reader really takes hangs on hidden rows. */
  static final long MEMORY_BYTES = 2L << 20;

  private final Queue<ConnectorSplit> left;
  private final Function<ConnectorSplit, ConnectorPageSource> opener;
  private final ConnectorSession session;
  private final int label;
  private final VisibleValues[] columns;
  private @Nullable ConnectorPageSource current;
  private @Nullable Answers answers;
  private long shown;
  private boolean closed;

  /** Takes those of the visible rows of a page; none while a page has it. */
  private int[] positions = new int[0];

  /**
   * @param label which of the columns of the sources is that of the rows' labels
   * @param columns how many of them are handed on, from the first
   */
  VisibleRows(
      List<ConnectorSplit> splits,
      Function<ConnectorSplit, ConnectorPageSource> opener,
      ConnectorSession session,
      int label,
      int columns) {
    this.left = new ArrayDeque<>(splits);
    this.opener = opener;
    this.session = session;
    this.label = label;
    this.columns = new VisibleValues[columns];
    Arrays.setAll(this.columns, column -> new VisibleValues());
  }

  @Override
  public @Nullable SourcePage getNextSourcePage() {
    for (int i = 0; i < AT_ONCE; i++) {
      ConnectorPageSource source = open();
      if (source == null || !source.isBlocked().isDone()) {
        return null;
      }
      SourcePage page = source.getNextSourcePage();
      if (page != null) {
        SourcePage visible = visible(page);
        if (visible != null) {
          return visible;
        }
      }
    }
    return null;
  }

  /** The source to read from; null: all are read. */
  private @Nullable ConnectorPageSource open() {
    while (!closed) {
      ConnectorPageSource source = current;
      if (source != null && !source.isFinished()) {
        return source;
      }
      closeCurrent();
      ConnectorSplit next = left.poll();
      if (next == null) {
        return null;
      }
      current = opener.apply(next);
    }
    return null;
  }

  private @Nullable SourcePage visible(SourcePage page) {
    answers = Answers.to(session, page.getBlock(label), answers);
    int count = page.getPositionCount();
    if (positions.length < count) {
      positions = new int[count];
    }
    int some = answers.visible(positions);
    if (some == 0) {
      return null;
    }
    shown += some;
    int start = positions[0];
    int[] kept = null;
    boolean isRun = positions[some - 1] - start == some - 1;
    if (!isRun) {
      kept = positions;
      positions = new int[0];
    }
    return new MarkedPage(page, label, columns, start, kept, some);
  }

  @Override
  @Deprecated
  @SuppressWarnings("removal")
  public Page getNextPage() {
    throw new UnsupportedOperationException("getNextPage");
  }

  @Override
  public boolean isFinished() {
    return closed || (left.isEmpty() && (current == null || current.isFinished()));
  }

  @Override
  public CompletableFuture<?> isBlocked() {
    return current == null ? NOT_BLOCKED : current.isBlocked();
  }

  @Override
  public long getCompletedBytes() {
    return 0;
  }

  /** How many rows there are beside them nobody is told. */
  @Override
  public OptionalLong getCompletedPositions() {
    return OptionalLong.of(shown);
  }

  @Override
  public long getReadTimeNanos() {
    return 0;
  }

  @Override
  public long getMemoryUsage() {
    return closed ? 0 : MEMORY_BYTES;
  }

  @Override
  public Metrics getMetrics() {
    return Metrics.EMPTY;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    left.clear();
    ConnectorPageSource source = current;
    current = null;
    if (source != null) {
      source.close();
    }
  }

  private void closeCurrent() {
    ConnectorPageSource source = current;
    current = null;
    if (source != null) {
      try {
        source.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
