package org.insight.jobs.text.ocr;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.List;

/** Finds the lines of text on a picture by PP-OCR's detector. */
final class LineFinder implements AutoCloseable {

  /**
   * Longest side of the picture that the detector sees, in pixels. Typed lines have some 15 to 30
   * of them on an A4 page; at 2000 it finds no more lines, and takes more than twice as long.
   */
  private static final int LONGEST_SIDE = 1280;

  /** The detector halves its picture five times. */
  private static final int MULTIPLE = 32;

  private final OnnxModel detector;

  LineFinder(OnnxModel detector) {
    this.detector = detector;
  }

  /**
   * @param picture in colour
   * @return boxes in its pixels, in no order
   * @throws OrtException if the detector fails
   */
  List<TextBox> find(Pix picture) throws OrtException {
    int width = picture.width();
    int height = picture.height();
    double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(width, height));
    int w = multiple(width * scale);
    int h = multiple(height * scale);
    FloatBuffer colours = OnnxModel.buffer(3 * w * h);
    try (Pix small = picture.scaled((double) w / width, (double) h / height)) {
      new Pixels(small).normalised(colours, w, h);
    }
    OnnxModel.Output output = detector.run(colours, 1, 3, h, w);
    float[] map = new float[w * h];
    output.values().get(map);
    return TextRegions.of(map, w, h).stream()
        .map(box -> box.scaled((double) width / w, (double) height / h))
        .toList();
  }

  private static int multiple(double side) {
    return (int) Math.max(1, Math.rint(side / MULTIPLE)) * MULTIPLE;
  }

  @Override
  public void close() {
    detector.close();
  }
}
