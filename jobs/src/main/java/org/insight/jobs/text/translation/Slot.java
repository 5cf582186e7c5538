package org.insight.jobs.text.translation;

import java.util.Map;

/**
 * What stands behind a token that an engine passes through, as far as grammar is concerned.
 *
 * @param genders m or f of a noun, by language, where known
 * @param plural whether a noun stands for several
 */
record Slot(Kind kind, Map<String, String> genders, boolean plural) {

  /** Parts of speech of what is put in. */
  enum Kind {
    NOUN,
    PERSON,
    PLACE,
    /** A plate, an account, an address: a name without gender. */
    CODE,
    NUMBER,
    /** A date or a time of day with its preposition. */
    ADVERB,
    /** Anything else: engines treat it as a word that they do not know. */
    PHRASE
  }

  Slot {
    genders = Map.copyOf(genders);
  }

  static Slot of(Kind kind) {
    return new Slot(kind, Map.of(), false);
  }
}
