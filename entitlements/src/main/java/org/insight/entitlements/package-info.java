/** What the platform and its plugin in Trino share: names, the file of entitlements, statements. */
@NullMarked
package org.insight.entitlements;

import org.jspecify.annotations.NullMarked;
