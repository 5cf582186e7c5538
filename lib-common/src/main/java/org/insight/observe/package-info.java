/**
 * What runs did and cost, for those who run the platform: metrics, log lines and lineage. Names of
 * jobs and tables, counts, times and kinds of errors; nothing of what rows hold.
 */
@NullMarked
package org.insight.observe;

import org.jspecify.annotations.NullMarked;
