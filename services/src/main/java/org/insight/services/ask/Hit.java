package org.insight.services.ask;

import java.util.List;

/**
 * An entity that a screened row may be.
 *
 * @param row of the file; the heading is row 1
 * @param score bits; 0 is even odds in a lake of the model's size
 * @param reasons what agrees and what contradicts, of the best record
 * @param limit why the score is less than prior and weights add up to; empty if it is not
 * @param restrictions how the entity may be used, in words
 */
public record Hit(
    int row,
    String entityId,
    String kind,
    String caption,
    double score,
    List<Reason> reasons,
    String limit,
    String restrictions) {}
