package org.insight.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a person is in a text. */
enum Role {
  SUSPECT,
  VICTIM,
  WITNESS,
  CONTACT,
  OFFICER,
  JUDGE,
  SIGNATORY,
  EXPERT,
  LAWYER,
  INTERPRETER;

  static final List<String> CODES = Arrays.stream(values()).map(Role::code).toList();

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether such a person is of the case, and not there by office. */
  boolean ofCase() {
    return ordinal() <= CONTACT.ordinal();
  }

  /** The role of a gap, which may end in a digit to tell two suspects apart. */
  static Role of(String gap) {
    return valueOf(gap.replaceAll("\\d$", "").toUpperCase(Locale.ROOT));
  }
}
