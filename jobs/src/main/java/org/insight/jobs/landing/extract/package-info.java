/**
 * What is in a file: its text, its metadata, and what it holds. All that parses what others wrote
 * runs in processes of its own ({@link org.insight.jobs.landing.extract.ExtractWorker}).
 */
@NullMarked
package org.insight.jobs.landing.extract;

import org.jspecify.annotations.NullMarked;
