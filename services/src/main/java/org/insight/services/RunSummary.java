package org.insight.services;

import java.util.List;

/**
 * What a run did.
 *
 * @param received items that came in with it
 * @param written rows that its jobs wrote
 * @param published whether readers see another state than before
 * @param stages in the order of the pipeline
 * @param balance items of the lake and what became of them; all 0 if no row was written
 * @param mapped items that came in with it and were read by a mapping, by its id
 * @param tablesWithoutMapping items that came in with it, are tables and were read as text
 */
public record RunSummary(
    long received,
    long written,
    boolean published,
    List<StageCost> stages,
    Balance balance,
    List<MappedItems> mapped,
    long tablesWithoutMapping) {

  /**
   * Items that a mapping read.
   *
   * @param columnsAbsent items that lack columns which the mapping names
   */
  public record MappedItems(String mapping, long items, long columnsAbsent) {}

  /** What a stage wrote and took. */
  public record StageCost(String stage, long rows, double seconds) {}

  /** Every item that arrived is an item or a reject. */
  public record Balance(long arrived, long landed, long rejected) {}
}
