package org.insight.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.insight.core.OneLine;

/** Rows as columns of text. */
public final class TextTable {

  /**
   * Numbers behind words of these scripts are of their direction, over the blanks between (Unicode
   * Standard Annex #9, W2 and N1), so that columns would change their places.
   */
  private static final Pattern RIGHT_TO_LEFT =
      Pattern.compile("[\\p{IsArabic}\\p{IsHebrew}\\p{IsSyriac}\\p{IsThaana}\\p{IsNko}]");

  /** Takes no place; behind it a new run begins. */
  private static final char LEFT_TO_RIGHT_MARK = '\u200e';

  private TextTable() {}

  /** Prints a heading and rows; columns are as wide as their widest value. */
  public static void print(PrintWriter out, List<String> heading, List<List<String>> rows) {
    int[] widths = new int[heading.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = width(heading.get(c));
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], width(row.get(c)));
      }
    }
    line(out, heading, widths);
    line(out, heading.stream().map(h -> "-".repeat(width(h))).toList(), widths);
    rows.forEach(row -> line(out, row, widths));
    out.flush();
  }

  private static void line(PrintWriter out, List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < widths.length; c++) {
      String cell = printable(cells.get(c));
      line.append(cell);
      if (RIGHT_TO_LEFT.matcher(cell).find()) {
        line.append(LEFT_TO_RIGHT_MARK);
      }
      if (c < widths.length - 1) {
        line.append(" ".repeat(widths[c] - width(cell) + 2));
      }
    }
    out.println(line.toString().stripTrailing());
  }

  private static int width(String text) {
    String shown = printable(text);
    return shown.codePointCount(0, shown.length());
  }

  /** Control characters out of the data must not reach the terminal. */
  private static String printable(String text) {
    return OneLine.shown(text);
  }
}
