package org.insight.findings;

/**
 * A link on a day.
 *
 * @param day counted from any day
 */
public record DatedTie(Network.Tie tie, long day) {}
