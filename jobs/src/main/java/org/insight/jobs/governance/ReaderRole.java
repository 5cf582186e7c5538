package org.insight.jobs.governance;

/** Words of the column {@code role} of governance.readers. */
final class ReaderRole {

  static final String READER = "reader";
  static final String CONTROL = "control";

  private ReaderRole() {}
}
