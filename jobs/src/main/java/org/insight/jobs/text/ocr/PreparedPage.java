package org.insight.jobs.text.ocr;

import com.sun.jna.Pointer;
import java.util.List;

/**
 * A page made ready for reading; owns its native image.
 *
 * @param pix native image, destroyed by {@link #close}
 * @param scale prepared pixels per original pixel
 * @param radians clockwise turn about the centre that made the lines level
 * @param dashRows typed rules (-----) found and painted over, in prepared pixels
 */
record PreparedPage(
    Pointer pix, int width, int height, double scale, double radians, List<DashRow> dashRows)
    implements AutoCloseable {

  /** A row of typed dashes. */
  record DashRow(int left, int top, int right, int bottom, int count) {}

  /** A point of the prepared page in pixels of the original one. */
  double[] toOriginal(double x, double y) {
    double dx = x - width / 2.0;
    double dy = y - height / 2.0;
    double cos = Math.cos(radians);
    double sin = Math.sin(radians);
    return new double[] {
      (width / 2.0 + dx * cos + dy * sin) / scale, (height / 2.0 - dx * sin + dy * cos) / scale
    };
  }

  @Override
  public void close() {
    Leptonica.destroy(pix);
  }
}
