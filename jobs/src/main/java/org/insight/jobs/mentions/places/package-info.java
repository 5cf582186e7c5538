/**
 * Places that a document names: where in the text, which place of the world, and what it is in the
 * text. {@link org.insight.jobs.mentions.places.PlaceReader} is the entry.
 */
@NullMarked
package org.insight.jobs.mentions.places;

import org.jspecify.annotations.NullMarked;
