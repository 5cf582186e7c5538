/**
 * Landing: from the files of an inbox ({@code landing.inbox}, a batch of new files) to {@code
 * landing.arrivals}, {@code landing.items}, {@code landing.rejects} and {@code landing.records}.
 */
@NullMarked
package org.insight.jobs.landing;

import org.jspecify.annotations.NullMarked;
