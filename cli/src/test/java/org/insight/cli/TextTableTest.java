package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTableTest {

  private static List<String> lines(String name) {
    StringWriter out = new StringWriter();
    TextTable.print(
        new PrintWriter(out),
        List.of("name", "of"),
        List.of(List.of(name, "FR"), List.of("B", "")));
    return out.toString().lines().toList();
  }

  @Test
  void columnsAreAsWideAsTheirWidestValue() {
    assertThat(lines("Ana Ficta"))
        .containsExactly("name       of", "----       --", "Ana Ficta  FR", "B");
  }

  /** Escape, bell, CSI of one character, ends of lines, and what turns the direction of writing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b", "\u0007", "\u007f", "\u0085", "\u009b", "\u009d", "\u2028", "\u2029", "\u061c",
        "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff"
      })
  void whatATerminalWouldObeyOrNotShowIsABlank(String odd) {
    assertThat(lines("Ana" + odd + "Ficta"))
        .containsExactly("name       of", "----       --", "Ana Ficta  FR", "B");
  }

  /** Joiners in Persian and Hindi words, a soft hyphen, an Arabic sign before a number. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\u0645\u06cc\u200c\u062e", "\u0915\u094d\u200d\u0937", "Fic\u00adta", "\u06001"})
  void whatBelongsToWordsStays(String name) {
    assertThat(lines(name).get(2).replace("\u200e", "")).startsWith(name + " ");
  }

  /** Or a terminal that knows both directions shows the numbers behind it in each other's place. */
  @Test
  void behindWordsFromRightToLeftALineGoesOnFromLeftToRight() {
    StringWriter out = new StringWriter();
    TextTable.print(
        new PrintWriter(out),
        List.of("name", "records", "sources"),
        List.of(List.of("\u0633\u0644\u064a\u0645", "3", "12")));
    assertThat(out.toString().lines().toList().get(2))
        .isEqualTo("\u0633\u0644\u064a\u0645\u200e  3        12");
  }
}
