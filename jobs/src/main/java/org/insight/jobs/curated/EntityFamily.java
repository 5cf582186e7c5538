package org.insight.jobs.curated;

import java.util.List;
import java.util.SortedMap;

/**
 * In what the rows of one kind of entity differ from those of others.
 *
 * @param schemas FollowTheMoney schemas; an entity of the family has a record of one of them, and
 *     may have records of LegalEntity
 * @param values columns that show values of a record, by the properties that these stand in
 * @param dates the one of them whose values are dates that may contradict each other
 * @param single those of which an entity has one value
 */
record EntityFamily(
    List<String> schemas,
    SortedMap<String, List<String>> values,
    String dates,
    List<String> single) {}
