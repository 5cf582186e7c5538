/**
 * Writes a realistic inbox of invented persons, and the truth about it beside it. Every item is a
 * pure function of the seed, the number of persons, the countries and its own number.
 */
@NullMarked
package org.insight.simulate;

import org.jspecify.annotations.NullMarked;
