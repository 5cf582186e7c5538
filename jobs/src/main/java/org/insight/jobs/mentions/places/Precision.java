package org.insight.jobs.mentions.places;

/** How exactly a text says where. */
public enum Precision {
  /** A house or street. The coordinates are still the town's. */
  ADDRESS,
  TOWN,
  REGION,
  COUNTRY
}
