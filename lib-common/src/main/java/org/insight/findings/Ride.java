package org.insight.findings;

/**
 * A person on a journey.
 *
 * @param id of the record that says so
 * @param journey what all who travelled together have in common, such as a booking
 * @param route journeys of one route are alike; empty if nothing is known of it
 * @param day counted from any day
 */
public record Ride(String id, String person, Kind kind, String journey, String route, long day) {

  /** What makes a journey. Those of one kind are compared with each other alone. */
  public enum Kind {
    /** The same carrier between the same places on the same day. */
    DEPARTURE,
    /** The same booking. */
    BOOKING
  }
}
