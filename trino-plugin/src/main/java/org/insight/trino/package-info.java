/** The plugin of Trino: the connector through which readers see the rows that they may see. */
@NullMarked
package org.insight.trino;

import org.jspecify.annotations.NullMarked;
