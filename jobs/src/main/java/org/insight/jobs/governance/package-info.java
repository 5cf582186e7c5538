/**
 * Who may see what, and who saw it: in landing.arrivals, governance.labels, the configured readers,
 * acts on them and the audit's spool; out governance.policies, reader_acts, readers, grants,
 * entitlements and audit.
 */
@NullMarked
package org.insight.jobs.governance;

import org.jspecify.annotations.NullMarked;
