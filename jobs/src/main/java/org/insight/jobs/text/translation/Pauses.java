package org.insight.jobs.text.translation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Which parts of an engine answer nothing at all. They are left alone for a while, for else each
 * sentence of a run would wait for its time to pass. Safe for threads.
 */
final class Pauses {

  /**
   * Any part has an answer to it. It is asked where a sentence has none: that one sentence has no
   * answer must change nothing for others.
   */
  static final String PROBE = "1.";

  private static final long NANOSECONDS = TimeUnit.MINUTES.toNanos(10);

  private final Map<String, Long> since = new ConcurrentHashMap<>();

  void begin(String part) {
    since.put(part, System.nanoTime());
  }

  boolean isOn(String part) {
    Long begun = since.get(part);
    return begun != null && System.nanoTime() - begun < NANOSECONDS;
  }
}
