package org.insight.policy;

import org.jspecify.annotations.Nullable;

/** How the source graded itself and what it says, in its own letters and digits. */
public record Grading(@Nullable String source, @Nullable String information) {}
