package org.insight.trino;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.block.Block;
import io.trino.spi.block.ByteArrayBlock;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.Fixed12Block;
import io.trino.spi.block.Int128ArrayBlock;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.block.ShortArrayBlock;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.block.VariableWidthBlock;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column of a file in rows that may be seen, and no others, be it behind them.
 *
 * <p>Trino computes an expression of one column on all values of the column's dictionary, whether a
 * row of the page has them or not, and what that took shows in the time and memory of the query. So
 * a dictionary is handed on as it is only once each of its values was in a visible row of the part
 * of the file that it is of; before, one of the page's values is made.
 */
final class VisibleValues {

  private @Nullable ValueBlock dictionary;

  /** By the place in the dictionary: whether a visible row had it. */
  private boolean[] met = new boolean[0];

  /** How many values no visible row had yet. */
  private int left;

  /** By the place in the dictionary: 1 + that among the page's; 0 but while a page is read. */
  private int[] places = new int[0];

  /**
   * @param all the column in a page of the file
   * @param start first of a run of rows
   * @param kept positions of the rows instead, in order, and perhaps more behind; null: the run
   * @param count how many rows
   */
  Block of(Block all, int start, int @Nullable [] kept, int count) {
    if (all instanceof DictionaryBlock column) {
      return of(column, start, kept, count);
    }
    if (all instanceof RunLengthEncodedBlock column) {
      Block value = column.getValue().copyPositions(new int[] {0}, 0, 1);
      return RunLengthEncodedBlock.create(value, count);
    }
    if (kept == null && isFlat(all)) {
      // A part that is no copy would be as large in memory as the whole, of hidden rows too.
      return isWhole(all, start, count) ? all : all.copyRegion(start, count);
    }
    // Of nested values too: what is inside of them may have dictionaries of its own.
    return copy(all, kept == null ? run(start, count) : kept, count);
  }

  private Block of(DictionaryBlock all, int start, int @Nullable [] kept, int count) {
    ValueBlock values = all.getDictionary();
    if (values != dictionary) {
      begin(values);
    }
    if (left == 0 && kept == null && isWhole(all, start, count)) {
      return all;
    }
    int[] ids = all.getRawIds();
    int first = all.getRawIdsOffset();
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = ids[first + (kept == null ? start + i : kept[i])];
    }
    return left == 0
        ? DictionaryBlock.create(count, values, chosen)
        : ofThePage(values, chosen, count);
  }

  private void begin(ValueBlock values) {
    int size = values.getPositionCount();
    dictionary = values;
    met = new boolean[size];
    places = new int[size];
    left = size;
    for (int value = 0; value < size; value++) {
      if (values.isNull(value)) {
        met[value] = true;
        left--;
      }
    }
    // What is nested is never taken as it is.
    if (!isFlat(values)) {
      left = Integer.MAX_VALUE;
    }
  }

  /** With a dictionary of the ids' values alone, in the order in which they are met. */
  private Block ofThePage(ValueBlock values, int[] ids, int count) {
    int[] used = new int[count];
    int some = 0;
    for (int i = 0; i < count; i++) {
      int id = ids[i];
      int place = places[id];
      if (place == 0) {
        used[some] = id;
        place = ++some;
        places[id] = place;
        if (!met[id]) {
          met[id] = true;
          left--;
        }
      }
      ids[i] = place - 1;
    }
    for (int i = 0; i < some; i++) {
      places[used[i]] = 0;
    }
    return DictionaryBlock.create(count, copy(values, used, some), ids);
  }

  private static Block copy(Block all, int[] positions, int count) {
    return all instanceof VariableWidthBlock texts
        ? copy(texts, positions, count)
        : all.copyPositions(positions, 0, count);
  }

  /** As {@code copyPositions}, which copies texts that lie side by side one by one. */
  private static Block copy(VariableWidthBlock all, int[] positions, int count) {
    boolean[] nulls = all.mayHaveNull() ? new boolean[count] : null;
    int[] offsets = new int[count + 1];
    for (int i = 0; i < count; i++) {
      offsets[i + 1] = offsets[i] + all.getSliceLength(positions[i]);
      if (nulls != null) {
        nulls[i] = all.isNull(positions[i]);
      }
    }
    Slice from = all.getRawSlice();
    Slice to = Slices.allocate(offsets[count]);
    int start = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || positions[i] != positions[i - 1] + 1) {
        to.setBytes(
            offsets[start],
            from,
            all.getRawSliceOffset(positions[start]),
            offsets[i] - offsets[start]);
        start = i;
      }
    }
    return new VariableWidthBlock(count, to, offsets, Optional.ofNullable(nulls));
  }

  private static boolean isWhole(Block all, int start, int count) {
    return start == 0 && count == all.getPositionCount();
  }

  private static int[] run(int start, int count) {
    int[] positions = new int[count];
    Arrays.setAll(positions, i -> start + i);
    return positions;
  }

  /** Without another block inside. */
  private static boolean isFlat(Block block) {
    return block instanceof VariableWidthBlock
        || block instanceof LongArrayBlock
        || block instanceof IntArrayBlock
        || block instanceof ShortArrayBlock
        || block instanceof ByteArrayBlock
        || block instanceof Int128ArrayBlock
        || block instanceof Fixed12Block;
  }
}
