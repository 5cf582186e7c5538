package org.insight.trino;

import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.metrics.Metrics;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file that the reader may see. Columns beside the label are read where such rows
 * are, and no others.
 *
 * <p>Trino's interface 435, the newest that Java 17 reads, does not have the pages that sources
 * give since (SourcePage), so they are reached by the names of their methods.
 */
final class VisibleRows implements InvocationHandler {

  /** Pages without a visible row that are passed over before another split gets its turn. */
  private static final int AT_ONCE = 32;

  /** Runs of rows are handed on as they lie, without a copy; many short ones are put together. */
  private static final int FEW_RUNS = 4;

  private final ConnectorPageSource all;
  private final ConnectorSession session;
  private final int label;
  private @Nullable Answers answers;
  private long shown;

  /** Of the visible rows of a page. */
  private int[] positions = new int[0];

  /** Those of the last page that are still to be given. */
  private final Deque<Object> runs = new ArrayDeque<>();

  private VisibleRows(ConnectorPageSource all, ConnectorSession session, int label) {
    this.all = all;
    this.session = session;
    this.label = label;
  }

  /**
   * @param label which of the columns of the source is that of the rows' labels
   */
  static ConnectorPageSource of(ConnectorPageSource all, ConnectorSession session, int label) {
    return (ConnectorPageSource)
        Proxy.newProxyInstance(
            VisibleRows.class.getClassLoader(),
            new Class<?>[] {ConnectorPageSource.class},
            new VisibleRows(all, session, label));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "getNextSourcePage" -> next(method);
      case "isFinished" -> runs.isEmpty() && all.isFinished();
      // How many rows there are beside them nobody is told.
      case "getCompletedPositions" -> OptionalLong.of(shown);
      case "getMetrics" -> Metrics.EMPTY;
      case "getCompletedBytes", "getReadTimeNanos", "getMemoryUsage", "isBlocked", "close" ->
          GuardedConnector.call(all, method, arguments);
      default -> GuardedConnector.ofObject(all, method, arguments);
    };
  }

  private @Nullable Object next(Method nextPage) throws Throwable {
    if (!runs.isEmpty()) {
      return runs.remove();
    }
    for (int i = 0; i < AT_ONCE; i++) {
      Object page = GuardedConnector.call(all, nextPage, null);
      if (page == null) {
        return null;
      }
      SourcePages pages = SourcePages.of(nextPage.getReturnType());
      answers = Answers.to(session, pages.block(page, label), answers);
      int count = pages.positions(page);
      if (positions.length < count) {
        positions = new int[count];
      }
      int some = answers.visible(positions);
      if (some > 0) {
        shown += some;
        return some == count
            ? MarkedPage.of(pages, page, label, 0, some)
            : marked(pages, page, some);
      }
    }
    return null;
  }

  /** The page of the visible rows, or the first of their runs, where they are few. */
  private Object marked(SourcePages pages, Object page, int some) {
    if (runsOf(positions, some) > FEW_RUNS) {
      return MarkedPage.of(pages, page, label, positions, some);
    }
    int start = 0;
    for (int i = 1; i <= some; i++) {
      if (i == some || positions[i] != positions[i - 1] + 1) {
        runs.add(MarkedPage.of(pages, page, label, positions[start], i - start));
        start = i;
      }
    }
    return runs.remove();
  }

  private static int runsOf(int[] positions, int count) {
    int number = 1;
    for (int i = 1; i < count; i++) {
      number += positions[i] == positions[i - 1] + 1 ? 0 : 1;
    }
    return number;
  }
}
