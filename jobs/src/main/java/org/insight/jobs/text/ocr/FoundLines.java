package org.insight.jobs.text.ocr;

import ai.onnxruntime.OrtException;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a hard page: finds its lines by PP-OCR's detector, reads each by Tesseract, and where that
 * is not certain by PP-OCR as well. Finding the lines is what helps most: on blurred carbon copies
 * Tesseract loses whole lines, and it reads tables by columns.
 */
final class FoundLines implements AutoCloseable {

  /** Median height of a line's box to which pictures are scaled down for PP-OCR, in pixels. */
  private static final double NEURAL_HEIGHT = 36;

  /** The same for Tesseract. */
  private static final double TESSERACT_HEIGHT = 32;

  /** White around a line that Tesseract reads, in pixels. */
  private static final int MARGIN = 10;

  /** Confidence of each of a line's words from which PP-OCR need not be asked. */
  private static final double CERTAIN = 0.85;

  /** Least part of such a line's letters that are in known words; names are in no dictionary. */
  private static final double KNOWN = 0.5;

  private final LineFinder finder;
  private final LineReader reader;

  /**
   * @param characters that the recogniser reads, one a line
   * @throws OrtException if a model's bytes are none
   */
  FoundLines(byte[] detector, byte[] recogniser, String characters) throws OrtException {
    finder = new LineFinder(new OnnxModel(detector));
    reader = new LineReader(new OnnxModel(recogniser), new CtcDecoder(characters));
  }

  /**
   * @param page which stays the caller's
   * @return its words in the order in which they are read; none where no line was found
   * @throws OrtException if a model fails
   */
  List<PageWord> read(Pointer page, TesseractPage tesseract) throws OrtException {
    try (Pix colour = Pix.colour(page)) {
      List<TextBox> boxes = finder.find(colour);
      double height = LineOrder.median(boxes.stream().mapToDouble(TextBox::height).toArray());
      if (height == 0) {
        return List.of();
      }
      double forNeural = Math.min(1, NEURAL_HEIGHT / height);
      double forTesseract = Math.min(1, TESSERACT_HEIGHT / height);
      try (Pix small = colour.scaled(forNeural, forNeural);
          Pix green = Pix.green(page);
          Pix smaller = green.scaled(forTesseract, forTesseract);
          Pix even = smaller.evened()) {
        Pixels colours = new Pixels(small);
        Pixels greys = new Pixels(even);
        WordJoin join = new WordJoin(tesseract.dictionary()::knows);
        List<PageWord> words = new ArrayList<>();
        PageWord.Gap gap = PageWord.Gap.PARAGRAPH;
        for (LineOrder.Line line : LineOrder.of(boxes)) {
          gap = line.gap().compareTo(gap) > 0 ? line.gap() : gap;
          List<PageWord> read = byTesseract(tesseract, greys, line.box(), forTesseract);
          if (!isCertain(read, tesseract.dictionary())) {
            read = join.join(read, reader.read(colours, line.box(), forNeural));
          }
          for (PageWord word : read) {
            words.add(word.after(gap));
            gap = PageWord.Gap.SPACE;
          }
        }
        return words;
      }
    }
  }

  private static List<PageWord> byTesseract(
      TesseractPage tesseract, Pixels greys, TextBox box, double scale) {
    int width = (int) Math.max(1, Math.rint(box.width() * scale));
    int height = (int) Math.max(1, Math.rint(box.height() * scale));
    byte[] line = greys.grey(box.scaled(scale, scale), width, height, MARGIN, Pix.PAPER);
    List<PageWord> words = new ArrayList<>();
    for (PageWord word : tesseract.line(line, width + 2 * MARGIN, height + 2 * MARGIN)) {
      words.add(
          box.word(
              word.text(),
              (word.left() - MARGIN) / scale,
              (word.top() - MARGIN) / scale,
              (word.right() - MARGIN) / scale,
              (word.bottom() - MARGIN) / scale,
              word.confidence()));
    }
    return words;
  }

  /** Whether Tesseract's reading of a line stands by itself. */
  private static boolean isCertain(List<PageWord> words, Dictionary dictionary) {
    int letters = 0;
    int known = 0;
    for (PageWord word : words) {
      if (word.confidence() < CERTAIN) {
        return false;
      }
      if (word.text().codePoints().anyMatch(Character::isLetterOrDigit)) {
        letters += word.text().length();
        known += dictionary.knows(word.text()) ? word.text().length() : 0;
      }
    }
    return known > 0 && known >= KNOWN * letters;
  }

  @Override
  public void close() {
    finder.close();
    reader.close();
  }
}
