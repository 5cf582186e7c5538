package org.insight.services.ask;

import org.jspecify.annotations.Nullable;

/**
 * A number that an end has, in one place.
 *
 * @param end entity or document that has it
 * @param kind as in mentions.identifiers
 * @param value normalised; empty if it could not be, for want of a country
 * @param raw as written
 * @param country ISO code that it names or is read by; null if there is none
 * @param isGuess whether the country is a guess
 * @param ownership probability that it is the end's and not another's of the same text
 * @param place where it stands
 */
record WrittenNumber(
    String end,
    String kind,
    String value,
    String raw,
    @Nullable String country,
    boolean isGuess,
    double ownership,
    Place place) {

  /**
   * @param subjectKind record, document, or described: a person of a text
   * @param subjectId its id
   * @param documentId of a text; empty of a record
   * @param sentenceId of a text; empty of a record
   * @param begin first UTF-16 unit in the document; 0 of a record
   * @param end after the last unit
   * @param restrictions how it may be used, in words
   */
  record Place(
      String subjectKind,
      String subjectId,
      String documentId,
      String sentenceId,
      int begin,
      int end,
      String restrictions) {}
}
