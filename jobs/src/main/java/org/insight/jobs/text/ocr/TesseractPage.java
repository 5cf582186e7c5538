package org.insight.jobs.text.ocr;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.sourceforge.tess4j.ITessAPI;
import net.sourceforge.tess4j.ITessAPI.TessBaseAPI;
import net.sourceforge.tess4j.ITessAPI.TessPageIterator;
import net.sourceforge.tess4j.ITessAPI.TessPageIteratorLevel;
import net.sourceforge.tess4j.ITessAPI.TessResultIterator;
import net.sourceforge.tess4j.TessAPI1;
import org.jspecify.annotations.Nullable;

/** One Tesseract for one set of languages. Not for several threads. */
final class TesseractPage implements AutoCloseable {

  private static final double PERCENT = 100;
  private static final int LONGEST_WORD = 1000;

  private final String languages;
  private final TessBaseAPI api;
  private @Nullable Dictionary dictionary;

  /**
   * @param languages as Tesseract names them, joined by {@code +}
   * @throws IllegalStateException where one is not installed, with the reason in words
   */
  TesseractPage(String languages) {
    this.languages = languages;
    api = TessAPI1.TessBaseAPICreate();
    if (TessAPI1.TessBaseAPIInit2(api, null, languages, ITessAPI.TessOcrEngineMode.OEM_LSTM_ONLY)
        != 0) {
      TessAPI1.TessBaseAPIDelete(api);
      throw new IllegalStateException(
          "Tesseract has not all languages of " + languages + " (Debian: tesseract-ocr-LANGUAGE)");
    }
    TessAPI1.TessBaseAPISetPageSegMode(api, ITessAPI.TessPageSegMode.PSM_AUTO);
    // A typed exclamation mark is nearly always taken for a bar, which prose does not have.
    TessAPI1.TessBaseAPISetVariable(api, "tessedit_char_blacklist", "|");
  }

  String languages() {
    return languages;
  }

  /** The words of its languages, loaded when they are first asked for. */
  Dictionary dictionary() {
    if (dictionary == null) {
      dictionary = new Dictionary(languages);
    }
    return dictionary;
  }

  /** The words of a page in the order in which they are read. */
  List<PageWord> read(Pointer picture) {
    Leptonica.Tesseract.TessBaseAPISetImage2(api, picture);
    return recognised();
  }

  /**
   * The words of one line, with their boxes on its picture.
   *
   * @param grey picture of the line, row by row
   */
  List<PageWord> line(byte[] grey, int width, int height) {
    TessAPI1.TessBaseAPISetPageSegMode(api, ITessAPI.TessPageSegMode.PSM_SINGLE_LINE);
    try {
      TessAPI1.TessBaseAPISetImage(api, ByteBuffer.wrap(grey), width, height, 1, width);
      return recognised();
    } finally {
      TessAPI1.TessBaseAPISetPageSegMode(api, ITessAPI.TessPageSegMode.PSM_AUTO);
    }
  }

  private List<PageWord> recognised() {
    try {
      return TessAPI1.TessBaseAPIRecognize(api, null) == 0 ? words() : List.of();
    } finally {
      TessAPI1.TessBaseAPIClear(api);
    }
  }

  private List<PageWord> words() {
    List<PageWord> words = new ArrayList<>();
    TessResultIterator results = TessAPI1.TessBaseAPIGetIterator(api);
    if (results == null) {
      return words;
    }
    try {
      // The same object as its base class: deleted once.
      TessPageIterator place = TessAPI1.TessResultIteratorGetPageIterator(results);
      int word = TessPageIteratorLevel.RIL_WORD;
      PageWord.Gap gap = PageWord.Gap.PARAGRAPH;
      do {
        if (starts(place, TessPageIteratorLevel.RIL_PARA)) {
          gap = PageWord.Gap.PARAGRAPH;
        } else if (starts(place, TessPageIteratorLevel.RIL_TEXTLINE) && gap == PageWord.Gap.SPACE) {
          gap = PageWord.Gap.LINE;
        }
        String text = text(results, word);
        if (!text.isBlank()) {
          words.add(word(results, place, text).after(gap));
          gap = PageWord.Gap.SPACE;
        }
      } while (TessAPI1.TessResultIteratorNext(results, word) == ITessAPI.TRUE);
    } finally {
      TessAPI1.TessResultIteratorDelete(results);
    }
    return words;
  }

  private static PageWord word(TessResultIterator results, TessPageIterator place, String text) {
    int word = TessPageIteratorLevel.RIL_WORD;
    IntBuffer left = IntBuffer.allocate(1);
    IntBuffer top = IntBuffer.allocate(1);
    IntBuffer right = IntBuffer.allocate(1);
    IntBuffer bottom = IntBuffer.allocate(1);
    TessAPI1.TessPageIteratorBoundingBox(place, word, left, top, right, bottom);
    return new PageWord(
        text.length() > LONGEST_WORD ? text.substring(0, LONGEST_WORD) : text,
        PageWord.Gap.SPACE,
        left.get(0),
        top.get(0),
        right.get(0),
        bottom.get(0),
        Math.max(0, Math.min(1, TessAPI1.TessResultIteratorConfidence(results, word) / PERCENT)));
  }

  private static boolean starts(TessPageIterator place, int level) {
    return TessAPI1.TessPageIteratorIsAtBeginningOf(place, level) == ITessAPI.TRUE;
  }

  /** As UTF-8, whatever the platform's encoding is. */
  private static String text(TessResultIterator results, int level) {
    Pointer text = TessAPI1.TessResultIteratorGetUTF8Text(results, level);
    if (text == null) {
      return "";
    }
    try {
      return text.getString(0, StandardCharsets.UTF_8.name());
    } finally {
      TessAPI1.TessDeleteText(text);
    }
  }

  @Override
  public void close() {
    if (dictionary != null) {
      dictionary.close();
    }
    TessAPI1.TessBaseAPIEnd(api);
    TessAPI1.TessBaseAPIDelete(api);
  }
}
