package org.insight.policy.graph;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A row of governance.grants: a scope is entitled to a base policy.
 *
 * @param validTo last day; null: no end
 */
public record Grant(String scope, String basePolicyId, @Nullable LocalDate validTo) {}
