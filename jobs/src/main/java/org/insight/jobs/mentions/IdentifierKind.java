package org.insight.jobs.mentions;

import java.util.Locale;

/** What an identifier is the number of. */
public enum IdentifierKind {
  IBAN,
  EMAIL,
  VIN,
  PASSPORT,
  NATIONAL_ID,
  PLATE,
  PHONE,
  /** The number of a mobile device. */
  IMEI,
  /** The number of a subscriber to a mobile network, as on a SIM. */
  IMSI,
  /** A company's number in a register. */
  REGISTRATION,
  /** An entry of a list or a notice, as OFAC:36. */
  LIST_ENTRY,
  BOOKING,
  ADDRESS;

  /** The word in {@code mentions.identifiers}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of this word in {@code mentions.identifiers}. */
  static IdentifierKind of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
