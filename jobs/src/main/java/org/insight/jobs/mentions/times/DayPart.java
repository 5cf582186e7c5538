package org.insight.jobs.mentions.times;

/** A part of a day, with its hours. Hours over 24 are of the next day. */
enum DayPart {
  SMALL_HOURS(Granularity.NIGHT, 0, 6),
  MORNING(Granularity.MORNING, 5, 12),
  AFTERNOON(Granularity.AFTERNOON, 12, 19),
  EVENING(Granularity.EVENING, 18, 24),
  NIGHT(Granularity.NIGHT, 20, 30);

  final Granularity granularity;
  final int from;
  final int until;

  DayPart(Granularity granularity, int from, int until) {
    this.granularity = granularity;
    this.from = from;
    this.until = until;
  }

  /** The hour of 24 that an hour of 12 is in this part of the day. */
  int hour(int hour) {
    if (hour > 12) {
      return hour;
    }
    return switch (this) {
      case SMALL_HOURS, MORNING -> hour == 12 ? 0 : hour;
      case AFTERNOON, EVENING -> hour == 12 ? 12 : hour + 12;
      case NIGHT -> hour == 12 ? 0 : hour >= 6 ? hour + 12 : hour;
    };
  }
}
