package org.insight.jobs.landing;

import static org.apache.spark.sql.functions.instr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

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

  /** As {@link #of(String)}. */
  static Column of(Column path) {
    return when(instr(path, "/").equalTo(0), lit(OUTSIDE)).otherwise(substring_index(path, "/", 1));
  }
}
