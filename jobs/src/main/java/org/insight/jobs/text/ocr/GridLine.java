package org.insight.jobs.text.ocr;

import java.util.Arrays;

/**
 * One line of a zone cut out level, at a size where its characters are as large as the pictures of
 * {@link Glyphs}, and the grid of its cells. Each cell is held against each picture; the grid may
 * drift a little from cell to cell, as it does on a bent page or in a photograph.
 */
final class GridLine {

  private static final int MARGIN_X = 26;
  private static final int MARGIN_Y = 7;

  private final float[] ink;
  private final int width;
  private final int height;
  private final double pitch;
  private final int cells;
  private final float[][] glyphs;

  /**
   * @param step page pixels per pixel of the pictures
   * @param blur sigma of an additional blur, the same for the cells and the pictures
   */
  GridLine(Gray gray, ZoneFinder.Row row, int cells, double step, double blur) {
    this.cells = cells;
    double ux = (row.bx() - row.ax()) / row.length();
    double uy = (row.by() - row.ay()) / row.length();
    pitch = row.length() / (cells - 1) / step;
    width = (int) Math.ceil(pitch * (cells - 1)) + 2 * MARGIN_X;
    height = Glyphs.HEIGHT + 2 * MARGIN_Y;
    // The row's line runs through the middle of the characters.
    double down = MARGIN_Y + Glyphs.BASE - Glyphs.TALL / 2;
    double ox = row.ax() - MARGIN_X * step * ux + down * step * uy;
    double oy = row.ay() - MARGIN_X * step * uy - down * step * ux;
    float[][] strip = gray.strip(ox, oy, ux, uy, step, width, height);
    float[] flat = new float[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        flat[y * width + x] = 255 - strip[y][x];
      }
    }
    ink = Glyphs.blur(flat, width, height, blur);
    // A small picture made large is blurred already; the pictures have to be so too.
    double own = 0.55 / step;
    glyphs = Glyphs.blurred(Math.sqrt(blur * blur + own * own));
  }

  /** How well a few of the cells look like any character, 0 to 1. */
  double fit() {
    double sum = 0;
    int n = 0;
    double[] scores = new double[glyphs.length];
    for (int i = 2; i < cells; i += 5) {
      Arrays.fill(scores, -1);
      double best = -1;
      for (int dx = -3; dx <= 3; dx += 3) {
        for (int dy = -4; dy <= 4; dy += 2) {
          best = Math.max(best, score(i, dx, dy, scores));
        }
      }
      sum += best;
      n++;
    }
    return sum / n;
  }

  /** Scores of each cell against each character. */
  double[][] read() {
    double[][] out = new double[cells][glyphs.length];
    double driftX = 0;
    double driftY = startY();
    for (int i = 0; i < cells; i++) {
      Arrays.fill(out[i], -1);
      int reach = i == 0 ? 4 : 2;
      double best = -1;
      int bx = 0;
      int by = 0;
      int x = (int) Math.round(driftX);
      int y = (int) Math.round(driftY);
      for (int dx = x - reach; dx <= x + reach; dx++) {
        for (int dy = y - 1; dy <= y + 1; dy++) {
          double s = score(i, dx, dy, out[i]);
          if (s > best) {
            best = s;
            bx = dx;
            by = dy;
          }
        }
      }
      if (best > 0.6) {
        driftX += 0.4 * (bx - driftX);
        driftY += 0.4 * (by - driftY);
      }
    }
    return out;
  }

  /** The shift across the line that suits its first cells. */
  private double startY() {
    double best = -1;
    int at = 0;
    double[] scores = new double[glyphs.length];
    for (int dy = -5; dy <= 5; dy++) {
      double sum = 0;
      for (int i = 0; i < 6; i++) {
        double cell = -1;
        for (int dx = -2; dx <= 2; dx += 2) {
          Arrays.fill(scores, -1);
          cell = Math.max(cell, score(i, dx, dy, scores));
        }
        sum += cell;
      }
      if (sum > best) {
        best = sum;
        at = dy;
      }
    }
    return at;
  }

  private double score(int cell, int dx, int dy, double[] scores) {
    int x0 = (int) Math.round(MARGIN_X + cell * pitch) + dx - Glyphs.WIDTH / 2;
    int y0 = MARGIN_Y + dy;
    if (x0 < 0 || y0 < 0 || x0 + Glyphs.WIDTH > width || y0 + Glyphs.HEIGHT > height) {
      return -1;
    }
    float[] window = new float[Glyphs.WIDTH * Glyphs.HEIGHT];
    for (int y = 0; y < Glyphs.HEIGHT; y++) {
      System.arraycopy(ink, (y0 + y) * width + x0, window, y * Glyphs.WIDTH, Glyphs.WIDTH);
    }
    double mean = 0;
    double square = 0;
    for (float f : window) {
      mean += f;
      square += f * f;
    }
    mean /= window.length;
    double length = Math.sqrt(Math.max(0, square - mean * mean * window.length));
    // Paper has no characters, whatever its grain looks like.
    if (length < 4 * Math.sqrt(window.length)) {
      return -1;
    }
    double best = -1;
    for (int g = 0; g < glyphs.length; g++) {
      // Four sums, for a single one makes each addition wait for the one before.
      float a = 0;
      float b = 0;
      float c = 0;
      float d = 0;
      float[] glyph = glyphs[g];
      for (int k = 0; k < window.length; k += 4) {
        a += glyph[k] * window[k];
        b += glyph[k + 1] * window[k + 1];
        c += glyph[k + 2] * window[k + 2];
        d += glyph[k + 3] * window[k + 3];
      }
      double s = (a + b + c + d) / length;
      scores[g] = Math.max(scores[g], s);
      best = Math.max(best, s);
    }
    return best;
  }
}
