package org.insight.jobs.reports;

import java.time.LocalDate;
import java.time.YearMonth;
import org.insight.policy.Scope;
import org.jspecify.annotations.Nullable;

/**
 * For whom a report is, and on what.
 *
 * @param reader name of the reader, as in conf/readers.yaml
 * @param rights what the reader is entitled to
 * @param items how many the reader sees: with the latest message the state of the data; the same
 *     state gives the same bytes
 * @param latestMessage day of the latest message among them that is not dated after the month; null
 *     where none has one
 * @param month in which the report is written; what is dated later is in no figure by month
 * @param language of the report's own words; what sources wrote stays as they wrote it
 */
public record ReportRequest(
    String reader,
    Scope rights,
    long items,
    @Nullable LocalDate latestMessage,
    YearMonth month,
    ReportLanguage language) {

  /** The query that gives {@code items} and {@code latestMessage}, in a report of a month. */
  public static String state(YearMonth month) {
    return "SELECT count(*), cast(max(sent_at) FILTER (WHERE kind = 'message' AND trunc(sent_at, 'MONTH') <= DATE '"
        + month.atDay(1)
        + "') AS date) FROM landing.items";
  }
}
