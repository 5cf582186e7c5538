package org.insight.schemas;

/**
 * What must be true of each row of a table.
 *
 * @param that a predicate in Spark SQL over the columns of the row; one that is null is not true
 * @param because the same in words
 */
public record Expectation(String that, String because) {}
