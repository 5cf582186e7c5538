/** Running a job: the contract of a step, its inputs, the runner, errors and exit codes. */
@NullMarked
package org.insight.engine;

import org.jspecify.annotations.NullMarked;
