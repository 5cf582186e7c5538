package org.insight.schemas;

/** How much a column says of a person; later readers' masks go by it. */
public enum Sensitivity {
  /** Says nothing of a person: ids, counts, codes. */
  NONE,
  /** Says something of a person: a name, a birth date, free text. */
  PERSONAL,
  /** Identifies a person or a thing by itself: a passport, a phone, an account. */
  IDENTIFIER
}
