package org.insight.jobs.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.insight.jobs.text.ocr.OcrIssues;
import org.insight.jobs.text.ocr.OcrLimits;
import org.insight.jobs.text.ocr.OcrProcesses;
import org.insight.jobs.text.ocr.PageReading;
import org.insight.jobs.text.ocr.PageWord;
import org.jspecify.annotations.Nullable;

/**
 * The text of a page, and how it was come by.
 *
 * @param page from 1
 * @param text as {@link DocumentText} has it
 * @param words of a page read by OCR; empty else
 * @param reading what OCR gave; null where the page was not read by it
 * @param issues stable words
 */
record PageText(
    int page,
    Method method,
    String text,
    List<Word> words,
    @Nullable PageReading reading,
    List<String> issues) {

  /** The layer was not worth taking, but OCR gave no better. */
  private static final String RUBBISH = "layer_rubbish";

  /** How a text was come by. */
  enum Method {
    LAYER,
    OCR,
    NONE;

    /** The stable word in the table. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A word's place in the page's text and on its picture.
   *
   * @param begin first UTF-16 unit
   * @param end after the last
   */
  record Word(int begin, int end, PageWord box) {}

  /** Whether the picture of a page is to be read, by the text layer that it has. */
  static boolean wantsPicture(@Nullable String layer) {
    return layer == null || TextLayer.worth(layer) != TextLayer.Worth.GOOD;
  }

  /**
   * The pages of a part of a file.
   *
   * @param content of the file; null where no picture is to be read
   * @param first the page of the first layer
   * @param layers text layer of each page; null of one that has none
   */
  static List<PageText> of(
      OcrLimits limits,
      byte @Nullable [] content,
      String mediaType,
      int first,
      List<@Nullable String> layers) {
    Set<Integer> pictures = new LinkedHashSet<>();
    for (int i = 0; i < layers.size(); i++) {
      if (wantsPicture(layers.get(i))) {
        pictures.add(first + i);
      }
    }
    Map<Integer, PageReading> readings = new HashMap<>();
    if (content != null && limits.reads() && !pictures.isEmpty()) {
      OcrProcesses.read(limits, content, mediaType, List.copyOf(pictures))
          .forEach(reading -> readings.put(reading.page(), reading));
    }
    List<PageText> pages = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      String layer = layers.get(i);
      String text = layer == null ? "" : DocumentText.clean(layer);
      pages.add(
          pictures.contains(first + i)
              ? of(first + i, text, readings.get(first + i))
              : new PageText(first + i, Method.LAYER, text, List.of(), null, List.of()));
    }
    return pages;
  }

  /** Of a page whose layer is not worth taking, if its picture gives more. */
  private static PageText of(int page, String text, @Nullable PageReading reading) {
    List<String> issues = new ArrayList<>();
    if (reading == null) {
      issues.add(OcrIssues.OFF);
    } else if (reading.issue() != null) {
      issues.add(reading.issue());
    } else if (reading.words().stream().mapToInt(w -> w.text().length()).sum()
        > text.strip().length() / 2) {
      return read(page, reading);
    }
    if (text.isBlank()) {
      return new PageText(page, Method.NONE, "", List.of(), null, issues);
    }
    if (TextLayer.worth(text) == TextLayer.Worth.RUBBISH) {
      issues.add(RUBBISH);
    }
    return new PageText(page, Method.LAYER, text, List.of(), null, issues);
  }

  private static PageText read(int page, PageReading reading) {
    StringBuilder text = new StringBuilder();
    List<Word> words = new ArrayList<>();
    for (PageWord word : reading.words()) {
      String clean = DocumentText.clean(word.text()).strip();
      if (clean.isEmpty()) {
        continue;
      }
      if (text.length() > 0) {
        text.append(word.gap().text());
      }
      int begin = text.length();
      text.append(clean);
      words.add(new Word(begin, text.length(), word));
    }
    return new PageText(page, Method.OCR, text.toString(), words, reading, List.of());
  }
}
