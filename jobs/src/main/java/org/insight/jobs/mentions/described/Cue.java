package org.insight.jobs.mentions.described;

/**
 * What a word or phrase of a list tells, by its key in {@code reading/roles-LANG.yaml} in small
 * letters. The words of BEFORE stand before the name that they speak of, those of AFTER behind it.
 */
enum Cue {
  MALE_TITLE,
  FEMALE_TITLE,
  /** Ranks and offices. */
  OFFICE_TITLE,
  /** Introduces a name. */
  NAME,
  /** Introduces a name behind a colon. */
  LABEL,
  MALE_NAME,
  FEMALE_NAME,
  /** Introduces another name of a person. */
  ALIAS,
  SUSPECT_BEFORE,
  SUSPECT_AFTER,
  VICTIM_BEFORE,
  VICTIM_AFTER,
  WITNESS_BEFORE,
  WITNESS_AFTER,
  CONTACT_BEFORE,
  CONTACT_AFTER,
  OFFICE_BEFORE,
  OFFICE_AFTER,
  /** Words that stand for a person, as "the latter". */
  THE_MALE,
  THE_FEMALE,
  THE_SUSPECT,
  THE_VICTIM,
  THE_WITNESS,
  /** Of the persons of the case in the order of the text. */
  THE_FIRST,
  THE_SECOND,
  HE,
  SHE,
  BORN,
  BORN_MALE,
  BORN_FEMALE,
  BIRTHPLACE,
  NATIONALITY,
  SEX,
  MALE_WORD,
  FEMALE_WORD,
  /** Before the town where a person lives. */
  HOME,
  /** The same, said by who makes a statement. */
  I_LIVE,
  /** Who makes the statement is a victim. */
  I_SUFFERED,
  ADDRESS,
  /** Before an address, behind a colon. */
  ADDRESS_LABEL,
  BOOKING,
  PASSPORT,
  ID_CARD,
  PLATE,
  /** Between a thing and its owner: "in the name of". */
  OF_NAME,
  /** Before the person that what follows is about. */
  TOPIC,
  RESPECTIVELY,
  /** The end of a letter: what follows is its signature. */
  CLOSING,
  /** Beside a number of the police itself. */
  OFFICE_CONTACT,
  /** In the first lines: a complaint, in which the first person is the victim. */
  DOC_COMPLAINT,
  /** In the first lines: a statement, whose first person is a witness. */
  DOC_STATEMENT,
  /** In the first lines: a check, call or letter, which names the company that a suspect keeps. */
  DOC_COMPANY,
  /** A name behind it is a street's or an institution's. */
  STREET,
  ORGANISATION,
  /** No part of a name. */
  NAME_STOP,
  /** Small words inside a name. */
  PARTICLE
}
