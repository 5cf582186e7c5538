package org.insight.access;

import org.jspecify.annotations.Nullable;

/**
 * Who reads as whom, and why.
 *
 * @param login who really, as the system or the engine knows
 * @param reader name of the reader
 * @param purpose code of the purpose; null: none named, which opens tables of counts only
 * @param reason in words, one line; null: none named, likewise
 */
public record Access(
    String login, String reader, @Nullable String purpose, @Nullable String reason) {

  /** Whether both are named that a read of nominal data needs. */
  boolean saysWhy() {
    return purpose != null && reason != null;
  }
}
