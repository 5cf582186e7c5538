package org.insight.trino;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.connector.SourcePage;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;
import org.insight.entitlements.RowFilter;
import org.jspecify.annotations.Nullable;

/** Rows of one of Trino's pages, with the mark of those that may be seen instead of their label. */
final class MarkedPage implements SourcePage {

  private static final Slice MARK = Slices.utf8Slice(RowFilter.SEEN);
  private static final Block MARKED =
      new VariableWidthBlock(1, MARK, new int[] {0, MARK.length()}, Optional.empty());

  private final SourcePage page;
  private final int label;
  private final VisibleValues[] columns;
  private final int start;

  /** Positions in the page of the rows that are left; null: all from the start. */
  private int @Nullable [] kept;

  /** How many rows are left. */
  private int count;

  /** Of the columns that were asked for, of the rows that are left. */
  private final @Nullable Block[] blocks;

  /**
   * @param label the column of the labels
   * @param columns those that are shown, from the first
   * @param start first of the rows
   * @param kept their positions, in order, where they are no run, and perhaps more behind; the page
   *     keeps it
   * @param count how many
   */
  MarkedPage(
      SourcePage page,
      int label,
      VisibleValues[] columns,
      int start,
      int @Nullable [] kept,
      int count) {
    this.page = page;
    this.label = label;
    this.columns = columns;
    this.start = start;
    this.kept = kept;
    this.count = count;
    this.blocks = new Block[columns.length];
  }

  @Override
  public int getPositionCount() {
    return count;
  }

  @Override
  public int getChannelCount() {
    return columns.length;
  }

  @Override
  public Page getPage() {
    return getColumns(upTo(columns.length));
  }

  /** Size and memory are of what is handed on, not of the hidden rows beside it. */
  @Override
  public long getSizeInBytes() {
    return size(Block::getSizeInBytes);
  }

  @Override
  public long getRetainedSizeInBytes() {
    return size(Block::getRetainedSizeInBytes);
  }

  private static int[] upTo(int count) {
    int[] each = new int[count];
    Arrays.setAll(each, i -> i);
    return each;
  }

  private long size(ToLongFunction<Block> of) {
    long bytes = 0;
    for (Block block : blocks) {
      bytes += block == null ? 0 : of.applyAsLong(block);
    }
    return bytes;
  }

  @Override
  public void retainedBytesForEachPart(ObjLongConsumer<Object> part) {
    for (Block block : blocks) {
      if (block != null) {
        block.retainedBytesForEachPart(part);
      }
    }
  }

  @Override
  public Page getColumns(int[] channels) {
    Block[] some = new Block[channels.length];
    for (int i = 0; i < channels.length; i++) {
      some[i] = getBlock(channels[i]);
    }
    return new Page(count, some);
  }

  @Override
  public Block getBlock(int channel) {
    Block block = blocks[channel];
    if (block == null) {
      block =
          channel == label
              ? RunLengthEncodedBlock.create(MARKED, count)
              : columns[channel].of(page.getBlock(channel), start, kept, count);
      blocks[channel] = block;
    }
    return block;
  }

  @Override
  public void selectPositions(int[] positions, int offset, int some) {
    int[] before = kept;
    int[] after = new int[some];
    for (int i = 0; i < some; i++) {
      int position = positions[offset + i];
      after[i] = before == null ? start + position : before[position];
    }
    kept = after;
    count = some;
    Arrays.fill(blocks, null);
  }
}
