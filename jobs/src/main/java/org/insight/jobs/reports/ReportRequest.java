package org.insight.jobs.reports;

/**
 * For whom a report is, and on what.
 *
 * @param reader name of the reader, as in conf/readers.yaml
 * @param readerInWords what the reader is entitled to, in words
 * @param lakeStateInWords which state of the lake the queries see, in words; the same state gives
 *     the same bytes
 * @param language of the report's own words; what sources wrote stays as they wrote it
 */
public record ReportRequest(
    String reader, String readerInWords, String lakeStateInWords, ReportLanguage language) {}
