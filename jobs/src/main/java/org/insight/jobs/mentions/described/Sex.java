package org.insight.jobs.mentions.described;

/** Grammatical or told sex of a person. */
enum Sex {
  MALE,
  FEMALE,
  UNKNOWN;

  boolean fits(Sex other) {
    return this == UNKNOWN || other == UNKNOWN || this == other;
  }
}
