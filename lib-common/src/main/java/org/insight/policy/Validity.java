package org.insight.policy;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The days on which a reader is entitled.
 *
 * @param from first day; null: no start
 * @param to last day; null: no end
 */
public record Validity(@Nullable LocalDate from, @Nullable LocalDate to) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Every day. */
  public static final Validity ALWAYS = new Validity(null, null);

  public Validity {
    if (from != null && to != null && from.isAfter(to)) {
      throw new IllegalArgumentException(
          "Cannot make a validity: it ends before it starts, found " + from + " to " + to);
    }
  }

  /** Every day up to and with the given one; null: every day. */
  public static Validity until(@Nullable LocalDate to) {
    return new Validity(null, to);
  }

  public boolean contains(LocalDate day) {
    return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
  }

  /** The days of both; empty where there are none. */
  public Optional<Validity> and(Validity other) {
    LocalDate start =
        from == null || (other.from != null && other.from.isAfter(from)) ? other.from : from;
    LocalDate end = to == null || (other.to != null && other.to.isBefore(to)) ? other.to : to;
    return start != null && end != null && start.isAfter(end)
        ? Optional.empty()
        : Optional.of(new Validity(start, end));
  }
}
