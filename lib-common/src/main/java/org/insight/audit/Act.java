package org.insight.audit;

/** What an entry of the audit speaks of. */
public enum Act {
  /** Rows were asked for as a reader. */
  READ("read"),
  READERS_ADD("readers.add"),
  READERS_GRANT("readers.grant"),
  READERS_REVOKE("readers.revoke"),
  READERS_LIST("readers.list"),
  WHO_CAN_SEE("who-can-see"),
  AUDIT_LIST("audit.list"),
  AUDIT_SAMPLE("audit.sample"),
  AUDIT_VERIFY("audit.verify"),
  /** Items were taken back by their source. */
  ITEMS_WITHDRAW("items.withdraw"),
  /** A reader said that records are one subject, are not, or may be. */
  DECISIONS_MAKE("decisions.make"),
  /** A reader took a decision back. */
  DECISIONS_UNDO("decisions.undo"),
  /** A reader confirmed, corrected or rejected what was read of a document. */
  CORRECTIONS_MAKE("corrections.make"),
  /** A reader took a correction back. */
  CORRECTIONS_UNDO("corrections.undo"),
  /** Items that were not read are read again. */
  ITEMS_RETRY("items.retry"),
  /** Quarantined items got a policy. */
  ITEMS_RELEASE("items.release"),
  /** Readers see an earlier run's tables again. */
  RUNS_ROLLBACK("runs.rollback"),
  /** What was staged is forgotten. */
  RUNS_DROP("runs.drop"),
  /** Readers see a run though tables lose more of their rows than their contracts let them. */
  RUNS_PUBLISH_LOSING("runs.publish-losing"),
  /** A table is made anew from all that its job reads. */
  JOB_AGAIN("job.again"),
  /** Files are rewritten, and snapshots and files that nobody needs go. */
  LAKE_MAINTAIN("lake.maintain"),
  /** The lake's audit is collected from this spool from here on; the entry names its id's hash. */
  SPOOL_REGISTER("spool.register"),
  /** A line that a killed writer left unfinished was found; the entry names its hash. */
  SPOOL_RECOVERED("spool.recovered");

  private final String code;

  Act(String code) {
    this.code = code;
  }

  /** The word in the column {@code act}. */
  public String code() {
    return code;
  }
}
