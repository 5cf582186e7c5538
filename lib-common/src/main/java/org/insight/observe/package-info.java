/**
 * What runs did and cost, for those who run the platform: metrics, log lines and lineage. Names of
 * jobs and tables, counts, times and kinds of errors, and of items that took long their ids,
 * formats and sizes; nothing else of what rows hold.
 */
@NullMarked
package org.insight.observe;

import org.jspecify.annotations.NullMarked;
