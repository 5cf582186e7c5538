package org.insight.services.ask;

import java.util.List;
import org.insight.services.ask.Explanation.Step;

/**
 * Two records of which it is not sure whether they are one subject.
 *
 * @param entityId the entity of the first, as the reader sees it
 * @param otherEntityId of the second; the same if both are one entity already
 * @param records how many records of the first entity the reader sees
 * @param otherRecords of the second entity
 * @param score bits; 0 is even odds in a lake of the model's size, and on the page of an entity
 *     among what the reader sees
 * @param fields both sides; none if the reader may not see what single records say
 * @param steps the lines of the score, with both values
 * @param restrictions how the pair may be used, in words
 */
public record PossibleMatch(
    String recordId,
    String otherRecordId,
    String entityId,
    String otherEntityId,
    long records,
    long otherRecords,
    double score,
    List<Field> fields,
    List<Step> steps,
    String restrictions) {

  /**
   * What both records say of one property, compared or not.
   *
   * @param property of FollowTheMoney
   * @param value of the first, as its source wrote it; empty if it says nothing
   * @param otherValue of the second
   */
  public record Field(String property, String value, String otherValue) {}
}
