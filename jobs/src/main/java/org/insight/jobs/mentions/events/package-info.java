/** Plain rules that read what happened in text, in French, English, Spanish and Arabic. */
@NullMarked
package org.insight.jobs.mentions.events;

import org.jspecify.annotations.NullMarked;
