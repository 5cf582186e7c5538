package org.insight.jobs.mentions.places;

/** What a place is in a text. */
public enum Role {
  /** Something happened there. */
  INCIDENT,
  BIRTH,
  HOME,
  /** Somebody or something came from there, went there or stayed there. */
  TRAVEL,
  /** Something was seized, found again or stored there. */
  SEIZURE,
  /** The seat of an authority or organisation. */
  OFFICE,
  OTHER
}
