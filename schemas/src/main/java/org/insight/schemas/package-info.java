/** The table contracts, and what is rendered from them. Knows no Spark. */
@NullMarked
package org.insight.schemas;

import org.jspecify.annotations.NullMarked;
