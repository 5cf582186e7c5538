package org.insight.jobs.mentions.places;

import java.util.List;
import org.insight.jobs.mentions.corrections.Stretch;
import org.jspecify.annotations.Nullable;

/**
 * A place that a text names.
 *
 * @param begin in UTF-16 units, behind an Arabic particle that is written together with the name
 * @param end in UTF-16 units, not included
 * @param text as written
 * @param geonameId as in {@link Candidate}
 * @param country ISO 3166-1 alpha-2 code
 * @param admin1 GeoNames' code of the region; null for a country
 * @param latitude in degrees, WGS 84
 * @param longitude in degrees, WGS 84
 * @param confidence probability that the words name this very place
 * @param candidates best first, at most five; the first is the place itself
 */
public record FoundPlace(
    int begin,
    int end,
    String text,
    String geonameId,
    String name,
    String country,
    @Nullable String admin1,
    double latitude,
    double longitude,
    Precision precision,
    double confidence,
    Role role,
    List<Candidate> candidates)
    implements Stretch {

  public FoundPlace {
    candidates = List.copyOf(candidates);
  }
}
