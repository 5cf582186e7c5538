package org.insight.services.ask;

import java.util.List;

/**
 * A way from one entity to another.
 *
 * @param hops links on it; steps between two ends that may be one do not count
 * @param strength bits: how unlikely it is that any step is chance
 * @param steps in order; each begins where the one before ends
 */
public record FoundPath(int hops, double strength, List<FoundLink> steps) {}
