package org.insight.schemas;

/**
 * One column of a contract.
 *
 * @param type Spark SQL type string, as {@code map<string,array<string>>}
 * @param doc what it means, with its unit
 */
public record Column(
    String name, String type, boolean nullable, String doc, Sensitivity sensitivity) {}
