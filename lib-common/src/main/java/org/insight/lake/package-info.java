/**
 * The lake: opening it, reading and writing its tables, checking what is written against the
 * contracts.
 */
@NullMarked
package org.insight.lake;

import org.jspecify.annotations.NullMarked;
