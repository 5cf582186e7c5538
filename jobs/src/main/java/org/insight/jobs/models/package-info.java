/**
 * Models that were trained, as {@code conf/models} registers them: what each is for, where it comes
 * from, and which bytes it has.
 */
@NullMarked
package org.insight.jobs.models;

import org.jspecify.annotations.NullMarked;
