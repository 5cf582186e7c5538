package org.insight.jobs.text.ocr;

import com.sun.jna.Pointer;

/** A grey image in Java's own memory, 0 black to 255 white. */
final class Gray {

  final int width;
  final int height;
  final byte[] data;

  Gray(int width, int height, byte[] data) {
    this.width = width;
    this.height = height;
    this.data = data;
  }

  /** Copies an 8 bit image without colour map. */
  static Gray of(Pointer pix8) {
    int w = Leptonica.pixGetWidth(pix8);
    int h = Leptonica.pixGetHeight(pix8);
    int words = Leptonica.pixGetWpl(pix8);
    Pointer raw = Leptonica.pixGetData(pix8);
    byte[] data = new byte[w * h];
    int[] row = new int[words];
    for (int y = 0; y < h; y++) {
      raw.read(4L * words * y, row, 0, words);
      for (int x = 0; x < w; x++) {
        // Leptonica keeps the leftmost pixel in the highest byte of a word.
        data[y * w + x] = (byte) (row[x >> 2] >>> (24 - 8 * (x & 3)));
      }
    }
    return new Gray(w, h, data);
  }

  /** Copies an 8 bit image in about another size. */
  static Gray scaled(Pointer eight, float factor) {
    if (Math.abs(factor - 1) < 0.15) {
      return of(eight);
    }
    Pointer pix =
        factor < 0.7
            ? Leptonica.pixScaleAreaMap(eight, factor, factor)
            : Leptonica.pixScaleGrayLI(eight, factor, factor);
    if (pix == null) {
      return of(eight);
    }
    try {
      return of(pix);
    } finally {
      Leptonica.destroy(pix);
    }
  }

  int at(int x, int y) {
    int cx = Math.max(0, Math.min(width - 1, x));
    int cy = Math.max(0, Math.min(height - 1, y));
    return data[cy * width + cx] & 255;
  }

  double bilinear(double x, double y) {
    int x0 = (int) Math.floor(x);
    int y0 = (int) Math.floor(y);
    double fx = x - x0;
    double fy = y - y0;
    return (at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx) * (1 - fy)
        + (at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx) * fy;
  }

  /**
   * A turned strip: its pixel (i, j) is taken at origin + i * step * (ux, uy) + j * step * (-uy,
   * ux), averaged over the step where the step is wide.
   */
  float[][] strip(double ox, double oy, double ux, double uy, double step, int w, int h) {
    int k = Math.max(1, Math.min(6, (int) Math.round(step)));
    float[][] strip = new float[h][w];
    for (int j = 0; j < h; j++) {
      for (int i = 0; i < w; i++) {
        double sum = 0;
        for (int b = 0; b < k; b++) {
          double v = (j + (b + 0.5) / k - 0.5) * step;
          for (int a = 0; a < k; a++) {
            double u = (i + (a + 0.5) / k - 0.5) * step;
            sum += bilinear(ox + u * ux - v * uy, oy + u * uy + v * ux);
          }
        }
        strip[j][i] = (float) (sum / (k * k));
      }
    }
    return strip;
  }
}
