package org.insight.schemas;

/** How a run changes a table. */
public enum WriteMode {
  /** New rows are added; what is there is never touched. Its job reads only what is new. */
  APPEND,
  /** The whole table is made anew in one commit. Its job reads its inputs whole. */
  REPLACE,
  /**
   * All rows of some keys are made anew in one commit, and the others stay; the contract names the
   * columns of the key. Its job remakes the keys that a change of its inputs affects.
   */
  UPDATE
}
