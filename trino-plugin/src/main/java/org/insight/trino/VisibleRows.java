package org.insight.trino;

import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.metrics.Metrics;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
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

  private final ConnectorPageSource all;
  private final ConnectorSession session;
  private final int label;
  private final VisibleValues[] columns;
  private @Nullable Answers answers;
  private long shown;

  /** Takes those of the visible rows of a page; none while a page has it. */
  private int[] positions = new int[0];

  private VisibleRows(ConnectorPageSource all, ConnectorSession session, int label, int columns) {
    this.all = all;
    this.session = session;
    this.label = label;
    this.columns = new VisibleValues[columns];
    Arrays.setAll(this.columns, column -> new VisibleValues());
  }

  /**
   * @param label which of the columns of the source is that of the rows' labels
   * @param columns how many of them are handed on, from the first
   */
  static ConnectorPageSource of(
      ConnectorPageSource all, ConnectorSession session, int label, int columns) {
    return (ConnectorPageSource)
        Proxy.newProxyInstance(
            VisibleRows.class.getClassLoader(),
            new Class<?>[] {ConnectorPageSource.class},
            new VisibleRows(all, session, label, columns));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "getNextSourcePage" -> next(method);
      case "isFinished" -> all.isFinished();
      // How many rows there are beside them nobody is told.
      case "getCompletedPositions" -> OptionalLong.of(shown);
      case "getMetrics" -> Metrics.EMPTY;
      case "getCompletedBytes", "getReadTimeNanos", "getMemoryUsage", "isBlocked", "close" ->
          GuardedConnector.call(all, method, arguments);
      default -> GuardedConnector.ofObject(all, method, arguments);
    };
  }

  private @Nullable Object next(Method nextPage) throws Throwable {
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
        int start = positions[0];
        int[] kept = null;
        boolean isRun = positions[some - 1] - start == some - 1;
        if (!isRun) {
          kept = positions;
          positions = new int[0];
        }
        return pages.of(new MarkedPage(pages, page, label, columns, start, kept, some));
      }
    }
    return null;
  }
}
