/** Networks as files that other programs read. */
@NullMarked
package org.insight.services.export;

import org.jspecify.annotations.NullMarked;
