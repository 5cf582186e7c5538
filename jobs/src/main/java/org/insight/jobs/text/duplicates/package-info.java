/** How like two texts are: their words, hashes of these, buckets and sketches. No Spark. */
@NullMarked
package org.insight.jobs.text.duplicates;

import org.jspecify.annotations.NullMarked;
