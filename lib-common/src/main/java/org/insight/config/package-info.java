/** Settings as nested records, read from YAML with overlays. */
@NullMarked
package org.insight.config;

import org.jspecify.annotations.NullMarked;
