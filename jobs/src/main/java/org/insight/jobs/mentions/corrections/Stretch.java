package org.insight.jobs.mentions.corrections;

/** What stands at a stretch of a text. */
public interface Stretch {

  /** First UTF-16 unit. */
  int begin();

  /** After the last UTF-16 unit. */
  int end();
}
