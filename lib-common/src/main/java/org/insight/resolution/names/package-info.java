/** Names across scripts: folding, romanisation, sound keys, nicknames and legal forms. */
@NullMarked
package org.insight.resolution.names;

import org.jspecify.annotations.NullMarked;
