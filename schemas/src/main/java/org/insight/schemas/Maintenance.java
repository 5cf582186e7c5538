package org.insight.schemas;

/**
 * What of a table's upkeep differs from that of all others.
 *
 * @param compact whether its files are rewritten where they are many and small, or hold deleted
 *     keys
 * @param expire whether its snapshots go when nobody needs them
 * @param because why; empty where nothing differs
 */
public record Maintenance(boolean compact, boolean expire, String because) {

  /** As of a table of which the contract says nothing. */
  public static final Maintenance USUAL = new Maintenance(true, true, "");
}
