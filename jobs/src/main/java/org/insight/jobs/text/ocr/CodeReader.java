package org.insight.jobs.text.ocr;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.PlanarYUVLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.ResultPoint;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.GenericMultipleBarcodeReader;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads codes that are printed for machines, by ZXing: QR (ISO/IEC 18004), Data Matrix (16022),
 * Aztec (24778), PDF417 (15438) and Code 128 (15417). Other bar codes have no check that would keep
 * them from being found where there are none.
 */
final class CodeReader {

  /** Pixels of a page's longer side that suffice for the cells of a code. */
  private static final int READ = 2400;

  /** A check of one in 103 is not much for what takes few bars. */
  private static final int SHORTEST_BARS = 6;

  private static final Pattern LINE = Pattern.compile("\\R");
  private static final Pattern BLANK = Pattern.compile("\\s+");

  private static final Map<DecodeHintType, Object> HINTS =
      Map.of(
          DecodeHintType.POSSIBLE_FORMATS,
          List.of(
              BarcodeFormat.QR_CODE,
              BarcodeFormat.DATA_MATRIX,
              BarcodeFormat.AZTEC,
              BarcodeFormat.PDF_417,
              BarcodeFormat.CODE_128),
          DecodeHintType.TRY_HARDER,
          true);

  private CodeReader() {}

  /**
   * A code.
   *
   * @param words what it says, in the place of the code
   */
  record Code(List<PageWord> words) {

    Code {
      words = List.copyOf(words);
    }

    /** Whether a word stands on the code, by its middle: noise, for a code is no text. */
    boolean covers(PageWord word) {
      PageWord place = words.get(0);
      int across = (word.left() + word.right()) / 2;
      int down = (word.top() + word.bottom()) / 2;
      return across >= place.left()
          && across < place.right()
          && down >= place.top()
          && down < place.bottom();
    }
  }

  /** The codes of a page, each content once; the page stays the caller's. */
  static List<Code> read(Pointer page) {
    Pointer eight = Leptonica.pixConvertTo8(page, 0);
    if (eight == null) {
      return List.of();
    }
    try {
      int width = Leptonica.pixGetWidth(eight);
      int longer = Math.max(width, Leptonica.pixGetHeight(eight));
      Gray gray = Gray.scaled(eight, Math.min(1, (float) READ / longer));
      return read(gray, (double) gray.width / width);
    } finally {
      Leptonica.destroy(eight);
    }
  }

  private static List<Code> read(Gray gray, double scale) {
    BinaryBitmap bitmap =
        new BinaryBitmap(
            new HybridBinarizer(
                new PlanarYUVLuminanceSource(
                    gray.data, gray.width, gray.height, 0, 0, gray.width, gray.height, false)));
    Result[] results;
    try {
      results =
          new GenericMultipleBarcodeReader(new MultiFormatReader()).decodeMultiple(bitmap, HINTS);
    } catch (NotFoundException | RuntimeException e) {
      // Some of its readers fail on what is no code.
      return List.of();
    }
    Set<String> seen = new LinkedHashSet<>();
    List<Code> codes = new ArrayList<>();
    for (Result result : results) {
      String text = result.getText();
      boolean bars = result.getBarcodeFormat() == BarcodeFormat.CODE_128;
      if (text != null && (!bars || text.length() >= SHORTEST_BARS) && seen.add(text)) {
        List<PageWord> words = words(text, result.getResultPoints(), scale);
        if (!words.isEmpty()) {
          codes.add(new Code(words));
        }
      }
    }
    return codes;
  }

  private static List<PageWord> words(String text, ResultPoint[] points, double scale) {
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = 0;
    double bottom = 0;
    for (ResultPoint point : points) {
      if (point != null) {
        left = Math.min(left, point.getX() / scale);
        right = Math.max(right, point.getX() / scale);
        top = Math.min(top, point.getY() / scale);
        bottom = Math.max(bottom, point.getY() / scale);
      }
    }
    if (left > right) {
      return List.of();
    }
    List<PageWord> words = new ArrayList<>();
    for (String line : LINE.split(text)) {
      PageWord.Gap gap = words.isEmpty() ? PageWord.Gap.PARAGRAPH : PageWord.Gap.LINE;
      for (String word : BLANK.split(line.strip())) {
        if (!word.isBlank()) {
          words.add(
              new PageWord(
                  word,
                  gap,
                  (int) left,
                  (int) top,
                  (int) Math.ceil(right) + 1,
                  (int) Math.ceil(bottom) + 1,
                  1));
          gap = PageWord.Gap.SPACE;
        }
      }
    }
    return words;
  }
}
