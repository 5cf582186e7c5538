package org.insight.jobs.landing.extract;

/** What stands between the parts of a text that was extracted of a document of pages. */
public final class PageMarks {

  /** Between two pages: a form feed. */
  public static final char NEXT_PAGE = '\f';

  /**
   * After the last page, before what the document says outside its pages, as by bookmarks, fields
   * of forms and signatures: a group separator.
   */
  public static final char AFTER_PAGES = '\u001d';

  private PageMarks() {}
}
