/** The command line. */
@NullMarked
package org.insight.cli;

import org.jspecify.annotations.NullMarked;
