package org.insight.services.ask;

/**
 * One comparison of a pair.
 *
 * @param comparison what was compared, as birth_date
 * @param level how far it agrees or contradicts
 * @param weight bits for or against one subject
 */
public record Reason(String comparison, String level, double weight) {}
