/** The plugin of Trino: one function, by which the row filter knows what a reader may see. */
@NullMarked
package org.insight.trino;

import org.jspecify.annotations.NullMarked;
