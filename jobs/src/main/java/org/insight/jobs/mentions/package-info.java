/**
 * What sentences and records mention: {@code text.sentences} and {@code landing.records} in, {@code
 * mentions.names} and {@code mentions.identifiers} out.
 */
@NullMarked
package org.insight.jobs.mentions;

import org.jspecify.annotations.NullMarked;
