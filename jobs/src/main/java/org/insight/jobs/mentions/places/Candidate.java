package org.insight.jobs.mentions.places;

import org.jspecify.annotations.Nullable;

/**
 * A place of the world that a name may mean.
 *
 * @param geonameId of GeoNames; of a region without one in the gazetteer its country and code, as
 *     {@code FR.93}
 * @param country ISO 3166-1 alpha-2 code
 * @param admin1 GeoNames' code of the region; null for a country
 * @param probability that the name means this place, given that it means one of the candidates
 */
public record Candidate(
    String geonameId,
    String name,
    String country,
    @Nullable String admin1,
    double latitude,
    double longitude,
    double probability) {}
