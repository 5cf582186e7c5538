package org.insight.jobs.mentions.places;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.insight.jobs.mentions.corrections.CorrectedSpans;
import org.insight.jobs.mentions.corrections.Correction;
import org.jspecify.annotations.Nullable;

/** Places as readers correct them: which place, and its role. */
public final class CorrectedPlaces extends CorrectedSpans<FoundPlace> {

  @Override
  protected Optional<FoundPlace> made(
      String text, Correction correction, @Nullable FoundPlace found) {
    Map<String, String> fields = correction.fields();
    Role role = Role.valueOf(fields.getOrDefault("role", "other").toUpperCase(Locale.ROOT));
    String words = text.substring(correction.begin(), correction.end());
    String key = fields.getOrDefault("key", "");
    return candidate(key)
        .map(
            place ->
                new FoundPlace(
                    correction.begin(),
                    correction.end(),
                    words,
                    key,
                    place.name(),
                    place.country(),
                    place.admin1(),
                    place.latitude(),
                    place.longitude(),
                    found != null && found.geonameId().equals(key)
                        ? found.precision()
                        : Toponyms.instance().precision(key),
                    1,
                    role,
                    List.of(place)));
  }

  /** Whether the gazetteer has a place of this id. */
  public static boolean isPlace(String key) {
    return candidate(key).isPresent();
  }

  private static Optional<Candidate> candidate(String key) {
    return Toponyms.instance().byId(key);
  }
}
