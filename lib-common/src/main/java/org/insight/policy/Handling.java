package org.insight.policy;

/**
 * A handling code in the scheme that it was received in, never only a converted value.
 *
 * @param scheme as INTERPOL, TLP or a national one
 * @param code as H2 or AMBER+STRICT
 */
public record Handling(String scheme, String code) {}
