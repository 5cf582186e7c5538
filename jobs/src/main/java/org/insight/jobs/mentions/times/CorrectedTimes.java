package org.insight.jobs.mentions.times;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.insight.jobs.mentions.corrections.CorrectedSpans;
import org.insight.jobs.mentions.corrections.Correction;
import org.jspecify.annotations.Nullable;

/** Times as readers correct them: value and role. */
public final class CorrectedTimes extends CorrectedSpans<FoundTime> {

  @Override
  protected Optional<FoundTime> made(
      String text, Correction correction, @Nullable FoundTime found) {
    Map<String, String> fields = correction.fields();
    TimeRole role = TimeRole.valueOf(fields.getOrDefault("role", "other").toUpperCase(Locale.ROOT));
    String words = text.substring(correction.begin(), correction.end());
    String value = fields.getOrDefault("value", "");
    if (found != null && found.value().equals(value)) {
      return Optional.of(
          new FoundTime(
              correction.begin(),
              correction.end(),
              words,
              value,
              found.from(),
              found.until(),
              found.granularity(),
              found.relative(),
              role));
    }
    return IsoValues.moment(value)
        .map(
            moment ->
                new FoundTime(
                    correction.begin(),
                    correction.end(),
                    words,
                    moment.value(),
                    moment.from(),
                    moment.until(),
                    moment.granularity(),
                    found != null && found.relative(),
                    role));
  }

  /** Whether a value is one that a reader can give. */
  public static boolean isValue(String value) {
    return IsoValues.moment(value).isPresent();
  }
}
