package org.insight.simulate;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A person whom an item is to speak of.
 *
 * @param planted whether the fields are evidence: then they are written without mistakes
 */
record Mention(long person, Set<Field> fields, boolean planted) {

  Mention {
    // Set.of has another order in every process.
    fields = Collections.unmodifiableSet(new TreeSet<>(fields));
  }

  /** What an item can say of a person beside the name. */
  enum Field {
    BORN,
    PHONE,
    PLATE,
    PASSPORT,
    NATIONAL_ID,
    ACCOUNT,
    ADDRESS,
    EMAIL,
    BOOKING
  }

  static Field of(Ties.Via via) {
    return Field.valueOf(via.name());
  }
}
