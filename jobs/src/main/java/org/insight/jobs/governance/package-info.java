/**
 * Who may see what: in landing.arrivals, governance.labels and the configured readers; out
 * governance.policies, readers, grants and entitlements.
 */
@NullMarked
package org.insight.jobs.governance;

import org.jspecify.annotations.NullMarked;
