/** The stages of the data's way, one package each, and the registry. */
@NullMarked
package org.insight.jobs;

import org.jspecify.annotations.NullMarked;
