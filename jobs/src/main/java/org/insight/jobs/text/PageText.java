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

  /** So many times as much is on the picture of a scan as in a layer that is beside its text. */
  private static final int MORE = 2;

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

  /** Whether the picture of a page is to be read if images cover most of it. */
  static boolean wantsScan(@Nullable String layer) {
    return layer != null && !wantsPicture(layer) && TextLayer.isShort(layer);
  }

  /**
   * The pages of a part of a file.
   *
   * @param content of the file; null where no picture is to be read
   * @param first the page of the first layer
   * @param layers text layer of each page; null of one that has none
   * @param after what the file says outside its pages, where the part has the last of them
   */
  static List<PageText> of(
      OcrLimits limits,
      byte @Nullable [] content,
      String mediaType,
      int first,
      List<@Nullable String> layers,
      @Nullable String after) {
    Set<Integer> pictures = new LinkedHashSet<>();
    Set<Integer> scans = new LinkedHashSet<>();
    for (int i = 0; i < layers.size(); i++) {
      if (wantsScan(layers.get(i))) {
        scans.add(first + i);
      }
      if (wantsPicture(layers.get(i)) || wantsScan(layers.get(i))) {
        pictures.add(first + i);
      }
    }
    Map<Integer, PageReading> readings = new HashMap<>();
    if (content != null && limits.reads() && !pictures.isEmpty()) {
      OcrProcesses.read(limits, content, mediaType, List.copyOf(pictures), scans)
          .forEach(reading -> readings.put(reading.page(), reading));
    }
    List<PageText> pages = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      String layer = layers.get(i);
      String text = layer == null ? "" : DocumentText.clean(layer);
      int page = first + i;
      if (scans.contains(page)) {
        pages.add(ofShort(page, text, readings.get(page)));
      } else if (pictures.contains(page)) {
        pages.add(
            of(
                page,
                text,
                readings.get(page),
                limits.reads() ? OcrIssues.NOT_KEPT : OcrIssues.OFF));
      } else {
        pages.add(new PageText(page, Method.LAYER, text, List.of(), null, List.of()));
      }
    }
    if (after != null && !pages.isEmpty()) {
      int last = pages.size() - 1;
      pages.set(last, pages.get(last).with(DocumentText.clean(after).strip()));
    }
    return pages;
  }

  /** The same with more text at its end, which its picture has not. */
  private PageText with(String after) {
    if (after.isEmpty()) {
      return this;
    }
    String between = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
    return new PageText(
        page,
        method == Method.NONE ? Method.LAYER : method,
        text + between + after,
        words,
        reading,
        issues);
  }

  /** Of a page whose layer is good but short: if its picture gives far more, that is its text. */
  private static PageText ofShort(int page, String text, @Nullable PageReading reading) {
    String issue = reading == null ? null : reading.issue();
    if (reading != null && issue == null && signs(reading) >= MORE * signs(text)) {
      return read(page, reading);
    }
    List<String> issues =
        issue == null || issue.equals(OcrIssues.NO_SCAN) ? List.of() : List.of(issue);
    return new PageText(page, Method.LAYER, text, List.of(), null, issues);
  }

  private static long signs(PageReading reading) {
    return reading.words().stream().mapToLong(word -> signs(word.text())).sum();
  }

  private static long signs(String text) {
    return text.codePoints().filter(c -> !Character.isWhitespace(c)).count();
  }

  /**
   * Of a page whose layer is not worth taking, if its picture gives more.
   *
   * @param unread why there is no reading, where there is none
   */
  private static PageText of(int page, String text, @Nullable PageReading reading, String unread) {
    List<String> issues = new ArrayList<>();
    if (reading == null) {
      issues.add(unread);
    } else if (reading.issue() != null) {
      issues.add(reading.issue());
    } else if (signs(reading) > signs(text) / 2) {
      return read(page, reading);
    }
    if (reading != null && reading.note() != null) {
      issues.add(reading.note());
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
    List<String> issues = reading.note() == null ? List.of() : List.of(reading.note());
    return new PageText(page, Method.OCR, text.toString(), words, reading, issues);
  }
}
