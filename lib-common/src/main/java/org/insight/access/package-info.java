/** The reader's door: queries as one reader, on what this reader may see and nothing else. */
@NullMarked
package org.insight.access;

import org.jspecify.annotations.NullMarked;
