package org.insight.trino;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.block.VariableWidthBlock;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of one of Trino's pages, with the mark of those that may be seen instead of their label. */
final class MarkedPage implements InvocationHandler {

  private static final Slice MARK = Slices.utf8Slice(RowFilter.SEEN);
  private static final Block MARKED =
      new VariableWidthBlock(1, MARK, new int[] {0, MARK.length()}, Optional.empty());

  private final SourcePages pages;
  private final Object page;
  private final int label;
  private final int start;
  private final int length;

  /** Of the rows from the start on those that Trino kept; null: all. */
  private int @Nullable [] kept;

  private MarkedPage(SourcePages pages, Object page, int label, int start, int length) {
    this.pages = pages;
    this.page = page;
    this.label = label;
    this.start = start;
    this.length = length;
  }

  /**
   * @param label the column of the labels
   * @param start first of the rows
   * @param length how many
   */
  static Object of(SourcePages pages, Object page, int label, int start, int length) {
    return pages.of(new MarkedPage(pages, page, label, start, length));
  }

  /**
   * As the other, of rows here and there.
   *
   * @param positions of the rows, and perhaps more behind
   * @param count how many
   */
  static Object of(SourcePages pages, Object page, int label, int[] positions, int count) {
    MarkedPage rows = new MarkedPage(pages, page, label, 0, positions[count - 1] + 1);
    rows.select(positions, 0, count);
    return pages.of(rows);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "getPositionCount":
        return positions();
      case "getBlock":
        return block((int) argument(arguments, 0));
      case "getPage":
        return columns(upTo(pages.channels(page)));
      case "getColumns":
        return columns((int[]) argument(arguments, 0));
      case "selectPositions":
        select(
            (int[]) argument(arguments, 0),
            (int) argument(arguments, 1),
            (int) argument(arguments, 2));
        return null;
      case "getChannelCount",
      "getSizeInBytes",
      "getRetainedSizeInBytes",
      "retainedBytesForEachPart":
        return GuardedConnector.call(page, method, arguments);
      default:
        return GuardedConnector.ofObject(page, method, arguments);
    }
  }

  private static Object argument(Object @Nullable [] arguments, int number) {
    if (arguments == null) {
      throw new IllegalArgumentException("no arguments");
    }
    return arguments[number];
  }

  private static int[] upTo(int count) {
    int[] each = new int[count];
    Arrays.setAll(each, i -> i);
    return each;
  }

  private int positions() {
    int[] some = kept;
    return some == null ? length : some.length;
  }

  private Page columns(int[] channels) throws Throwable {
    Block[] blocks = new Block[channels.length];
    for (int i = 0; i < channels.length; i++) {
      blocks[i] = block(channels[i]);
    }
    return new Page(positions(), blocks);
  }

  private Block block(int channel) throws Throwable {
    if (channel == label) {
      return RunLengthEncodedBlock.create(MARKED, positions());
    }
    Block all = pages.block(page, channel);
    Block run = start == 0 && length == all.getPositionCount() ? all : all.getRegion(start, length);
    int[] some = kept;
    return some == null ? run : run.getPositions(some, 0, some.length);
  }

  /** The page itself may be that of other runs too. */
  private void select(int[] positions, int offset, int count) {
    int[] before = kept;
    int[] after = Arrays.copyOfRange(positions, offset, offset + count);
    if (before != null) {
      for (int i = 0; i < count; i++) {
        after[i] = before[after[i]];
      }
    }
    kept = after;
  }
}
