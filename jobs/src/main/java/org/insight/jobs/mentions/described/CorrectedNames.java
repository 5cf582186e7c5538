package org.insight.jobs.mentions.described;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.insight.jobs.mentions.corrections.CorrectedSpans;
import org.insight.jobs.mentions.corrections.Correction;
import org.jspecify.annotations.Nullable;

/** Names of persons, organisations and locations as readers correct them: kind and normal form. */
public final class CorrectedNames extends CorrectedSpans<NameSpan> {

  @Override
  protected Optional<NameSpan> made(String text, Correction correction, @Nullable NameSpan found) {
    Map<String, String> fields = correction.fields();
    String words = text.substring(correction.begin(), correction.end());
    return Optional.of(
        new NameSpan(
            correction.begin(),
            correction.end(),
            kind(fields.getOrDefault("kind", "")),
            words,
            fields.getOrDefault("name", words),
            NameForms.script(words),
            NameSpan.By.READER,
            1));
  }

  /** The kind of a word in the tables. */
  public static NameKind kind(String code) {
    return code.equals("location")
        ? NameKind.PLACE
        : NameKind.valueOf(code.toUpperCase(Locale.ROOT));
  }
}
