/** Plain rules that read times in text, in French, English, Spanish and Arabic. */
@NullMarked
package org.insight.jobs.mentions.times;

import org.jspecify.annotations.NullMarked;
