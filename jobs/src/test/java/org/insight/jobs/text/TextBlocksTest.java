package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.insight.jobs.text.TextBlocks.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextBlocksTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "un mot ", "ligne\n", "😀", "x😀", "نص طويل جدا "})
  void blocksTogetherAreTheText(String part) {
    String text = part.repeat(25_000 / part.length() + 1);
    List<Block> blocks = TextBlocks.of(text);
    assertThat(blocks).hasSizeGreaterThan(2);
    assertThat(blocks.stream().map(Block::text).collect(Collectors.joining())).isEqualTo(text);
    assertThat(blocks)
        .allSatisfy(
            b -> {
              assertThat(text.startsWith(b.text(), b.begin())).isTrue();
              assertThat(b.text().length()).isLessThanOrEqualTo(TextBlocks.MAX_CHARACTERS);
              assertThat(Character.isLowSurrogate(b.text().charAt(0))).isFalse();
            });
  }

  @Test
  void blockEndsAtALineEndRatherThanAtASpace() {
    String text = "a b\n".repeat(2_400) + "c ".repeat(2_000);
    assertThat(TextBlocks.of(text).get(0).text()).endsWith("\n");
  }

  @Test
  void noBlockEndsWithinAZone() {
    String first = "I<ESPERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n";
    String second = "D231458907ESP7408122F1204159<<<<<<<6\n";
    String before = "a\n".repeat((TextBlocks.MAX_CHARACTERS - first.length()) / 2);
    List<Block> blocks = TextBlocks.of(before + first + second + "b\n".repeat(3_000));
    assertThat(blocks.get(0).text()).isEqualTo(before);
    assertThat(blocks.get(1).text()).startsWith(first + second);
  }

  @Test
  void emptyTextHasNoBlock() {
    assertThat(TextBlocks.of("")).isEmpty();
  }
}
