package org.insight.jobs.mentions.places;

/**
 * The name of a country in a text.
 *
 * @param begin in UTF-16 units
 * @param end in UTF-16 units, not included
 * @param country ISO 3166-1 alpha-2 code
 */
public record CountryMention(int begin, int end, String country) {}
