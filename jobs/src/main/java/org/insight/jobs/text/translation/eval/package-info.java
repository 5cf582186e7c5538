/**
 * How good translations are: chrF and BLEU against translations of people, and what the guard sees
 * in sentences whose values are known.
 */
@NullMarked
package org.insight.jobs.text.translation.eval;

import org.jspecify.annotations.NullMarked;
