package org.insight.simulate;

import java.util.Comparator;

/** The ways in which people write numbers. */
final class Formats {
  private Formats() {}

  /**
   * A phone number in international or, in a document of its own country, national form.
   *
   * @param phone as {@code +33612345678}
   */
  static String phone(String phone, String source, Draws draws) {
    Country country =
        Countries.ALL.stream()
            .filter(c -> phone.startsWith("+" + c.dialling()))
            .max(Comparator.comparingInt(c -> c.dialling().length()))
            .orElseThrow();
    String number = phone.substring(1 + country.dialling().length());
    boolean home = country.code().equals(source);
    int form = draws.below(home ? 10 : 6);
    if (form < 2) {
      return phone;
    }
    if (form < 5) {
      return "+" + country.dialling() + " " + grouped(number, country, 0);
    }
    if (form == 5) {
      return "00" + country.dialling() + number;
    }
    String national = country.trunk() + number;
    return form < 8 ? national : grouped(national, country, country.trunk().length());
  }

  private static String grouped(String number, Country country, int trunk) {
    StringBuilder text = new StringBuilder();
    boolean pairs = country.dialling().startsWith("33") || country.dialling().startsWith("212");
    int at = 0;
    int size = pairs ? (trunk > 0 ? 2 : 1) : 3 + trunk;
    while (at < number.length()) {
      int end = number.length() - at - size < 2 ? number.length() : at + size;
      text.append(at == 0 ? "" : " ").append(number, at, end);
      at = end;
      size = pairs ? 2 : 3;
    }
    return text.toString();
  }

  static String iban(String iban, Draws draws) {
    return draws.percent(50) ? iban : iban.replaceAll("(.{4})(?=.)", "$1 ");
  }

  /** With Arabic-Indic digits. */
  static String indic(String text) {
    StringBuilder indic = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      indic.append(c >= '0' && c <= '9' ? (char) ('٠' + (c - '0')) : c);
    }
    return indic.toString();
  }
}
