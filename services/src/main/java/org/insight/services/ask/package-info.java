/**
 * What readers ask about persons, companies and things: who is it, is one of these known, and why
 * are these records one. Everything is read through the reader's session.
 */
@NullMarked
package org.insight.services.ask;

import org.jspecify.annotations.NullMarked;
