package org.insight.jobs.text.translation;

import java.io.Serializable;

/**
 * A name in a sentence, which no engine may change.
 *
 * @param begin first unit in the sentence
 * @param end after the last unit
 * @param person whether it is a person's; else a place's
 */
public record NameSpan(int begin, int end, boolean person) implements Serializable {}
