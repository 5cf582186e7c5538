package org.insight.jobs.landing.mapping;

import java.util.List;
import java.util.Map;

/**
 * One entity of one row of a structured item.
 *
 * @param recordId SHA-256, hex, of the item's id, the locator and the entity's key
 * @param locator place in the item, as {@code row 17}
 * @param schema FollowTheMoney schema
 * @param properties FollowTheMoney property to values, without duplicates, in the mapping's order
 * @param issues what was odd, as {@code birthDate not a date}; never a value of the row
 */
public record LandedRecord(
    String recordId,
    String locator,
    String schema,
    Map<String, List<String>> properties,
    List<String> issues) {}
