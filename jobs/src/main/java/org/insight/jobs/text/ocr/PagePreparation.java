package org.insight.jobs.text.ocr;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the picture of a page ready for Tesseract: one channel, text of a size that it reads well,
 * even light, level lines, typed rules taken out. What each step gives is in the model card of OCR.
 */
final class PagePreparation {
  /**
   * Lower-case height, in pixels, that large scans are brought to. At 400 dpi the weave of a
   * typewriter ribbon shows as holes in the strokes; at this height it is averaged away.
   */
  private static final double TARGET_X_HEIGHT = 14;

  /** Longest side at which text is measured; an A4 page at about 190 dpi. */
  private static final int MEASURED_SIDE = 2200;

  /** Smallest change of size worth a resampling. */
  private static final double SAME_SIZE = 0.85;

  private static final int PAPER = 230;
  private static final int INK = 170;

  /**
   * Tesseract reads lines up to a degree off by itself, but takes two columns for one from a third
   * of a degree. Turning costs sharpness, which a page kept at its own size has none to spare of.
   */
  private static final float LEAST_SKEW_REDUCED = 0.3f;

  private static final float LEAST_SKEW_AT_SIZE = 1f;

  private static final float LEAST_SKEW_CONFIDENCE = 3f;

  private PagePreparation() {}

  /** Prepares a page that stays the caller's. */
  static PreparedPage prepare(Pointer page) {
    int width = Leptonica.pixGetWidth(page);
    int height = Leptonica.pixGetHeight(page);
    Owned owned = new Owned();
    try {
      Pointer gray = owned.keep(oneChannel(page));
      double measured = Math.min(1, (double) MEASURED_SIDE / Math.max(width, height));
      Pointer small = measured < SAME_SIZE ? owned.keep(reduced(gray, measured)) : gray;
      double scale = small == gray ? 1 : measured;

      Pointer even = owned.keep(evenLight(small));
      double xHeight = xHeight(InkComponents.of(even, INK));
      // Small type on a large sheet (a newspaper, a plan) would be lost at the measured size.
      double wanted = Math.min(1, scale * TARGET_X_HEIGHT / xHeight);
      if (xHeight > 0 && scale < 1 && wanted > scale / SAME_SIZE) {
        owned.drop(even);
        Pointer larger = wanted > SAME_SIZE ? gray : owned.keep(reduced(gray, wanted));
        scale = larger == gray ? 1 : wanted;
        even = owned.keep(evenLight(larger));
      }

      boolean smooth = scale < 1;
      float degrees = skew(even, smooth ? LEAST_SKEW_REDUCED : LEAST_SKEW_AT_SIZE);
      if (degrees != 0) {
        even =
            owned.keep(
                Leptonica.pixRotate(
                    even,
                    (float) Math.toRadians(degrees),
                    // Interpolation would soften a page already averaged once.
                    smooth ? Leptonica.SHEAR_ROTATION : Leptonica.AREA_MAP_ROTATION,
                    Leptonica.BRING_IN_WHITE,
                    0,
                    0));
      }
      List<PreparedPage.DashRow> rows = dashRows(InkComponents.of(even, INK));
      Pointer prepared = owned.release(even);
      rows.forEach(row -> paint(prepared, row));
      return new PreparedPage(
          prepared,
          Leptonica.pixGetWidth(prepared),
          Leptonica.pixGetHeight(prepared),
          scale,
          Math.toRadians(degrees),
          rows);
    } finally {
      owned.close();
    }
  }

  /**
   * Green of a colour page. Blue is noisiest in JPEG and shows violet ribbons and blue pens palest,
   * red loses red pens; the usual weighted sum carries both faults.
   */
  private static @Nullable Pointer oneChannel(Pointer page) {
    if (Leptonica.pixGetDepth(page) == 32) {
      return Leptonica.pixGetRGBComponent(page, 1);
    }
    Pointer plain = Leptonica.pixRemoveColormap(page, 4);
    if (plain == null) {
      return null;
    }
    try {
      return Leptonica.pixGetDepth(plain) == 32
          ? Leptonica.pixGetRGBComponent(plain, 1)
          : Leptonica.pixConvertTo8(plain, 0);
    } finally {
      Leptonica.destroy(plain);
    }
  }

  /** Area mapping averages; plain interpolation at these factors would skip pixels. */
  private static @Nullable Pointer reduced(Pointer gray, double factor) {
    return Leptonica.pixScaleAreaMap(gray, (float) factor, (float) factor);
  }

  /** Divides by the light of the paper, so that shadows and dark paper leave one level. */
  private static @Nullable Pointer evenLight(Pointer gray) {
    int tile = 20;
    if (Leptonica.pixGetWidth(gray) < 4 * tile || Leptonica.pixGetHeight(gray) < 4 * tile) {
      return Leptonica.pixClone(gray);
    }
    Pointer even =
        Leptonica.pixBackgroundNorm(
            gray, null, null, tile, tile, 100, 2 * tile * tile / 5, PAPER, 2, 2);
    // Null where no tile shows paper, as on a black page.
    return even == null ? Leptonica.pixClone(gray) : even;
  }

  /** Degrees to turn clockwise; 0 where the page is level enough or shows no clear lines. */
  private static float skew(Pointer even, float least) {
    Pointer ink = Leptonica.pixThresholdToBinary(even, INK);
    try {
      float[] degrees = new float[1];
      float[] confidence = new float[1];
      boolean found = Leptonica.pixFindSkew(ink, degrees, confidence) == 0;
      return found && confidence[0] >= LEAST_SKEW_CONFIDENCE && Math.abs(degrees[0]) >= least
          ? degrees[0]
          : 0;
    } finally {
      Leptonica.destroy(ink);
    }
  }

  /** Height that most letter-like components have, by the mode; 0 where there are too few. */
  static double xHeight(List<InkComponents.Ink> components) {
    int[] counts = new int[100];
    int letters = 0;
    for (InkComponents.Ink c : components) {
      int h = c.height();
      int w = c.width();
      boolean letterLike = h >= 6 && h < 98 && w < 3 * h && h < 4 * w && c.area() * 8 > w * h;
      if (letterLike) {
        // By height, since specks outnumber letters on rough paper.
        counts[h] += h * h;
        letters++;
      }
    }
    if (letters < 30) {
      return 0;
    }
    int best = 7;
    for (int h = 7; h < 99; h++) {
      if (around(counts, h) > around(counts, best)) {
        best = h;
      }
    }
    return best;
  }

  private static int around(int[] counts, int h) {
    return counts[h - 1] + counts[h] + counts[h + 1];
  }

  /**
   * Rows of at least five like dashes with nothing else beside them. Tesseract reads such a row as
   * up to twice as many wrong letters, or drops it together with the heading next to it.
   */
  static List<PreparedPage.DashRow> dashRows(List<InkComponents.Ink> components) {
    double x = xHeight(components);
    List<PreparedPage.DashRow> rows = new ArrayList<>();
    if (x == 0) {
      return rows;
    }
    List<InkComponents.Ink> dashes = new ArrayList<>();
    for (InkComponents.Ink c : components) {
      boolean dash =
          c.height() >= 2
              && c.height() <= 0.5 * x
              && c.width() >= 1.3 * c.height()
              && c.width() >= 0.35 * x;
      if (dash) {
        dashes.add(c);
      }
    }
    // In order of their left edge, each dash joins the row whose end it continues.
    List<List<InkComponents.Ink>> open = new ArrayList<>();
    for (InkComponents.Ink dash : dashes) {
      List<InkComponents.Ink> home = null;
      for (List<InkComponents.Ink> row : open) {
        InkComponents.Ink end = row.get(row.size() - 1);
        boolean follows =
            dash.left() - end.right() <= 1.6 * x
                && dash.left() > end.left()
                && Math.abs(dash.top() + dash.bottom() - end.top() - end.bottom()) <= 0.5 * x;
        if (follows) {
          home = row;
        }
      }
      if (home == null) {
        home = new ArrayList<>();
        open.add(home);
      }
      home.add(dash);
    }
    for (List<InkComponents.Ink> row : open) {
      if (row.size() >= 5 && regular(row)) {
        PreparedPage.DashRow found = dashRow(row);
        if (standsAlone(found, components, x)) {
          rows.add(found);
        }
      }
    }
    rows.sort(Comparator.comparingInt(PreparedPage.DashRow::top));
    return rows;
  }

  /** Typed dashes have one height, one width and one pitch; grain that lines up has not. */
  private static boolean regular(List<InkComponents.Ink> row) {
    int[] widths = row.stream().mapToInt(InkComponents.Ink::width).sorted().toArray();
    int[] heights = row.stream().mapToInt(InkComponents.Ink::height).sorted().toArray();
    double width = widths[widths.length / 2];
    double height = heights[heights.length / 2];
    int[] pitches = new int[row.size() - 1];
    for (int i = 0; i < pitches.length; i++) {
      pitches[i] = row.get(i + 1).left() - row.get(i).left();
    }
    int[] sorted = pitches.clone();
    Arrays.sort(sorted);
    double pitch = sorted[sorted.length / 2];
    int alike = 0;
    for (InkComponents.Ink dash : row) {
      boolean same =
          Math.abs(dash.width() - width) <= 0.35 * width + 1
              && Math.abs(dash.height() - height) <= 0.3 * height + 1;
      alike += same ? 1 : 0;
    }
    int even = 0;
    for (int p : pitches) {
      even += Math.abs(p - pitch) <= 0.2 * pitch ? 1 : 0;
    }
    return alike >= 0.7 * row.size() && even >= 0.7 * pitches.length && pitch <= 2.5 * width;
  }

  private static PreparedPage.DashRow dashRow(List<InkComponents.Ink> row) {
    int left = row.get(0).left();
    int right = left;
    int top = Integer.MAX_VALUE;
    int bottom = 0;
    List<Integer> pitches = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      right = Math.max(right, row.get(i).right());
      top = Math.min(top, row.get(i).top());
      bottom = Math.max(bottom, row.get(i).bottom());
      if (i > 0) {
        pitches.add(row.get(i).left() - row.get(i - 1).left());
      }
    }
    // Neighbours that touch are one component, so the pitch counts, not the components.
    pitches.sort(null);
    double pitch = pitches.get(pitches.size() / 3);
    int count = (int) Math.max(row.size(), Math.round((right - left) / pitch));
    return new PreparedPage.DashRow(left, top, right, bottom, count);
  }

  private static boolean standsAlone(
      PreparedPage.DashRow row, List<InkComponents.Ink> components, double x) {
    for (InkComponents.Ink c : components) {
      boolean beside =
          c.height() > 0.6 * x
              && c.bottom() > row.top() - 0.3 * x
              && c.top() < row.bottom() + 0.3 * x
              && c.right() > row.left() - 3 * x
              && c.left() < row.right() + 3 * x;
      if (beside) {
        return false;
      }
    }
    return true;
  }

  private static void paint(Pointer gray, PreparedPage.DashRow row) {
    int margin = 3;
    Pointer box =
        Leptonica.boxCreate(
            Math.max(0, row.left() - margin),
            Math.max(0, row.top() - margin),
            row.right() - row.left() + 2 * margin,
            row.bottom() - row.top() + 2 * margin);
    Leptonica.pixSetInRectArbitrary(gray, box, PAPER);
    Leptonica.boxDestroy(new PointerByReference(box));
  }

  /** Native images made on the way; whatever is not released is destroyed, also on failure. */
  private static final class Owned {
    private final List<Pointer> images = new ArrayList<>();

    Pointer keep(@Nullable Pointer image) {
      if (image == null) {
        throw new IllegalStateException("Cannot prepare page: Leptonica gave no image");
      }
      images.add(image);
      return image;
    }

    void drop(Pointer image) {
      images.remove(image);
      Leptonica.destroy(image);
    }

    Pointer release(Pointer image) {
      images.remove(image);
      return image;
    }

    void close() {
      images.forEach(Leptonica::destroy);
      images.clear();
    }
  }
}
