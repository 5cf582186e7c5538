package org.insight.jobs.curated;

/**
 * A populated place.
 *
 * @param latitude degrees, WGS 84
 * @param longitude degrees, WGS 84
 */
record Place(String geonameId, String name, double latitude, double longitude) {}
