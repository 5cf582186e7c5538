package org.insight.schemas;

/**
 * Says that a table's rows are edges of a graph.
 *
 * @param source column of the one end
 * @param target column of the other end
 * @param label column of the kind of edge
 */
public record Edge(String source, String target, String label, boolean directed) {}
