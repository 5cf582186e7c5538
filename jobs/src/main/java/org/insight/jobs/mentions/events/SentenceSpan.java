package org.insight.jobs.mentions.events;

/**
 * A sentence.
 *
 * @param begin first UTF-16 unit
 * @param end after the last
 */
public record SentenceSpan(int begin, int end) {}
