package org.insight.jobs.mentions.events;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.insight.jobs.mentions.corrections.CorrectedSpans;
import org.insight.jobs.mentions.corrections.Correction;
import org.jspecify.annotations.Nullable;

/** Events as readers correct them: code and status. */
public final class CorrectedEvents extends CorrectedSpans<FoundEvent> {

  @Override
  protected boolean isOfKind(FoundEvent found, Correction correction) {
    return found.kind() == kind(correction.fields());
  }

  @Override
  protected Optional<FoundEvent> made(
      String text, Correction correction, @Nullable FoundEvent found) {
    Map<String, String> fields = correction.fields();
    String amount = fields.get("amount");
    return Optional.of(
        new FoundEvent(
            correction.begin(),
            correction.end(),
            text.substring(correction.begin(), correction.end()),
            fields.getOrDefault("code", ""),
            kind(fields),
            EventStatus.valueOf(fields.getOrDefault("status", "asserted").toUpperCase(Locale.ROOT)),
            amount == null ? null : new BigDecimal(amount),
            fields.get("unit")));
  }

  private static EventKind kind(Map<String, String> fields) {
    return EventKind.valueOf(fields.getOrDefault("kind", "").toUpperCase(Locale.ROOT));
  }
}
