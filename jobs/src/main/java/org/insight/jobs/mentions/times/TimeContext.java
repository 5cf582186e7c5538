package org.insight.jobs.mentions.times;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What relative words refer to.
 *
 * @param document the document's date
 * @param narrative the day that the text spoke of last, else the document's
 * @param dayFirst the order of day and month in digits; null where the text does not tell
 */
record TimeContext(
    @Nullable LocalDate document, @Nullable LocalDate narrative, @Nullable Boolean dayFirst) {}
