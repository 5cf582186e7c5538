/**
 * The algebra of restrictions: base policies, labels, scopes, entitlements and the one row filter.
 */
@NullMarked
package org.insight.policy;

import org.jspecify.annotations.NullMarked;
