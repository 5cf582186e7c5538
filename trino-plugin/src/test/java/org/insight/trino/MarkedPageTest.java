package org.insight.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.slice.Slices;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.VarcharType;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.insight.entitlements.RowFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The pages that go out of the door: visible rows, the columns that were asked for, the mark. */
class MarkedPageTest {

  /** Of 10 rows with the numbers 0 to 9 and 100 to 109, and a label. */
  private record Whole(Block[] blocks) implements SourcePage {

    static Whole page() {
      return new Whole(
          new Block[] {
            numbers(0),
            numbers(100),
            RunLengthEncodedBlock.create(VarcharType.VARCHAR, Slices.utf8Slice("a label"), 10)
          });
    }

    private static Block numbers(int first) {
      return new LongArrayBlock(
          10, Optional.empty(), LongStream.range(first, first + 10).toArray());
    }

    @Override
    public int getPositionCount() {
      return 10;
    }

    @Override
    public int getChannelCount() {
      return blocks.length;
    }

    @Override
    public Block getBlock(int channel) {
      return blocks[channel];
    }

    @Override
    public Page getPage() {
      return new Page(blocks);
    }

    @Override
    public Page getColumns(int[] channels) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void selectPositions(int[] positions, int offset, int size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long getSizeInBytes() {
      return 1_000_000;
    }

    @Override
    public long getRetainedSizeInBytes() {
      return 1_000_000;
    }

    @Override
    public void retainedBytesForEachPart(ObjLongConsumer<Object> part) {
      part.accept(this, 1_000_000);
    }
  }

  private static SourcePage visible(int columns, int start, int @Nullable [] kept, int count) {
    VisibleValues[] each =
        IntStream.range(0, columns)
            .mapToObj(c -> new VisibleValues())
            .toArray(VisibleValues[]::new);
    return new MarkedPage(Whole.page(), 2, each, start, kept, count);
  }

  private static List<Long> numbers(Block block) {
    return IntStream.range(0, block.getPositionCount())
        .mapToObj(i -> BigintType.BIGINT.getLong(block, i))
        .toList();
  }

  @Test
  void rowsHereAndThereAreThoseOfTheirPositions() {
    SourcePage rows = visible(3, 1, new int[] {1, 4, 8, 77}, 3);
    assertThat(rows.getPositionCount()).isEqualTo(3);
    assertThat(numbers(rows.getBlock(0))).containsExactly(1L, 4L, 8L);
    assertThat(rows.getBlock(1)).as("once").isSameAs(rows.getBlock(1));
    rows.selectPositions(new int[] {9, 0, 2}, 1, 2);
    assertThat(rows.getPositionCount()).isEqualTo(2);
    assertThat(numbers(rows.getBlock(1))).containsExactly(101L, 108L);
    rows.selectPositions(new int[] {1}, 0, 1);
    assertThat(numbers(rows.getPage().getBlock(0))).containsExactly(8L);
    rows.selectPositions(new int[0], 0, 0);
    assertThat(rows.getPage().getPositionCount()).isZero();
  }

  @Test
  void aRunOfRowsIsThatFromItsFirst() {
    SourcePage rows = visible(3, 6, null, 3);
    assertThat(numbers(rows.getBlock(0))).containsExactly(6L, 7L, 8L);
    rows.selectPositions(new int[] {0, 2}, 0, 2);
    assertThat(numbers(rows.getColumns(new int[] {1}).getBlock(0))).containsExactly(106L, 108L);
    assertThat(numbers(visible(3, 0, null, 10).getBlock(1))).hasSize(10).startsWith(100L);
  }

  @Test
  void inThePlaceOfTheLabelIsTheMark() {
    Block labels = visible(3, 0, null, 2).getBlock(2);
    assertThat(labels.getPositionCount()).isEqualTo(2);
    assertThat(VarcharType.VARCHAR.getSlice(labels, 1).toStringUtf8()).isEqualTo(RowFilter.SEEN);
  }

  /** The door reads it then for itself, as the last. */
  @Test
  void aLabelThatWasNotAskedForIsNotThere() {
    SourcePage rows = visible(2, 0, new int[] {3, 5}, 2);
    assertThat(rows.getChannelCount()).isEqualTo(2);
    assertThat(rows.getPage().getChannelCount()).isEqualTo(2);
    SourcePage none = visible(0, 0, new int[] {3, 5}, 2);
    assertThat(none.getPage().getChannelCount()).isZero();
    assertThat(none.getPage().getPositionCount()).isEqualTo(2);
  }

  @Test
  void howLargeItIsHangsOnVisibleRows() {
    SourcePage rows = visible(3, 0, new int[] {3, 5}, 2);
    assertThat(rows.getSizeInBytes()).as("nothing was read").isZero();
    Block block = rows.getBlock(0);
    assertThat(rows.getSizeInBytes()).isEqualTo(block.getSizeInBytes());
    assertThat(rows.getRetainedSizeInBytes()).isEqualTo(block.getRetainedSizeInBytes());
    long[] sum = new long[1];
    rows.retainedBytesForEachPart((part, bytes) -> sum[0] += bytes);
    assertThat(sum[0]).isEqualTo(block.getRetainedSizeInBytes());
  }
}
