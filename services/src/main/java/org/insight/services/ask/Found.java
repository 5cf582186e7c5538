package org.insight.services.ask;

/**
 * An entity or a sentence that answers a search.
 *
 * @param kind FollowTheMoney schema, or Sentence
 * @param id of the entity or sentence
 * @param caption the entity's name, or the sentence
 * @param similarity 1 is exact
 * @param matched the name or number that matched
 * @param how at which levels it matched, word by word
 * @param restrictions how it may be used, in words
 */
public record Found(
    String kind,
    String id,
    String caption,
    double similarity,
    String matched,
    String how,
    String restrictions) {}
