package org.insight.schemas;

/** How much a column says of a person; readers' masks go by it. */
public enum Sensitivity {
  /** Says nothing of a person: ids, counts, codes. */
  NONE,
  /** Says something of a person: a name, a birth date, free text. */
  PERSONAL,
  /**
   * Identifies a person or a thing by itself, or holds what does: a passport, a phone, a record,
   * the bytes that records are read from.
   */
  IDENTIFIER;

  /**
   * Lowest clearance that is shown identifiers; below it they are null. Clearance 0 is for who
   * works with numbers and texts and has no part in telling who somebody is.
   */
  public static final int IDENTIFIERS_FROM = 1;
}
