/** Declarative mappings: from the fields of a structured item to FollowTheMoney properties. */
@NullMarked
package org.insight.jobs.landing.mapping;

import org.jspecify.annotations.NullMarked;
