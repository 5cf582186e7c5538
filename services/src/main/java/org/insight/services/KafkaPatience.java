package org.insight.services;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.spark.sql.streaming.StreamingQueryListener;

/**
 * How long a Kafka that does not answer is waited for: from when it answered last, though it had
 * nothing new. It has whenever a query came to the end of a trigger, with items or without, for
 * each begins with a look at how far all sources have come.
 */
final class KafkaPatience extends StreamingQueryListener {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Duration patience;
  private final LongSupplier clock;
  private long answered;
  private Duration pause = FIRST_PAUSE;
  private boolean told;

  /**
   * @param clock in nanoseconds, of no date
   */
  KafkaPatience(Duration patience, LongSupplier clock) {
    this.patience = patience;
    this.clock = clock;
    this.answered = clock.getAsLong();
  }

  /** Begins anew, without an answer. */
  synchronized void begin() {
    answered = clock.getAsLong();
    pause = FIRST_PAUSE;
  }

  /** Whether the last answer is too long ago. */
  synchronized boolean isOver() {
    return clock.getAsLong() - answered > patience.toNanos();
  }

  /** How long to wait before the next try; twice as long each time that no answer comes. */
  synchronized Duration pause() {
    Duration now = pause;
    Duration twice = pause.multipliedBy(2);
    pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    return now;
  }

  /** Whether a query ever came to the end of a trigger. */
  synchronized boolean wasAnswered() {
    return told;
  }

  private synchronized void answer() {
    begin();
    told = true;
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {
    // Nothing was read yet.
  }

  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    answer();
  }

  @Override
  public void onQueryIdle(QueryIdleEvent event) {
    answer();
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {
    // Why is told to who waits for it.
  }
}
