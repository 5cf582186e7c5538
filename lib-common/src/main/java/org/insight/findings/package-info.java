/**
 * What stands out in a network: brokers, bridges, communities, likely links, and patterns in the
 * flow of money. Plain Java, no Spark. Everything here is a pure function of what it is given, so
 * what a reader finds depends on nothing that the reader does not see.
 */
@NullMarked
package org.insight.findings;

import org.jspecify.annotations.NullMarked;
