package org.insight.jobs.landing.extract;

import org.jspecify.annotations.Nullable;

/** An item that was not read. */
public final class Unread extends Exception {

  private static final long serialVersionUID = 1L;

  private final @Nullable String mediaType;
  private final Refusal refusal;

  Unread(@Nullable String mediaType, Refusal refusal) {
    super(refusal.words(), refusal);
    this.mediaType = mediaType;
    this.refusal = refusal;
  }

  /** As far as it was detected. */
  public @Nullable String mediaType() {
    return mediaType;
  }

  public Refusal refusal() {
    return refusal;
  }
}
