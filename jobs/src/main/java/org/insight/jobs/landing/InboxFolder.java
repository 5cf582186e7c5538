package org.insight.jobs.landing;

/** The outermost folder of the inbox in which a file lay, mostly that of a source. */
public final class InboxFolder {

  /** Of what lies in no folder. */
  public static final String OUTSIDE = ".";

  private InboxFolder() {}

  /**
   * Of a file.
   *
   * @param path below the inbox, with {@code /}; not of what a file holds
   */
  public static String of(String path) {
    int end = path.indexOf('/');
    return end < 0 ? OUTSIDE : path.substring(0, end);
  }
}
