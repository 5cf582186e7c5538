/**
 * What every layer stands on: errors with their exit codes, text and hashes that are safe to print,
 * private files.
 */
@NullMarked
package org.insight.core;

import org.jspecify.annotations.NullMarked;
