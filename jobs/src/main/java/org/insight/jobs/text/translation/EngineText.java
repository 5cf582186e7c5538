package org.insight.jobs.text.translation;

/**
 * What an engine made of a sentence.
 *
 * @param text with the tokens of the sentence
 * @param unknown share of words that it did not know, from 0 to 1
 */
record EngineText(String text, double unknown) {}
