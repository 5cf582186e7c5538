package org.insight.jobs.mentions.described;

/**
 * What a text says of a subject.
 *
 * @param property as in {@code landing.records}: birthDate, birthPlace, nationality (ISO 3166-1
 *     alpha-2), gender (male, female), passportNumber, idNumber, phone (E.164), email, iban,
 *     address, alias, bookingReference, registrationNumber, vin, imei; and {@code residence}, a
 *     town
 * @param value in normal form
 * @param begin first UTF-16 unit of the words that carry it
 * @param end after the last UTF-16 unit
 * @param confidence from 0 to 1 that it is said of this subject
 */
public record DescribedAttribute(
    String property, String value, int begin, int end, double confidence) {}
