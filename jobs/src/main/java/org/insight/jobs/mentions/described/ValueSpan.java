package org.insight.jobs.mentions.described;

/**
 * A date, a place or a sentence in a text.
 *
 * @param begin first UTF-16 unit in the text
 * @param end after the last UTF-16 unit
 * @param value normal form: an ISO 8601 date as 1971-03-02, 1971-03 or 1971; a place's name or key
 * @param kind what the finder calls it; no rule here depends on it
 */
public record ValueSpan(int begin, int end, String value, String kind) {}
