/**
 * Rules that read persons from one text: their names, the mentions of each, their role in the case
 * and what is said of them. Plain Java, one text a call; no tables.
 */
@NullMarked
package org.insight.jobs.mentions.described;

import org.jspecify.annotations.NullMarked;
