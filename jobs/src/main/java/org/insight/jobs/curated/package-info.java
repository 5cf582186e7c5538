/**
 * What analysts query: persons, organisations, objects, events, links and trends. Reads
 * landing.records, text.documents, mentions.identifiers, mentions.times, mentions.places,
 * mentions.described, mentions.events, resolution.memberships, links.edges and governance.policies;
 * writes curated.persons, curated.organisations, curated.objects, curated.events, curated.links and
 * curated.trends_monthly.
 */
@NullMarked
package org.insight.jobs.curated;

import org.jspecify.annotations.NullMarked;
