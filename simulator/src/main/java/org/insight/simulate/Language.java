package org.insight.simulate;

import java.util.Locale;

/** The languages that items are written in. */
enum Language {
  FR,
  EN,
  ES,
  AR;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
