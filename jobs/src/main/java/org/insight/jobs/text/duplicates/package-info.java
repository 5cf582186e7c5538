/**
 * Which documents have the same or nearly the same words: {@code text.documents} in, {@code
 * text.fingerprints} and {@code text.duplicates} out.
 */
@NullMarked
package org.insight.jobs.text.duplicates;

import org.jspecify.annotations.NullMarked;
