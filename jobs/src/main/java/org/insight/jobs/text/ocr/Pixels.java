package org.insight.jobs.text.ocr;

import com.sun.jna.Pointer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Cuts parts out of a native picture of 8 or 32 bits a pixel, which stays the caller's. */
final class Pixels {

  private static final int COLOUR = 32;
  private static final float HALF = 127.5f;

  private final Pointer data;
  private final int width;
  private final int height;
  private final int words;
  private final boolean colour;

  Pixels(Pix pix) {
    Pointer picture = pix.pointer();
    data = Leptonica.pixGetData(picture);
    width = Leptonica.pixGetWidth(picture);
    height = Leptonica.pixGetHeight(picture);
    words = Leptonica.pixGetWpl(picture);
    colour = Leptonica.pixGetDepth(picture) == COLOUR;
  }

  /**
   * The whole of a colour picture as PP-OCR's models take it: blue, green and red, each row by row,
   * from -1 to 1.
   *
   * @param w pixels a row; where the picture has fewer, its last one is repeated
   * @param h rows, in the same way
   */
  void normalised(FloatBuffer to, int w, int h) {
    int[] row = new int[words];
    int plane = w * h;
    for (int y = 0; y < h; y++) {
      data.read(4L * words * Math.min(y, height - 1), row, 0, words);
      for (int x = 0; x < w; x++) {
        int pixel = row[Math.min(x, width - 1)];
        int at = y * w + x;
        to.put(at, normalised(pixel, 8));
        to.put(plane + at, normalised(pixel, 16));
        to.put(2 * plane + at, normalised(pixel, 24));
      }
    }
  }

  /** A line of a colour picture, laid level and brought to a size, in the same form. */
  void normalised(TextBox box, FloatBuffer to, int w, int h, int of) {
    Cut cut = new Cut(box);
    int plane = of * h;
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        cut.place((x + 0.5) / w, (y + 0.5) / h);
        int at = y * of + x;
        to.put(at, cut.colour(8) / HALF - 1);
        to.put(plane + at, cut.colour(16) / HALF - 1);
        to.put(2 * plane + at, cut.colour(24) / HALF - 1);
      }
    }
  }

  /**
   * A line of a grey picture, laid level, with a margin.
   *
   * @param w without the margin
   * @param h without the margin
   */
  byte[] grey(TextBox box, int w, int h, int margin, int paper) {
    int full = w + 2 * margin;
    byte[] line = new byte[full * (h + 2 * margin)];
    Arrays.fill(line, (byte) paper);
    Cut cut = new Cut(box);
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        cut.place((x + 0.5) / w, (y + 0.5) / h);
        line[(y + margin) * full + x + margin] = (byte) Math.round(cut.grey());
      }
    }
    return line;
  }

  private static float normalised(int pixel, int shift) {
    return (pixel >>> shift & 0xff) / HALF - 1;
  }

  /** The upright part of the picture that holds a box, read between its pixels. */
  private final class Cut {

    private final TextBox box;
    private final int left;
    private final int top;
    private final int w;
    private final int h;
    private final int[] pixels;
    private int corner;
    private float right;
    private float down;
    private int nextColumn;
    private int nextRow;

    Cut(TextBox box) {
      this.box = box;
      double along = Math.cos(box.radians());
      double across = Math.abs(Math.sin(box.radians()));
      double reachX = (box.width() * along + box.height() * across) / 2;
      double reachY = (box.width() * across + box.height() * along) / 2;
      left = within(Math.floor(box.x() - reachX) - 1, width);
      top = within(Math.floor(box.y() - reachY) - 1, height);
      w = within(Math.ceil(box.x() + reachX) + 1, width) - left + 1;
      h = within(Math.ceil(box.y() + reachY) + 1, height) - top + 1;
      pixels = new int[w * h];
      int first = colour ? left : left >> 2;
      int[] row = new int[(colour ? left + w : ((left + w - 1) >> 2) + 1) - first];
      for (int y = 0; y < h; y++) {
        data.read(4L * ((long) words * (top + y) + first), row, 0, row.length);
        for (int x = 0; x < w; x++) {
          // Leptonica keeps the leftmost pixel in the highest byte of a word.
          pixels[y * w + x] =
              colour
                  ? row[x]
                  : row[((left + x) >> 2) - first] >>> (24 - 8 * ((left + x) & 3)) & 0xff;
        }
      }
    }

    private static int within(double at, int size) {
      return (int) Math.max(0, Math.min(size - 1, at));
    }

    /** Goes to a point of the line, in parts of its width and height. */
    void place(double along, double across) {
      double[] at = box.onPicture((along - 0.5) * box.width(), (across - 0.5) * box.height());
      double x = Math.max(0, Math.min(w - 1, at[0] - 0.5 - left));
      double y = Math.max(0, Math.min(h - 1, at[1] - 0.5 - top));
      int column = (int) x;
      int row = (int) y;
      right = (float) (x - column);
      down = (float) (y - row);
      corner = row * w + column;
      nextColumn = column + 1 < w ? 1 : 0;
      nextRow = row + 1 < h ? w : 0;
    }

    float colour(int shift) {
      float above =
          mix(pixels[corner] >>> shift & 0xff, pixels[corner + nextColumn] >>> shift & 0xff);
      float below =
          mix(
              pixels[corner + nextRow] >>> shift & 0xff,
              pixels[corner + nextRow + nextColumn] >>> shift & 0xff);
      return above + (below - above) * down;
    }

    float grey() {
      return colour(0);
    }

    private float mix(int a, int b) {
      return a + (b - a) * right;
    }
  }
}
