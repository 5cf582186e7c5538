/**
 * Sentences in other languages: engines, the glossary of police and court terms, and the guard that
 * compares a translation with its original. A translation is a function of its sentence and of the
 * names in it alone.
 */
@NullMarked
package org.insight.jobs.text.translation;

import org.jspecify.annotations.NullMarked;
