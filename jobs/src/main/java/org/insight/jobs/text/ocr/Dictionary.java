package org.insight.jobs.text.ocr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import net.sourceforge.tess4j.ITessAPI;
import net.sourceforge.tess4j.ITessAPI.TessBaseAPI;
import net.sourceforge.tess4j.TessAPI1;

/**
 * The words that Tesseract's data of a set of languages has. Tesseract itself answers for the first
 * language of a set alone, so each has one here. Not for several threads.
 */
final class Dictionary implements AutoCloseable {

  /** What is between the words of a dictionary within one of a text: l'homme, vice-président. */
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private static final Pattern DIGIT = Pattern.compile("\\p{N}");

  private final List<TessBaseAPI> languages = new ArrayList<>();

  /**
   * @param set as Tesseract names them, joined by {@code +}; all are installed
   */
  Dictionary(String set) {
    for (String language : set.split("\\+")) {
      TessBaseAPI api = TessAPI1.TessBaseAPICreate();
      TessAPI1.TessBaseAPIInit2(api, null, language, ITessAPI.TessOcrEngineMode.OEM_LSTM_ONLY);
      languages.add(api);
    }
  }

  /** Whether it is a word of one of the languages, whatever signs stand around it. */
  boolean knows(String word) {
    if (DIGIT.matcher(word).find()) {
      return false;
    }
    boolean letters = false;
    for (String part : BETWEEN.split(word)) {
      if (!part.isEmpty()) {
        letters = true;
        if (!has(part) && !has(part.toLowerCase(Locale.ROOT))) {
          return false;
        }
      }
    }
    return letters;
  }

  private boolean has(String part) {
    return part.length() == 1
        || languages.stream().anyMatch(api -> TessAPI1.TessBaseAPIIsValidWord(api, part) != 0);
  }

  @Override
  public void close() {
    for (TessBaseAPI api : languages) {
      TessAPI1.TessBaseAPIEnd(api);
      TessAPI1.TessBaseAPIDelete(api);
    }
  }
}
