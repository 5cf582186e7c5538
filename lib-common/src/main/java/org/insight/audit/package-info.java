/** Who read what: entries in a chain of hashes, the spool that takes them, and its check. */
@NullMarked
package org.insight.audit;

import org.jspecify.annotations.NullMarked;
