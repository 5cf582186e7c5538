package org.insight.jobs.mentions.described;

/**
 * What may be said of a person, before it is told of whom.
 *
 * @param cueBegin where the words begin that introduce it; {@code begin} if there are none
 * @param sex that the words tell of the person
 * @param confidence that it is what it seems
 */
record Candidate(
    String property, String value, int begin, int end, int cueBegin, Sex sex, double confidence) {}
