package org.insight.simulate;

import java.math.BigInteger;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Check digits: IBAN (ISO 13616), machine-readable zones (ICAO 9303), VIN (ISO 3779), DNI. */
final class Identifiers {
  private static final DateTimeFormatter MRZ_DATE =
      DateTimeFormatter.ofPattern("yyMMdd", Locale.ROOT);
  private static final int[] VIN_WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  private static final String VIN_VALUES = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";

  private Identifiers() {}

  static String iban(String country, String bban) {
    int rest = numeric(bban + country + "00").mod(BigInteger.valueOf(97)).intValue();
    return country + String.format(Locale.ROOT, "%02d", 98 - rest) + bban;
  }

  static boolean ibanHolds(String iban) {
    return numeric(iban.substring(4) + iban.substring(0, 4)).mod(BigInteger.valueOf(97)).intValue()
        == 1;
  }

  private static BigInteger numeric(String text) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      digits.append(Character.digit(text.charAt(i), 36));
    }
    return new BigInteger(digits.toString());
  }

  /** Check digit of a field of a machine-readable zone: weights 7, 3, 1. */
  static int mrzDigit(String field) {
    int sum = 0;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      int value = c == '<' ? 0 : Character.digit(c, 36);
      sum += value * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
    }
    return sum % 10;
  }

  /** The two lines of a passport (TD3), joined by a line feed. */
  static String mrz(Person person, LocalDate expiry) {
    String issuer = person.country().alpha3();
    String names = mrzName(person.family()) + "<<" + mrzName(person.given());
    String first = pad("P<" + issuer + names, 44);
    String number = pad(person.passport(), 9);
    String born = MRZ_DATE.format(person.born());
    String until = MRZ_DATE.format(expiry);
    String personal = pad("", 14);
    String second =
        number
            + mrzDigit(number)
            + issuer
            + born
            + mrzDigit(born)
            + person.sex()
            + until
            + mrzDigit(until)
            + personal
            + "<";
    String composite = second.substring(0, 10) + second.substring(13, 20) + second.substring(21);
    return first + "\n" + second + mrzDigit(composite);
  }

  static String mrzName(String name) {
    return plain(name).toUpperCase(Locale.ROOT).replace("'", "").replaceAll("[^A-Z]+", "<");
  }

  /** Letters without accents. */
  static String plain(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .replaceAll("\\p{M}+", "")
        .replace("ß", "ss")
        .replace("ø", "o")
        .replace("Ø", "O")
        .replace("œ", "oe")
        .replace("æ", "ae")
        .replace("ł", "l");
  }

  private static String pad(String text, int length) {
    return (text + "<".repeat(length)).substring(0, length);
  }

  /** A vehicle identification number with its check digit in the ninth place. */
  static String vin(String maker, long serial) {
    String tail = new Pattern("?#?###A#####").of(serial);
    String open =
        (maker + tail.substring(0, 5) + "0" + tail.substring(5) + "000000000").substring(0, 17);
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += VIN_VALUES.indexOf(open.charAt(i)) % 10 * VIN_WEIGHTS[i];
    }
    int rest = sum % 11;
    return open.substring(0, 8) + (rest == 10 ? "X" : String.valueOf(rest)) + open.substring(9);
  }

  /** A Spanish identity number: eight digits and their letter. */
  static String dni(String digits) {
    return digits + "TRWAGMYFPDXBNJZSQVHLCKE".charAt(Integer.parseInt(digits) % 23);
  }
}
