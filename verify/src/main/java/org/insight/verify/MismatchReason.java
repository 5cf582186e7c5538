package org.insight.verify;

/** What is wrong with a row, as a stable word. */
final class MismatchReason {

  /** The label is not that of the rows that the row was made from. */
  static final String LABEL = "label_differs";

  /** An input that the row names is not there. */
  static final String NO_SOURCE = "no_source";

  /** The row names evidence that is not of its ends, or not of its version. */
  static final String EVIDENCE = "evidence_of_others";

  /** The evidence that an entity names does not tie all of its records together. */
  static final String UNTIED = "evidence_lacks";

  /** The inputs that the row names are not those of its version. */
  static final String OTHER_EVIDENCE = "evidence_differs";

  /** The row shows a value that none of its inputs holds, or counts them wrong. */
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

  /** The check read more or fewer rows than the table has. */
  static final String UNCHECKED = "unchecked";

  private MismatchReason() {}
}
