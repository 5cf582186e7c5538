package org.insight.services.ask;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a question on entities that are named by id or by name.
 *
 * @param unclear the names that fit several entities, or none exactly
 * @param answer null if a name is unclear
 */
public record Asked<T>(List<Unclear> unclear, @Nullable T answer) {

  /**
   * A name that does not say which entity is meant.
   *
   * @param hits what it may mean, best first
   */
  public record Unclear(String text, List<Found> hits) {}

  static <T> Asked<T> of(T answer) {
    return new Asked<>(List.of(), answer);
  }
}
