package org.insight.jobs.mentions;

import org.jspecify.annotations.Nullable;

/**
 * An identifier in a text or in a value of a record.
 *
 * @param begin first UTF-16 unit in the text
 * @param end after the last UTF-16 unit
 * @param value normalised: the same thing has the same value
 * @param raw as written
 * @param country ISO 3166-1 alpha-2 code that the identifier itself names
 * @param checked check digits or numbering plan were tested and hold
 * @param strong names one person, company or thing
 */
public record FoundIdentifier(
    int begin,
    int end,
    IdentifierKind kind,
    String value,
    String raw,
    @Nullable String country,
    boolean checked,
    boolean strong) {

  /** The same, but not what names one person, company or thing. */
  FoundIdentifier weak() {
    return new FoundIdentifier(begin, end, kind, value, raw, country, checked, false);
  }

  boolean overlaps(FoundIdentifier other) {
    return begin < other.end && other.begin < end;
  }
}
