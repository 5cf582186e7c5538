package org.insight.verify;

/** What is wrong with a row, as a stable word. */
final class Why {

  /** The label is not that of the rows that the row was made from. */
  static final String LABEL = "label_differs";

  /** A row that it was made from, as it says, is not there. */
  static final String NO_SOURCE = "no_source";

  /** What it names as its evidence is not of its ends, or not of its version. */
  static final String EVIDENCE = "evidence_of_others";

  /** It leaves out evidence: without, what it holds together, or ties, is not wholly explained. */
  static final String UNTIED = "evidence_lacks";

  /** What it holds beside its label is not what its sources give under this label. */
  static final String CONTENT = "content_differs";

  /** Nobody should see such a row, or none of this label. */
  static final String UNEXPECTED = "unexpected";

  /** Some reader should see such a row, and it is not there. */
  static final String MISSING = "missing";

  /** An id is not that of what it stands for. */
  static final String ID = "id_differs";

  /** A policy, as received, cannot be read. */
  static final String UNREADABLE = "policy_unreadable";

  /** A row carries a label that governance.labels does not know, so nobody sees it. */
  static final String NO_LABEL = "no_label";

  /** The check did not come by as many rows as the table has. */
  static final String UNCHECKED = "unchecked";

  private Why() {}
}
