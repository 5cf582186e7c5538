package org.insight.jobs.mentions.described;

/**
 * A phrase of the lists in a text.
 *
 * @param from first word
 * @param to after the last word
 * @param prefixed written together with an Arabic particle, as وال
 */
record CueHit(Cue cue, int from, int to, boolean prefixed) {}
