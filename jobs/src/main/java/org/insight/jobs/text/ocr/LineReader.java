package org.insight.jobs.text.ocr;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads single lines by PP-OCR's recogniser. */
final class LineReader implements AutoCloseable {

  /** Height of a line as the recogniser takes it, in pixels. */
  private static final int HEIGHT = 48;

  /** Narrower lines are filled up: the recogniser reads few signs alone less well. */
  private static final int LEAST_WIDTH = 96;

  private final OnnxModel recogniser;
  private final CtcDecoder decoder;

  /**
   * @param decoder of the recogniser's classes
   */
  LineReader(OnnxModel recogniser, CtcDecoder decoder) {
    this.recogniser = recogniser;
    this.decoder = decoder;
  }

  /**
   * @param picture a page in colour, scaled
   * @param box of a line, in pixels of the page
   * @param scale pixels of the picture per pixel of the page
   * @return the line's words with their boxes on the page, from left to right; each word's
   *     confidence is the mean of its signs'
   * @throws OrtException if the recogniser fails
   */
  List<PageWord> read(Pixels picture, TextBox box, double scale) throws OrtException {
    int width = (int) Math.max(1, Math.ceil(HEIGHT * box.width() / box.height()));
    int full = Math.max(LEAST_WIDTH, width);
    FloatBuffer line = OnnxModel.buffer(3 * HEIGHT * full);
    picture.normalised(box.scaled(scale, scale), line, width, HEIGHT, full);
    OnnxModel.Output output = recogniser.run(line, 1, 3, HEIGHT, full);
    int steps = (int) output.shape()[1];
    if (output.shape()[2] != decoder.classes()) {
      throw new OrtException("a recogniser with other classes than characters");
    }
    double step = box.width() * full / width / steps;
    return words(decoder.decode(output.values(), steps), box, step);
  }

  /**
   * @param step length of the line that a step stands for
   */
  private static List<PageWord> words(List<CtcDecoder.Letter> letters, TextBox box, double step) {
    List<PageWord> words = new ArrayList<>();
    int first = 0;
    for (int i = 0; i <= letters.size(); i++) {
      if (i == letters.size() || letters.get(i).sign().isBlank()) {
        if (i > first) {
          words.add(word(letters.subList(first, i), box, step));
        }
        first = i + 1;
      }
    }
    return words;
  }

  private static PageWord word(List<CtcDecoder.Letter> letters, TextBox box, double step) {
    StringBuilder text = new StringBuilder();
    letters.forEach(letter -> text.append(letter.sign()));
    double left = letters.get(0).step() * step;
    double right = Math.min(box.width(), (letters.get(letters.size() - 1).step() + 1) * step);
    double confidence =
        letters.stream().mapToDouble(CtcDecoder.Letter::probability).average().orElse(0);
    return box.word(text.toString(), left, 0, Math.max(left, right), box.height(), confidence);
  }

  @Override
  public void close() {
    recogniser.close();
  }
}
