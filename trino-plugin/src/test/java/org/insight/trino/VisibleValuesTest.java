package org.insight.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.block.ArrayBlock;
import io.trino.spi.block.Block;
import io.trino.spi.block.DictionaryBlock;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Values of rows that may be seen are handed on, and no other is anywhere in their blocks. */
class VisibleValuesTest {

  /** A column of three pages that have their dictionary in common, and one that does not. */
  private enum Column {
    TEXTS(VarcharType.VARCHAR),
    NUMBERS(BigintType.BIGINT),
    LISTS(new ArrayType(VarcharType.VARCHAR)),
    DICTIONARY(VarcharType.VARCHAR),
    DICTIONARY_OF_NUMBERS(BigintType.BIGINT),
    DICTIONARY_OF_LISTS(new ArrayType(VarcharType.VARCHAR)),
    ONE_VALUE(VarcharType.VARCHAR),
    ONE_LIST(new ArrayType(VarcharType.VARCHAR));

    private final Type type;

    Column(Type type) {
      this.type = type;
    }

    List<Block> pages(Random random, int rows, int different) {
      List<Block> pages = new ArrayList<>();
      ValueBlock dictionary = values(random, different);
      for (int page = 0; page < 4; page++) {
        int[] ids = random.ints(rows, 0, different).toArray();
        pages.add(
            switch (this) {
              case TEXTS, NUMBERS, LISTS -> values(random, rows);
              case ONE_VALUE, ONE_LIST -> {
                ValueBlock one = values(random, 9).getRegion(random.nextInt(9), 1);
                yield RunLengthEncodedBlock.create(one, rows);
              }
              default ->
                  DictionaryBlock.create(
                      rows, page == 2 ? values(random, different) : dictionary, ids);
            });
      }
      return pages;
    }

    private ValueBlock values(Random random, int count) {
      return switch (this) {
        case NUMBERS, DICTIONARY_OF_NUMBERS -> numbers(random, count);
        case LISTS, DICTIONARY_OF_LISTS, ONE_LIST -> lists(random, count);
        default -> texts(random, count);
      };
    }
  }

  @Property
  void noOtherValueIsThere(
      @ForAll Random random,
      @ForAll Column column,
      @ForAll @IntRange(min = 1, max = 60) int rows,
      @ForAll @IntRange(min = 1, max = 40) int different,
      @ForAll @IntRange(min = 1, max = 100) int percent) {
    VisibleValues visible = new VisibleValues();
    Set<Object> seen = new HashSet<>();
    for (Block page : column.pages(random, rows, different)) {
      int before = random.nextInt(rows);
      Block part = page.getRegion(before, rows - before);
      int[] positions = new int[rows];
      int count = 0;
      for (int i = 0; i < part.getPositionCount(); i++) {
        if (random.nextInt(100) < percent) {
          positions[count++] = i;
        }
      }
      if (count == 0) {
        continue;
      }
      boolean isRun = positions[count - 1] - positions[0] == count - 1 && random.nextBoolean();
      Block handed =
          isRun
              ? visible.of(part, positions[0], null, count)
              : visible.of(part, positions[0], positions, count);
      List<Object> expected = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        expected.add(value(column.type, part, positions[i]));
      }
      assertThat(all(column.type, handed)).isEqualTo(expected);
      expected.forEach(value -> addTo(seen, value));
      assertThat(parts(handed)).as("what is in the block").isSubsetOf(seen);
      // Of one row Trino takes a part of the dictionary, which has but visible values.
      boolean isOfDictionary = page instanceof DictionaryBlock;
      if (handed instanceof VariableWidthBlock texts
          && !isOfDictionary
          && count < part.getPositionCount()) {
        long bytes = IntStream.range(0, count).mapToLong(texts::getSliceLength).sum();
        assertThat(texts.getRawSlice().length()).as("nor behind it").isEqualTo((int) bytes);
      }
    }
  }

  @Test
  void aDictionaryOfWhichEachValueWasSeenIsTakenAsItIs() {
    ValueBlock values = new LongArrayBlock(5, Optional.empty(), new long[] {5, 6, 7, 8, 9});
    Block all = DictionaryBlock.create(10, values, new int[] {0, 1, 2, 3, 4, 0, 1, 2, 3, 4});
    VisibleValues visible = new VisibleValues();
    assertThat(visible.of(all, 0, null, 4).getUnderlyingValueBlock()).isNotSameAs(values);
    visible.of(all, 0, new int[] {0, 4}, 2);
    assertThat(visible.of(all, 2, null, 3).getUnderlyingValueBlock()).isSameAs(values);
    assertThat(visible.of(all, 0, new int[] {1, 9}, 2).getUnderlyingValueBlock()).isSameAs(values);
  }

  private static void addTo(Set<Object> seen, Object value) {
    seen.add(value);
    if (value instanceof Collection<?> list) {
      seen.addAll(list);
    }
  }

  private static Object value(Type type, Block block, int position) {
    if (block.isNull(position)) {
      return "null";
    }
    if (type instanceof ArrayType list) {
      return all(list.getElementType(), list.getObject(block, position));
    }
    return type instanceof BigintType number
        ? (Object) number.getLong(block, position)
        : ((VarcharType) type).getSlice(block, position).toStringUtf8();
  }

  private static List<Object> all(Type type, Block block) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < block.getPositionCount(); i++) {
      values.add(value(type, block, i));
    }
    return values;
  }

  /** All that a block has in it, of a row or not, nulls aside. */
  private static Set<Object> parts(Block block) {
    Set<Object> parts = new HashSet<>();
    ValueBlock values = block.getUnderlyingValueBlock();
    if (values instanceof ArrayBlock lists) {
      parts.addAll(all(new ArrayType(VarcharType.VARCHAR), lists));
      // The whole of what is inside, be it of no list.
      lists.retainedBytesForEachPart(
          (part, bytes) -> {
            if (part instanceof Block elements && part != lists) {
              parts.addAll(parts(elements));
            }
          });
    } else {
      Type type = values instanceof LongArrayBlock ? BigintType.BIGINT : VarcharType.VARCHAR;
      parts.addAll(all(type, values));
    }
    parts.remove("null");
    return parts;
  }

  private static VariableWidthBlock texts(Random random, int count) {
    int[] offsets = new int[count + 1];
    boolean[] nulls = new boolean[count];
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      nulls[i] = random.nextInt(8) == 0;
      all.append(nulls[i] ? "" : "é" + random.nextInt());
      offsets[i + 1] = Slices.utf8Slice(all.toString()).length();
    }
    Slice bytes = Slices.utf8Slice(all.toString());
    boolean some = random.nextBoolean();
    return new VariableWidthBlock(
        count, bytes, offsets, some ? Optional.of(nulls) : Optional.empty());
  }

  private static LongArrayBlock numbers(Random random, int count) {
    boolean[] nulls = new boolean[count];
    for (int i = 0; i < count; i++) {
      nulls[i] = random.nextInt(8) == 0;
    }
    return new LongArrayBlock(count, Optional.of(nulls), random.longs(count).toArray());
  }

  /** Of texts from a dictionary that all lists have in common. */
  private static ArrayBlock lists(Random random, int count) {
    int[] offsets = new int[count + 1];
    for (int i = 0; i < count; i++) {
      offsets[i + 1] = offsets[i] + random.nextInt(3);
    }
    int length = offsets[count];
    ValueBlock values = texts(random, 30);
    Block elements =
        length < 2
            ? values.getRegion(0, length)
            : DictionaryBlock.create(length, values, random.ints(length, 0, 30).toArray());
    return ArrayBlock.fromElementBlock(count, Optional.empty(), offsets, elements);
  }
}
