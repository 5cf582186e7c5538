package org.insight.jobs.text.ocr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Rectangles around the regions of a map of probabilities that text is there, as the
 * post-processing of Differentiable Binarization makes them (Liao et al., AAAI 2020): threshold,
 * connected regions, least rectangle, grown again by what training shrinks the regions.
 */
final class TextRegions {

  private static final float TEXT = 0.3f;

  /** Mean probability within a rectangle; below it, it is none. */
  private static final double LEAST_SCORE = 0.5;

  /** Of a rectangle's area over its perimeter, by which it is grown. */
  private static final double GROWTH = 1.6;

  /** Shortest side of a region, in pixels of the map. */
  private static final double LEAST_SIDE = 3;

  private final float[] map;
  private final int width;
  private final int height;
  private final boolean[] text;

  /** Runs of pixels: row, first, last, and the run that stands for its region. */
  private int[] runs = new int[1 << 12];

  private int count;

  private TextRegions(float[] map, int width, int height) {
    this.map = map;
    this.width = width;
    this.height = height;
    this.text = new boolean[width * height];
  }

  /**
   * @param map row by row, probabilities from 0 to 1
   * @return boxes in pixels of the map, in no order
   */
  static List<TextBox> of(float[] map, int width, int height) {
    return new TextRegions(map, width, height).boxes();
  }

  private List<TextBox> boxes() {
    threshold();
    label();
    List<TextBox> boxes = new ArrayList<>();
    for (List<int[]> edges : edges()) {
      TextBox box = leastRectangle(hull(edges));
      double side = Math.min(box.width(), box.height());
      if (side >= LEAST_SIDE && score(box) >= LEAST_SCORE) {
        double area = box.width() * box.height();
        boxes.add(box.grown(area * GROWTH / (2 * (box.width() + box.height()))));
      }
    }
    return boxes;
  }

  /** Each pixel of text takes those to its right and below along, which closes small breaks. */
  private void threshold() {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (map[y * width + x] > TEXT) {
          int right = Math.min(x + 1, width - 1);
          int below = Math.min(y + 1, height - 1);
          text[y * width + x] = true;
          text[y * width + right] = true;
          text[below * width + x] = true;
          text[below * width + right] = true;
        }
      }
    }
  }

  private void label() {
    int above = 0;
    for (int y = 0; y < height; y++) {
      int row = count;
      int candidate = above;
      for (int x = 0; x < width; x++) {
        if (!text[y * width + x]) {
          continue;
        }
        int first = x;
        while (x + 1 < width && text[y * width + x + 1]) {
          x++;
        }
        int run = add(y, first, x);
        while (candidate < row && runs[4 * candidate + 2] < first - 1) {
          candidate++;
        }
        for (int other = candidate; other < row && runs[4 * other + 1] <= x + 1; other++) {
          unite(run, other);
        }
      }
      above = row;
    }
  }

  private int add(int y, int first, int last) {
    if (4 * count == runs.length) {
      runs = Arrays.copyOf(runs, 2 * runs.length);
    }
    int at = 4 * count;
    runs[at] = y;
    runs[at + 1] = first;
    runs[at + 2] = last;
    runs[at + 3] = count;
    return count++;
  }

  private int root(int of) {
    int run = of;
    while (runs[4 * run + 3] != run) {
      runs[4 * run + 3] = runs[4 * runs[4 * run + 3] + 3];
      run = runs[4 * run + 3];
    }
    return run;
  }

  private void unite(int one, int other) {
    int a = root(one);
    int b = root(other);
    runs[4 * Math.max(a, b) + 3] = Math.min(a, b);
  }

  /** Of each region the ends of its runs, as points. */
  private List<List<int[]>> edges() {
    List<List<int[]>> regions = new ArrayList<>();
    int[] region = new int[count];
    for (int run = 0; run < count; run++) {
      int root = root(run);
      if (root == run) {
        region[run] = regions.size();
        regions.add(new ArrayList<>());
      }
      List<int[]> points = regions.get(region[root]);
      points.add(new int[] {runs[4 * run + 1], runs[4 * run]});
      points.add(new int[] {runs[4 * run + 2], runs[4 * run]});
    }
    return regions;
  }

  /** Convex hull by Andrew's monotone chain. */
  private static List<int[]> hull(List<int[]> points) {
    points.sort(Comparator.<int[]>comparingInt(p -> p[0]).thenComparingInt(p -> p[1]));
    List<int[]> hull = new ArrayList<>();
    chain(points, hull, 0);
    List<int[]> back = new ArrayList<>();
    for (int i = points.size() - 1; i >= 0; i--) {
      back.add(points.get(i));
    }
    hull.remove(hull.size() - 1);
    chain(back, hull, hull.size());
    if (hull.size() > 1) {
      hull.remove(hull.size() - 1);
    }
    return hull;
  }

  private static void chain(List<int[]> points, List<int[]> hull, int from) {
    for (int[] point : points) {
      while (hull.size() >= from + 2
          && cross(hull.get(hull.size() - 2), hull.get(hull.size() - 1), point) <= 0) {
        hull.remove(hull.size() - 1);
      }
      hull.add(point);
    }
  }

  private static long cross(int[] origin, int[] a, int[] b) {
    return (long) (a[0] - origin[0]) * (b[1] - origin[1])
        - (long) (a[1] - origin[1]) * (b[0] - origin[0]);
  }

  /** One of its sides lies along a side of the hull. */
  private static TextBox leastRectangle(List<int[]> hull) {
    TextBox least = along(hull, 0);
    double area = least.width() * least.height();
    for (int i = 0; i < hull.size(); i++) {
      int[] a = hull.get(i);
      int[] b = hull.get((i + 1) % hull.size());
      double radians = Math.atan2(b[1] - a[1], b[0] - a[0]);
      // The same rectangle with its nearer-to-level side as the line's.
      radians -= Math.rint(radians / (Math.PI / 2)) * (Math.PI / 2);
      TextBox box = along(hull, radians);
      if (box.width() * box.height() < area) {
        area = box.width() * box.height();
        least = box;
      }
    }
    return least;
  }

  private static TextBox along(List<int[]> hull, double radians) {
    TextBox axes = new TextBox(0, 0, 0, 0, radians);
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (int[] point : hull) {
      double[] on = axes.onLine(point[0], point[1]);
      left = Math.min(left, on[0]);
      right = Math.max(right, on[0]);
      top = Math.min(top, on[1]);
      bottom = Math.max(bottom, on[1]);
    }
    double[] centre = axes.onPicture((left + right) / 2, (top + bottom) / 2);
    return new TextBox(centre[0], centre[1], right - left, bottom - top, radians);
  }

  private double score(TextBox box) {
    double across = Math.abs(Math.sin(box.radians()));
    double along = Math.cos(box.radians());
    double reachX = (box.width() * along + box.height() * across) / 2;
    double reachY = (box.width() * across + box.height() * along) / 2;
    double sum = 0;
    int pixels = 0;
    int last = (int) Math.min(height - 1, Math.ceil(box.y() + reachY));
    int end = (int) Math.min(width - 1, Math.ceil(box.x() + reachX));
    for (int y = (int) Math.max(0, box.y() - reachY); y <= last; y++) {
      for (int x = (int) Math.max(0, box.x() - reachX); x <= end; x++) {
        double[] on = box.onLine(x, y);
        if (Math.abs(on[0]) <= box.width() / 2 && Math.abs(on[1]) <= box.height() / 2) {
          sum += map[y * width + x];
          pixels++;
        }
      }
    }
    return pixels == 0 ? 0 : sum / pixels;
  }
}
