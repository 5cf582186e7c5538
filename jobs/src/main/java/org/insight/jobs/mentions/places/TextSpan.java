package org.insight.jobs.mentions.places;

/**
 * A piece of a text.
 *
 * @param begin in UTF-16 units
 * @param end in UTF-16 units, not included
 */
public record TextSpan(int begin, int end) {

  boolean overlaps(int otherBegin, int otherEnd) {
    return begin < otherEnd && otherBegin < end;
  }
}
