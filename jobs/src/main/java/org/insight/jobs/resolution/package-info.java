/**
 * Which records are one entity, for which readers. Reads landing.records, mentions.identifiers and
 * governance.grants; writes resolution.memberships.
 */
@NullMarked
package org.insight.jobs.resolution;

import org.jspecify.annotations.NullMarked;
