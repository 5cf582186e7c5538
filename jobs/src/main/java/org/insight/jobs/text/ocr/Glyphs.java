package org.insight.jobs.text.ocr;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The letters of OCR-B, the one face that ICAO Doc 9303 (part 3, 4.1) allows, as small pictures to
 * hold against a cell. Drawn of Debian's package fonts-ocr-b, where that is installed.
 */
final class Glyphs {

  static final String ALL = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<";
  static final int WIDTH = 20;
  static final int HEIGHT = 26;

  /** The row of a picture's base line. */
  static final int BASE = 23;

  /** Rows from the base line up to the mean top of capitals and digits. */
  static final double TALL = 21;

  private static final Path FACE = Path.of("/usr/share/fonts/opentype/ocr-b/OCRB.otf");

  /** Units of the face in its em, in the width of a letter, and in a pixel of a picture. */
  private static final int EM = 1000;

  private static final double ADVANCE = 723;
  private static final double UNITS = 36;

  /** Each pixel is drawn by so many in each direction. */
  private static final int FINE = 8;

  private static final Map<Integer, float[][]> BLURRED = new ConcurrentHashMap<>();

  private Glyphs() {}

  /** The pictures blurred by sigma pixels, each with mean 0 and length 1. */
  static float[][] blurred(double sigma) {
    return BLURRED.computeIfAbsent(
        (int) Math.round(sigma * 4),
        level -> {
          float[][] out = new float[ALL.length()][];
          for (int i = 0; i < out.length; i++) {
            out[i] = normal(blur(Drawn.PLAIN[i], WIDTH, HEIGHT, Math.max(0.25, level / 4.0)));
          }
          return out;
        });
  }

  static float[] normal(float[] a) {
    double mean = 0;
    for (float f : a) {
      mean += f;
    }
    mean /= a.length;
    double length = 0;
    for (float f : a) {
      length += (f - mean) * (f - mean);
    }
    length = Math.sqrt(length) + 1e-6;
    float[] out = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      out[i] = (float) ((a[i] - mean) / length);
    }
    return out;
  }

  static float[] blur(float[] a, int w, int h, double sigma) {
    int r = (int) Math.ceil(2.5 * sigma);
    float[] kernel = new float[2 * r + 1];
    float total = 0;
    for (int i = -r; i <= r; i++) {
      kernel[i + r] = (float) Math.exp(-i * i / (2 * sigma * sigma));
      total += kernel[i + r];
    }
    float[] rows = new float[a.length];
    float[] out = new float[a.length];
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        float s = 0;
        for (int i = -r; i <= r; i++) {
          s += kernel[i + r] * a[y * w + Math.max(0, Math.min(w - 1, x + i))];
        }
        rows[y * w + x] = s / total;
      }
    }
    for (int y = 0; y < h; y++) {
      for (int x = 0; x < w; x++) {
        float s = 0;
        for (int i = -r; i <= r; i++) {
          s += kernel[i + r] * rows[Math.max(0, Math.min(h - 1, y + i)) * w + x];
        }
        out[y * w + x] = s / total;
      }
    }
    return out;
  }

  /** Drawn when a zone is looked for, so that it can be asked whether the face is there. */
  private static final class Drawn {
    static final float[][] PLAIN = load();
  }

  /** Whether the face is installed. */
  static boolean there() {
    return Files.isReadable(FACE);
  }

  private static float[][] load() {
    try {
      Font face = Font.createFont(Font.TRUETYPE_FONT, FACE.toFile()).deriveFont((float) EM);
      FontRenderContext context = new FontRenderContext(null, true, true);
      float[][] glyphs = new float[ALL.length()][];
      for (int i = 0; i < glyphs.length; i++) {
        glyphs[i] = drawn(face.createGlyphVector(context, ALL.substring(i, i + 1)).getOutline());
      }
      return glyphs;
    } catch (IOException | FontFormatException e) {
      throw new IllegalStateException("the face OCR-B cannot be read", e);
    }
  }

  private static float[] drawn(Shape outline) {
    BufferedImage image =
        new BufferedImage(WIDTH * FINE, HEIGHT * FINE, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D pen = image.createGraphics();
    pen.scale(FINE / UNITS, FINE / UNITS);
    pen.translate((WIDTH * UNITS - ADVANCE) / 2, BASE * UNITS);
    pen.setColor(Color.WHITE);
    pen.fill(outline);
    pen.dispose();
    float[] glyph = new float[WIDTH * HEIGHT];
    for (int y = 0; y < HEIGHT * FINE; y++) {
      for (int x = 0; x < WIDTH * FINE; x++) {
        if (image.getRaster().getSample(x, y, 0) > 127) {
          glyph[y / FINE * WIDTH + x / FINE] += 1f / (FINE * FINE);
        }
      }
    }
    return glyph;
  }
}
