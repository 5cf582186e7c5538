package org.insight.jobs.text.ocr;

/** Why a page was not read by OCR: the stable words in the tables. */
public final class OcrIssues {

  /** Nothing on it reads as text. */
  public static final String NOT_LEGIBLE = "not_legible";

  /** The process that read it ended. */
  public static final String FAILED = "ocr_failed";

  public static final String TIMEOUT = "ocr_timeout";
  public static final String OFF = "ocr_off";

  /** The bytes of the file are not kept, for it holds what nobody may see. */
  public static final String NOT_KEPT = "bytes_not_kept";

  /** A hard page that Tesseract read alone, for the models of pages are missing or failed. */
  public static final String PLAIN = "ocr_plain_only";

  public static final String TOO_LARGE = "picture_too_large";
  public static final String UNREADABLE = "picture_unreadable";

  /**
   * No scan, which was all that was asked for. Stands in no table: the page's layer is its text.
   */
  public static final String NO_SCAN = "no_scan";

  private OcrIssues() {}
}
