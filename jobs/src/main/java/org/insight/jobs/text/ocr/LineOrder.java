package org.insight.jobs.text.ocr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines that were found on a page into the order in which they are read: row by row, and
 * column by column if the page has two.
 */
final class LineOrder {

  /** Centres of one row are apart by less than this part of the lower box's height. */
  private static final double SAME_ROW = 0.55;

  /** Width of a gutter, in heights of a box. */
  private static final double GUTTER = 0.5;

  /** Part of the boxes that may cross a gutter: headings over both columns. */
  private static final double CROSSING = 0.03;

  private static final int LEAST_LINES = 8;

  /** Columns of prose have wide lines, as a part of the text's width; those of a table have not. */
  private static final double WIDE = 0.25;

  private static final double WIDE_LINES = 0.7;

  /** Distance of rows, in usual ones, from which a new paragraph begins. */
  private static final double PARAGRAPH = 1.5;

  /** Boxes so much longer than high tell the slope of the page. */
  private static final double LONG = 3;

  private LineOrder() {}

  /**
   * A line in its place.
   *
   * @param gap what stands before it
   */
  record Line(TextBox box, PageWord.Gap gap) {}

  /** A box on the levelled page. */
  private record Level(TextBox box, double left, double right, double y, double height) {

    double width() {
      return right - left;
    }
  }

  /** Boxes of a page in the order in which they are read. */
  static List<Line> of(List<TextBox> boxes) {
    List<Level> levels = level(boxes);
    List<Line> lines = new ArrayList<>();
    for (List<Level> block : blocks(levels)) {
      place(rows(block), lines);
    }
    return lines;
  }

  private static List<Level> level(List<TextBox> boxes) {
    double slope =
        median(
            boxes.stream()
                .filter(box -> box.width() > LONG * box.height())
                .mapToDouble(TextBox::radians)
                .toArray());
    TextBox page = new TextBox(0, 0, 0, 0, slope);
    List<Level> levels = new ArrayList<>();
    for (TextBox box : boxes) {
      double[] at = page.onLine(box.x(), box.y());
      levels.add(
          new Level(box, at[0] - box.width() / 2, at[0] + box.width() / 2, at[1], box.height()));
    }
    levels.sort(Comparator.comparingDouble(Level::y));
    return levels;
  }

  /** Parts of the page that are read one after the other. */
  private static List<List<Level>> blocks(List<Level> levels) {
    double[] gutter = gutter(levels);
    if (gutter == null) {
      return List.of(levels);
    }
    List<List<Level>> blocks = new ArrayList<>();
    List<Level> left = new ArrayList<>();
    List<Level> right = new ArrayList<>();
    for (Level each : levels) {
      if (each.right() <= gutter[1]) {
        left.add(each);
      } else if (each.left() >= gutter[0]) {
        right.add(each);
      } else {
        // What lies over both columns ends them.
        blocks.add(left);
        blocks.add(right);
        blocks.add(List.of(each));
        left = new ArrayList<>();
        right = new ArrayList<>();
      }
    }
    blocks.add(left);
    blocks.add(right);
    blocks.removeIf(List::isEmpty);
    return blocks;
  }

  /** Left and right edge of the only gutter between columns of prose; null if there is none. */
  private static double @Nullable [] gutter(List<Level> levels) {
    if (levels.size() < 2 * LEAST_LINES) {
      return null;
    }
    double height = median(levels.stream().mapToDouble(Level::height).toArray());
    double begin = levels.stream().mapToDouble(Level::left).min().orElse(0);
    double end = levels.stream().mapToDouble(Level::right).max().orElse(0);
    int most = (int) (CROSSING * levels.size());
    List<double[]> found = new ArrayList<>();
    double[] edges =
        levels.stream()
            .flatMapToDouble(l -> DoubleStream.of(l.left(), l.right()))
            .sorted()
            .toArray();
    double from = Double.NaN;
    for (int i = 0; i + 1 < edges.length; i++) {
      double middle = (edges[i] + edges[i + 1]) / 2;
      boolean free = crossing(levels, middle) <= most;
      if (free && Double.isNaN(from)) {
        from = edges[i];
      }
      if (!Double.isNaN(from) && (!free || i + 2 == edges.length)) {
        double to = free ? edges[i + 1] : edges[i];
        if (to - from >= GUTTER * height && parts(levels, from, to, WIDE * (end - begin))) {
          found.add(new double[] {from, to});
        }
        from = Double.NaN;
      }
    }
    return found.size() == 1 ? found.get(0) : null;
  }

  private static long crossing(List<Level> levels, double x) {
    return levels.stream().filter(l -> l.left() < x && l.right() > x).count();
  }

  private static boolean parts(List<Level> levels, double from, double to, double wide) {
    double[] left =
        levels.stream().filter(l -> l.right() <= to).mapToDouble(Level::width).sorted().toArray();
    double[] right =
        levels.stream().filter(l -> l.left() >= from).mapToDouble(Level::width).sorted().toArray();
    return left.length >= LEAST_LINES
        && right.length >= LEAST_LINES
        && left[(int) (WIDE_LINES * left.length)] > wide
        && right[(int) (WIDE_LINES * right.length)] > wide;
  }

  private static List<List<Level>> rows(List<Level> block) {
    List<List<Level>> rows = new ArrayList<>();
    for (Level each : block) {
      List<Level> row = null;
      for (int i = Math.max(0, rows.size() - 3); i < rows.size(); i++) {
        if (rows.get(i).stream().allMatch(other -> beside(other, each))) {
          row = rows.get(i);
        }
      }
      if (row == null) {
        row = new ArrayList<>();
        rows.add(row);
      }
      row.add(each);
    }
    rows.forEach(row -> row.sort(Comparator.comparingDouble(Level::left)));
    return rows;
  }

  private static boolean beside(Level one, Level other) {
    double overlap = Math.min(one.right(), other.right()) - Math.max(one.left(), other.left());
    return Math.abs(one.y() - other.y()) < SAME_ROW * Math.min(one.height(), other.height())
        && overlap < Math.min(one.width(), other.width()) / 2;
  }

  private static void place(List<List<Level>> rows, List<Line> lines) {
    double[] pitches = new double[Math.max(0, rows.size() - 1)];
    for (int i = 0; i < pitches.length; i++) {
      pitches[i] = rows.get(i + 1).get(0).y() - rows.get(i).get(0).y();
    }
    double usual = median(pitches);
    for (int i = 0; i < rows.size(); i++) {
      boolean follows = i > 0 && pitches[i - 1] <= PARAGRAPH * usual;
      PageWord.Gap gap = follows ? PageWord.Gap.LINE : PageWord.Gap.PARAGRAPH;
      for (Level each : rows.get(i)) {
        lines.add(new Line(each.box(), gap));
        gap = PageWord.Gap.SPACE;
      }
    }
  }

  /** Zero for none. */
  static double median(double[] values) {
    if (values.length == 0) {
      return 0;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
