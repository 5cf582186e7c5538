/**
 * Text of items as pages, documents and sentences: {@code landing.arrivals} in, {@code text.pages},
 * {@code text.documents} and {@code text.sentences} out. Documents of like words are found in
 * {@link org.insight.jobs.text.duplicates}.
 */
@NullMarked
package org.insight.jobs.text;

import org.jspecify.annotations.NullMarked;
