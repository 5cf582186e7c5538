package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One row of an item as a tree.
 *
 * @param path of the row, as the mapping's {@code rows} names it; empty where it has one kind
 * @param locator its place in the item
 * @param issues what was odd in its form
 */
record Row(String path, String locator, JsonNode fields, java.util.List<String> issues) {}
