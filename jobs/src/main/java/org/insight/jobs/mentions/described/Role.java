package org.insight.jobs.mentions.described;

/** What a person is in the case of a text. */
public enum Role {
  SUSPECT,
  VICTIM,
  WITNESS,
  CONTACT,
  /**
   * Officers, judges, prosecutors, lawyers, interpreters, experts and signatories: not of the case.
   */
  OFFICE,
  /** The text does not say, or it is not about a person. */
  OTHER
}
