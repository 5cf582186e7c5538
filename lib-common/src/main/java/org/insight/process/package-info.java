/**
 * Java processes beside this one, for work that hostile input may break: they have limits of memory
 * and time, and what ends one of them costs one piece of work.
 */
@NullMarked
package org.insight.process;

import org.jspecify.annotations.NullMarked;
