/** Connected parts of a graph, for every viewer. */
@NullMarked
package org.insight.policy.graph;

import org.jspecify.annotations.NullMarked;
