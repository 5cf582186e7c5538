package org.insight.jobs.mentions.described;

/** What a name is the name of. */
public enum NameKind {
  PERSON,
  ORGANIZATION,
  PLACE
}
