package org.insight.simulate;

/** Kinds of items, with how many there are in a batch of {@link BatchPlan#SIZE}. */
enum Kind {
  NOTICE(22, "notices"),
  DIFFUSION(8, "notices"),
  REPORT(38, "reports"),
  MESSAGE(18, "messages"),
  SCAN(2, "scans"),
  PERSONS_RESTRICTED(1, "extracts"),
  PERSONS_HOME(1, "extracts"),
  PERSONS_OTHER(1, "extracts"),
  VEHICLES(1, "extracts"),
  TRAVEL(1, "extracts"),
  COMPANIES(1, "extracts"),
  FILE(4, "files"),
  BAD(1, "files"),
  /** In the first two batches an item without a policy, later another bad one: always the last. */
  LAST(1, "files");

  private final int count;
  private final String folder;

  Kind(int count, String folder) {
    this.count = count;
    this.folder = folder;
  }

  int count() {
    return count;
  }

  String folder() {
    return folder;
  }
}
