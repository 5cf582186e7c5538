package org.insight.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The offences that reports are about; the words for them are in the phrases of each language. */
enum Offence {
  BURGLARY,
  VEHICLE_THEFT,
  ROBBERY,
  FRAUD,
  DRUG_TRAFFICKING,
  HUMAN_TRAFFICKING,
  MIGRANT_SMUGGLING,
  MONEY_LAUNDERING,
  FIREARMS_TRAFFICKING,
  RANSOMWARE;

  static final List<String> CODES = Arrays.stream(values()).map(Offence::code).toList();

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
