package org.insight.jobs.mentions;

import org.jspecify.annotations.Nullable;

/**
 * What a term of the gazetteer names.
 *
 * @param key ISO 3166-1 alpha-2 code, GeoNames id, or offence code
 * @param country ISO code of the country or of the place; null for offences
 * @param language of an offence's term; null where any
 * @param caution how much the text around it must say
 */
record Term(
    Kind kind, String key, @Nullable String country, @Nullable String language, Caution caution) {

  /** In the order of precedence among terms of equal length. */
  enum Kind {
    COUNTRY("country"),
    OFFENCE("offence"),
    PLACE("place");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    /** The word in {@code mentions.names}. */
    String code() {
      return code;
    }
  }

  /** What else must hold for a match to count. */
  enum Caution {
    /** Nothing. */
    NONE,
    /** No capitalised word stands beside it: it may be a first name. */
    ALONE,
    /** A word of place stands before it: it may be a common word or a person's name. */
    AFTER_A_WORD_OF_PLACE
  }
}
