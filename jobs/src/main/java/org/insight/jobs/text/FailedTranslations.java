package org.insight.jobs.text;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;

/** Sentences that an engine gave no translation of, for those who run the platform. */
public final class FailedTranslations {

  private FailedTranslations() {}

  /**
   * How many there are, in one line.
   *
   * @return empty where there are none, or the lake has no translations
   */
  public static Optional<String> of(Lake lake) {
    SortedMap<String, Long> failed = new TreeMap<>();
    if (lake.has(Tables.TRANSLATIONS)) {
      lake.forEachWithout(
          Tables.TRANSLATIONS,
          "text",
          List.of("source_language", "language", "engine"),
          row -> {
            if (!row.getString(2).equals(TranslateSentences.READER)) {
              failed.merge(
                  row.getString(0) + "-" + row.getString(1) + " by " + row.getString(2),
                  1L,
                  Long::sum);
            }
          });
    }
    return failed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            failed.entrySet().stream()
                .map(of -> of.getValue() + " " + of.getKey())
                .collect(
                    Collectors.joining(
                        ", ",
                        "Without translation, for they are too long or the engine gave none: ",
                        "")));
  }
}
