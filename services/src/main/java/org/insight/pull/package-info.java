/** Takes new rows of databases into the inbox, as files. */
@NullMarked
package org.insight.pull;

import org.jspecify.annotations.NullMarked;
