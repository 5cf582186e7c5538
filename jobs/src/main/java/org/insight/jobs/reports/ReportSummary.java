package org.insight.jobs.reports;

import java.nio.file.Path;

/**
 * What was written.
 *
 * @param page the report
 * @param data its figures as JSON: id, title, query and rows of each
 * @param figures number of figures
 * @param rows rows in all figures together
 */
public record ReportSummary(Path page, Path data, int figures, int rows) {}
