/**
 * Text of items as pages, documents and sentences: {@code landing.arrivals} in, {@code text.pages},
 * {@code text.documents}, {@code text.sentences}, {@code text.fingerprints} and {@code
 * text.duplicates} (documents of like words) out.
 */
@NullMarked
package org.insight.jobs.text;

import org.jspecify.annotations.NullMarked;
