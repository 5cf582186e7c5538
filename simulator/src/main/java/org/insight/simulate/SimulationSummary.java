package org.insight.simulate;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a simulation has made.
 *
 * @param itemsByKind files of the inbox, policies not counted
 * @param unchanged of these, files that were there already with the same bytes
 * @param persons persons that appear in some item
 * @param appearances places where items speak of persons
 * @param links planted links of which all evidence is in the inbox
 * @param bridges persons whom one record alone holds together
 * @param undrawnScans scanned pages that this machine could not draw; a text PDF stands for each
 */
public record SimulationSummary(
    SortedMap<String, Long> itemsByKind,
    long unchanged,
    long persons,
    long appearances,
    long links,
    long bridges,
    long undrawnScans) {

  public SimulationSummary {
    itemsByKind = Collections.unmodifiableSortedMap(new TreeMap<>(itemsByKind));
  }

  /** Files of the inbox, policies not counted. */
  public long items() {
    return itemsByKind.values().stream().mapToLong(Long::longValue).sum();
  }
}
