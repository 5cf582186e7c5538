/**
 * Who is who: the released model, the comparison of two subjects, their blocking keys, and the rule
 * that makes clusters of scored pairs. Plain Java, no Spark. Everything here is a pure function of
 * its arguments and of a released model, so the answer for a reader depends on no other rows.
 */
@NullMarked
package org.insight.resolution;

import org.jspecify.annotations.NullMarked;
