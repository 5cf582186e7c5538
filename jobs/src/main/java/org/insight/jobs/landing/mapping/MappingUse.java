package org.insight.jobs.landing.mapping;

import java.util.List;

/**
 * What a mapping did not find or use in an item. Columns are known of tables only.
 *
 * @param absent columns that the mapping names and the table lacks
 * @param unread columns of the table that no rule of the mapping reads
 * @param unconverted values that rules could not convert
 */
public record MappingUse(
    List<String> absent, List<String> unread, List<UnconvertedValues> unconverted) {

  /**
   * Values of one column that a rule could not convert.
   *
   * @param expected what the rule converts to, as {@code a date}
   * @param count of values
   * @param first place of the first one in the item, as {@code row 17}
   */
  public record UnconvertedValues(
      String property, String column, String expected, long count, String first) {}
}
