package org.insight.services.ask;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the records of an entity, as a reader sees it, are one.
 *
 * @param kind FollowTheMoney schema
 * @param model name and version of the model whose weights are shown
 * @param ties lead from each record to every other
 * @param decisions of readers on these records, the latest first
 */
public record Explanation(
    String entityId,
    String kind,
    String caption,
    String restrictions,
    String model,
    List<Source> records,
    List<Tie> ties,
    List<Decided> decisions) {

  /**
   * A record of the entity.
   *
   * @param itemId the item that contains it
   * @param path the item's name as received
   * @param locator place in the item
   * @param restrictions how the record may be used, in words
   */
  public record Source(
      String recordId,
      String schema,
      String itemId,
      String path,
      String locator,
      String mapping,
      String restrictions) {}

  /**
   * Why two records are one.
   *
   * @param score bits, to which the weights of the steps add up; null if shared identifiers of a
   *     thing or a decision tie the two
   */
  public record Tie(
      String recordId, String otherRecordId, @Nullable Double score, List<Step> steps) {}

  /**
   * A line of the sum.
   *
   * @param comparison what was compared, or prior or limit; of a decision the values are who made
   *     it and why
   * @param level how far it agrees or contradicts
   * @param value of the first record; empty if there is none, or the reader may not see it
   * @param otherValue of the second
   * @param weight bits; null for a shared identifier, which decides alone
   */
  public record Step(
      String comparison, String level, String value, String otherValue, @Nullable Double weight) {}

  /**
   * What a reader decided about records.
   *
   * @param decidedBy country or body
   * @param verdict same, different or unsure
   * @param state holds, is overruled, or was undone
   */
  public record Decided(
      String decisionId,
      String decidedAt,
      String decidedBy,
      String verdict,
      List<String> recordIds,
      List<String> otherRecordIds,
      String reason,
      String state,
      String restrictions) {}

  /** Rows that are given out, for the audit. */
  public long rows() {
    return records.size() + ties.size() + decisions.size();
  }
}
