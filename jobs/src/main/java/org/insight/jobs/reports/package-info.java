/**
 * Reports: what one reader may see, as one page that opens anywhere. Reads curated, links,
 * mentions, text and landing through the reader's own queries; writes no table. And the page of
 * runs, for those who run the platform, which is made of no row at all.
 */
@NullMarked
package org.insight.jobs.reports;

import org.jspecify.annotations.NullMarked;
