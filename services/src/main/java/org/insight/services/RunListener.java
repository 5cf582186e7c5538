package org.insight.services;

/** Hears what a run does, as it does it. Called by one thread at a time. */
public interface RunListener {

  /** Hears nothing. */
  RunListener SILENT = new RunListener() {};

  /** A step has ended. */
  default void done(Step step) {}

  /** Something the person who waits should know, in one sentence. */
  default void note(String sentence) {}

  /** The run has ended, published or not. */
  default void ended(RunSummary summary) {}

  /**
   * A step of a run.
   *
   * @param name of the job, or {@code verify}, {@code publish}, {@code withdraw-items}
   * @param of the table that it writes, or what it is about
   * @param amount rows, tables or items, as {@code kind} says
   */
  record Step(String name, String of, double seconds, Kind kind, long amount) {

    /** What came of a step, and what its amount counts. */
    public enum Kind {
      /** A job read nothing new. */
      NOTHING_NEW,
      /** Rows that a job wrote. */
      WRITTEN,
      /** Items that were taken back. */
      WITHDRAWN,
      /** Rows whose labels hold. */
      VERIFIED,
      /** Tables that readers see from now on. */
      PUBLISHED
    }
  }
}
