package org.insight.trino;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.ByteArrayBlock;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.block.ShortArrayBlock;
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
  private final int columns;
  private final int start;
  private final int length;

  /** Of the rows from the start on those that Trino kept; null: all. */
  private int @Nullable [] kept;

  /** How many rows are left. */
  private int count;

  private MarkedPage(
      SourcePages pages, Object page, int label, int columns, int start, int length) {
    this.pages = pages;
    this.page = page;
    this.label = label;
    this.columns = columns;
    this.start = start;
    this.length = length;
    this.count = length;
  }

  /**
   * @param label the column of the labels
   * @param columns how many of them are shown, from the first
   * @param start first of the rows
   * @param length how many
   */
  static Object of(SourcePages pages, Object page, int label, int columns, int start, int length) {
    return pages.of(new MarkedPage(pages, page, label, columns, start, length));
  }

  /**
   * As the other, of rows here and there.
   *
   * @param positions of the rows, and perhaps more behind; the page keeps it
   * @param count how many
   */
  static Object of(
      SourcePages pages, Object page, int label, int columns, int[] positions, int count) {
    MarkedPage rows = new MarkedPage(pages, page, label, columns, 0, positions[count - 1] + 1);
    rows.kept = positions;
    rows.count = count;
    return pages.of(rows);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "getPositionCount":
        return count;
      case "getBlock":
        return block((int) argument(arguments, 0));
      case "getPage":
        return page(upTo(columns));
      case "getColumns":
        return page((int[]) argument(arguments, 0));
      case "selectPositions":
        select(
            (int[]) argument(arguments, 0),
            (int) argument(arguments, 1),
            (int) argument(arguments, 2));
        return null;
      case "getChannelCount":
        return columns;
      case "getSizeInBytes", "getRetainedSizeInBytes", "retainedBytesForEachPart":
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

  private Page page(int[] channels) throws Throwable {
    Block[] blocks = new Block[channels.length];
    for (int i = 0; i < channels.length; i++) {
      blocks[i] = block(channels[i]);
    }
    return new Page(count, blocks);
  }

  private Block block(int channel) throws Throwable {
    if (channel == label) {
      return RunLengthEncodedBlock.create(MARKED, count);
    }
    Block all = pages.block(page, channel);
    Block run = start == 0 && length == all.getPositionCount() ? all : all.getRegion(start, length);
    int[] some = kept;
    if (some == null) {
      return run;
    }
    if (run instanceof DictionaryBlock dictionary) {
      return of(dictionary, some, count);
    }
    return isOfNumbers(run) ? run.copyPositions(some, 0, count) : run.getPositions(some, 0, count);
  }

  /** As {@code getPositions}, which counts the values besides. */
  private static Block of(DictionaryBlock dictionary, int[] positions, int count) {
    int[] all = dictionary.getRawIds();
    int first = dictionary.getRawIdsOffset();
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = all[first + positions[i]];
    }
    return DictionaryBlock.create(ids.length, dictionary.getDictionary(), ids);
  }

  /** Of these a copy takes less than to look each up by its position later. */
  private static boolean isOfNumbers(Block block) {
    return block instanceof LongArrayBlock
        || block instanceof IntArrayBlock
        || block instanceof ShortArrayBlock
        || block instanceof ByteArrayBlock;
  }

  /** The page itself may be that of other runs too. */
  private void select(int[] positions, int offset, int some) {
    int[] before = kept;
    int[] after = Arrays.copyOfRange(positions, offset, offset + some);
    if (before != null) {
      for (int i = 0; i < some; i++) {
        after[i] = before[after[i]];
      }
    }
    kept = after;
    count = some;
  }
}
