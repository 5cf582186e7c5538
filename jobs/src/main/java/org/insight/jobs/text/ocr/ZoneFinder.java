package org.insight.jobs.text.ocr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows of marks that may be the lines of a zone: near equal heights, no gaps wider than a
 * character, as long against their height as 30 to 44 characters are, two or three above each
 * other. Works on the marks' boxes, in both the level and the upright direction, so that no turn of
 * the page and no size of the zone has to be known.
 */
final class ZoneFinder {

  private static final int MAX_MARKS = 15_000;

  /** A mark's box. */
  record Mark(int x0, int y0, int x1, int y1) {}

  /**
   * A row of marks: the centres of its first and last mark, and the tall marks' height; bottom and
   * top are the distances of the marks' lower and upper edges from the line through the centres.
   */
  record Row(
      double ax,
      double ay,
      double bx,
      double by,
      double height,
      double pitch,
      double even,
      int marks) {

    double length() {
      return Math.hypot(bx - ax, by - ay);
    }

    Row turned() {
      return new Row(bx, by, ax, ay, height, pitch, even, marks);
    }

    Row scaled(double f) {
      // Pixel centres, not corners, are what the coordinates mean.
      return new Row(
          (ax + 0.5) * f - 0.5,
          (ay + 0.5) * f - 0.5,
          (bx + 0.5) * f - 0.5,
          (by + 0.5) * f - 0.5,
          height * f,
          pitch * f,
          even,
          marks);
    }
  }

  private ZoneFinder() {}

  /** Groups of two or three rows that may be a zone, most promising first. */
  static List<List<Row>> find(Gray gray) {
    List<Mark> marks = marks(gray);
    if (marks.size() > MAX_MARKS) {
      return List.of();
    }
    List<List<Row>> groups = new ArrayList<>();
    groups.addAll(groups(rows(marks, false)));
    groups.addAll(groups(rows(marks, true)));
    groups.removeIf(g -> !pitched(g));
    groups.sort(Comparator.comparingDouble(ZoneFinder::promise).reversed());
    return groups;
  }

  /** Whether the steps are even, or too few marks stand apart to tell. */
  private static boolean pitched(List<Row> group) {
    double even = group.stream().mapToDouble(Row::even).max().orElse(0);
    return even >= 0.6 || group.get(1).marks() <= (group.size() > 2 ? 20 : 25);
  }

  private static double promise(List<Row> group) {
    // Even steps, and as many marks as there are cells; less where characters hang together.
    double even = group.stream().mapToDouble(Row::even).average().orElse(0);
    int marks = group.get(1).marks();
    int off =
        group.size() > 2
            ? Math.abs(marks - 30)
            : Math.min(Math.abs(marks - 36), Math.abs(marks - 44));
    return even - 0.02 * Math.min(off, 20);
  }

  private static List<List<Row>> groups(List<Row> rows) {
    List<List<Row>> groups = new ArrayList<>();
    for (Row a : rows) {
      for (Row b : rows) {
        if (below(a, b)) {
          groups.add(List.of(a, b));
          for (Row c : rows) {
            if (below(b, c) && alike(a, c) && a.length() / a.height() < 42) {
              groups.add(List.of(a, b, c));
            }
          }
        }
      }
    }
    return groups;
  }

  private static boolean alike(Row a, Row b) {
    double r = a.length() / b.length();
    return r > 0.85 && r < 1.18;
  }

  /** Whether b is the next line below a (for text that runs as the rows do). */
  private static boolean below(Row a, Row b) {
    double h = Math.max(a.height, b.height);
    if (!alike(a, b) || Math.min(a.height, b.height) < 0.7 * h) {
      return false;
    }
    double ux = (a.bx - a.ax) / a.length();
    double uy = (a.by - a.ay) / a.length();
    double dx = (b.ax + b.bx - a.ax - a.bx) / 2;
    double dy = (b.ay + b.by - a.ay - a.by) / 2;
    double along = dx * ux + dy * uy;
    double across = -dx * uy + dy * ux;
    double turn = Math.abs(ux * (b.by - b.ay) - uy * (b.bx - b.ax)) / b.length();
    return Math.abs(along) < 2.5 * h && across > 1.1 * h && across < 4 * h && turn < 0.05;
  }

  private static List<Row> rows(List<Mark> marks, boolean upright) {
    int n = marks.size();
    int[][] box = new int[n][];
    for (int i = 0; i < n; i++) {
      Mark m = marks.get(i);
      box[i] = upright ? new int[] {m.y0, m.x0, m.y1, m.x1} : new int[] {m.x0, m.y0, m.x1, m.y1};
    }
    Arrays.sort(box, Comparator.comparingInt(b -> b[0]));
    int[] next = new int[n];
    int[] previous = new int[n];
    double[] cost = new double[n];
    Arrays.fill(next, -1);
    Arrays.fill(previous, -1);
    for (int i = 0; i < n; i++) {
      int h = box[i][3] - box[i][1];
      int best = -1;
      double least = Double.MAX_VALUE;
      for (int j = i + 1; j < n && box[j][0] < box[i][2] + 2 * h; j++) {
        int hj = box[j][3] - box[j][1];
        double middle = Math.abs(box[j][1] + box[j][3] - box[i][1] - box[i][3]) / 2.0;
        int gap = box[j][0] - box[i][2];
        if (hj * 9 < h * 5 || h * 9 < hj * 5 || middle > 0.4 * Math.max(h, hj) || gap < -h / 3) {
          continue;
        }
        double c = Math.max(0, gap) + 2 * middle;
        if (gap < 1.7 * Math.max(h, hj) && c < least) {
          least = c;
          best = j;
        }
      }
      if (best >= 0 && (previous[best] < 0 || least < cost[best])) {
        if (previous[best] >= 0) {
          next[previous[best]] = -1;
        }
        next[i] = best;
        previous[best] = i;
        cost[best] = least;
      }
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (previous[i] < 0 && next[i] >= 0) {
        List<int[]> chain = new ArrayList<>();
        for (int k = i; k >= 0; k = next[k]) {
          chain.add(box[k]);
        }
        Row row = row(chain, upright);
        if (row != null) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static @Nullable Row row(List<int[]> chain, boolean upright) {
    int n = chain.size();
    if (n < 8 || n > 60) {
      return null;
    }
    double[] heights = chain.stream().mapToDouble(b -> b[3] - b[1]).sorted().toArray();
    double height = heights[n * 3 / 4];
    int[] first = chain.get(0);
    int[] last = chain.get(n - 1);
    double half = Math.min(height * 0.4, (first[2] - first[0]) / 2.0);
    double start = first[0] + half;
    double end = last[2] - Math.min(height * 0.4, (last[2] - last[0]) / 2.0);
    double ratio = (end - start) / height;
    if (height < 5 || ratio < 18 || ratio > 64) {
      return null;
    }
    int covered = chain.stream().mapToInt(b -> b[2] - b[0]).sum();
    // Characters fill most of their cells; columns of letters that happen to stand above each other
    // have wider gaps.
    if (covered < 0.42 * (last[2] - first[0])) {
      return null;
    }
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    for (int[] b : chain) {
      double cx = (b[0] + b[2]) / 2.0;
      double cy = (b[1] + b[3]) / 2.0;
      sx += cx;
      sy += cy;
      sxx += cx * cx;
      sxy += cx * cy;
    }
    double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
    double level = (sy - slope * sx) / n;
    double[] steps = new double[n - 1];
    for (int i = 1; i < n; i++) {
      int[] p = chain.get(i - 1);
      int[] q = chain.get(i);
      steps[i - 1] = (q[0] + q[2] - p[0] - p[2]) / 2.0;
    }
    double[] sorted = steps.clone();
    Arrays.sort(sorted);
    double pitch = sorted[sorted.length / 2];
    int even = 0;
    for (double s : steps) {
      even += Math.abs(s - pitch) < 0.17 * pitch ? 1 : 0;
    }
    double ay = level + slope * start;
    double by = level + slope * end;
    double e = (double) even / steps.length;
    return upright
        // Read downwards; the rows of a page turned the other way are found by turning the group.
        ? new Row(ay, start, by, end, height, pitch, e, n)
        : new Row(start, ay, end, by, height, pitch, e, n);
  }

  /** The boxes of connected dark marks that may be characters. */
  private static List<Mark> marks(Gray g) {
    int w = g.width;
    int h = g.height;
    int r = Math.max(12, Math.max(w, h) / 50);
    int[] sums = new int[(w + 1) * (h + 1)];
    for (int y = 0; y < h; y++) {
      int row = 0;
      for (int x = 0; x < w; x++) {
        row += g.data[y * w + x] & 255;
        sums[(y + 1) * (w + 1) + x + 1] = sums[y * (w + 1) + x + 1] + row;
      }
    }
    int[] above = new int[w];
    int[] label = new int[w];
    int[] parent = new int[1024];
    int[][] box = new int[1024][];
    int count = 0;
    for (int y = 0; y < h; y++) {
      int y0 = Math.max(0, y - r);
      int y1 = Math.min(h, y + r + 1);
      for (int x = 0; x < w; x++) {
        int x0 = Math.max(0, x - r);
        int x1 = Math.min(w, x + r + 1);
        int sum =
            sums[y1 * (w + 1) + x1]
                - sums[y0 * (w + 1) + x1]
                - sums[y1 * (w + 1) + x0]
                + sums[y0 * (w + 1) + x0];
        int mean = sum / ((x1 - x0) * (y1 - y0));
        // Dark against its surroundings, by a share and at least by what noise may do.
        if ((g.data[y * w + x] & 255) >= Math.min(mean * 82 / 100, mean - 14)) {
          label[x] = 0;
          continue;
        }
        int l = 0;
        for (int k = Math.max(0, x - 1); k <= Math.min(w - 1, x + 1); k++) {
          if (above[k] != 0) {
            l = join(parent, l, above[k]);
          }
        }
        if (x > 0 && label[x - 1] != 0) {
          l = join(parent, l, label[x - 1]);
        }
        if (l == 0) {
          l = ++count;
          if (l == parent.length) {
            parent = Arrays.copyOf(parent, 2 * l);
            box = Arrays.copyOf(box, 2 * l);
          }
          parent[l] = l;
          box[l] = new int[] {x, y, x, y};
        }
        label[x] = l;
        int[] b = box[l];
        b[0] = Math.min(b[0], x);
        b[1] = Math.min(b[1], y);
        b[2] = Math.max(b[2], x);
        b[3] = y;
      }
      int[] swap = above;
      above = label;
      label = swap;
    }
    for (int l = 1; l <= count; l++) {
      int root = root(parent, l);
      if (root != l) {
        int[] a = box[root];
        int[] b = box[l];
        a[0] = Math.min(a[0], b[0]);
        a[1] = Math.min(a[1], b[1]);
        a[2] = Math.max(a[2], b[2]);
        a[3] = Math.max(a[3], b[3]);
      }
    }
    List<Mark> marks = new ArrayList<>();
    int tall = Math.max(w, h) / 14;
    for (int l = 1; l <= count; l++) {
      int[] b = box[l];
      int bw = b[2] - b[0] + 1;
      int bh = b[3] - b[1] + 1;
      // Characters of a blurred zone may hang together along the line, hence the long ones.
      if (parent[l] == l
          && Math.max(bw, bh) >= 5
          && Math.min(bw, bh) >= 2
          && Math.min(bw, bh) <= tall) {
        marks.add(new Mark(b[0], b[1], b[2] + 1, b[3] + 1));
      }
    }
    return marks;
  }

  private static int root(int[] parent, int l) {
    int r = l;
    while (parent[r] != r) {
      parent[r] = parent[parent[r]];
      r = parent[r];
    }
    return r;
  }

  private static int join(int[] parent, int a, int b) {
    int rb = root(parent, b);
    if (a == 0) {
      return rb;
    }
    int ra = root(parent, a);
    int low = Math.min(ra, rb);
    parent[Math.max(ra, rb)] = low;
    return low;
  }
}
