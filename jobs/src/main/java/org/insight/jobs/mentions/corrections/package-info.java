/** What readers corrected in what was read of a document, and how found rows follow it. */
@NullMarked
package org.insight.jobs.mentions.corrections;

import org.jspecify.annotations.NullMarked;
