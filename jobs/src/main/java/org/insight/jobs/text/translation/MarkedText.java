package org.insight.jobs.text.translation;

import java.util.Map;

/**
 * A sentence for an engine.
 *
 * @param text with tokens for what the engine must not touch
 * @param slots what stands behind each token, by the token in lower case
 */
record MarkedText(String text, Map<String, Slot> slots) {}
