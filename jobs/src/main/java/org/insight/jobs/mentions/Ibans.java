package org.insight.jobs.mentions;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * International bank account numbers by ISO 13616: length by country as in SWIFT's registry, and
 * remainder 97-10 by ISO 7064. What fails the check is no IBAN.
 */
final class Ibans {

  private static final Pattern START = Pattern.compile("(?<![A-Za-z0-9])[A-Za-z]{2}[ -]?\\d{2}");

  /**
   * 02 to 98: with 99, 00 and 01, which nobody computes, the remainder is that of 02, 97 and 98.
   */
  private static final Pattern CHECK_DIGITS = Pattern.compile("0[2-9]|[1-8]\\d|9[0-8]");

  private static final Map<String, Integer> LENGTHS =
      lengths(
          "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22"
              + " DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28"
              + " HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20"
              + " LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28"
              + " PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28"
              + " TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

  private Ibans() {}

  static void find(String text, List<FoundIdentifier> found) {
    Matcher m = START.matcher(text);
    int from = 0;
    while (m.find(from)) {
      from = m.start() + 1;
      Integer length = LENGTHS.get(m.group().substring(0, 2).toUpperCase(Locale.ROOT));
      int end = length == null ? -1 : end(text, m.start(), length);
      if (end < 0) {
        continue;
      }
      String raw = text.substring(m.start(), end);
      String value = Numbers.bare(raw);
      if (holds(value)) {
        found.add(
            new FoundIdentifier(
                m.start(),
                end,
                IdentifierKind.IBAN,
                value,
                raw,
                value.substring(0, 2),
                true,
                false));
        from = end;
      }
    }
  }

  /** After as many letters and digits, single spaces and hyphens between them left out. */
  private static int end(String text, int begin, int length) {
    int seen = 0;
    int i = begin;
    boolean gap = false;
    while (i < text.length() && seen < length) {
      char c = text.charAt(i);
      if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
        seen++;
        gap = false;
      } else if (!gap && (c == ' ' || c == '-')) {
        gap = true;
      } else {
        return -1;
      }
      i++;
    }
    boolean whole = seen == length && (i == text.length() || !isAlphanumeric(text.charAt(i)));
    return whole ? i : -1;
  }

  private static boolean isAlphanumeric(char c) {
    return Character.isLetterOrDigit(c);
  }

  /** Length of the country, check digits that are computed so, and remainder 1. */
  static boolean holds(String iban) {
    Integer length = iban.length() < 5 ? null : LENGTHS.get(iban.substring(0, 2));
    if (length == null
        || iban.length() != length
        || !CHECK_DIGITS.matcher(iban.substring(2, 4)).matches()) {
      return false;
    }
    int remainder = 0;
    for (int i = 0; i < iban.length(); i++) {
      char c = iban.charAt((i + 4) % iban.length());
      if (c >= '0' && c <= '9') {
        remainder = (remainder * 10 + c - '0') % 97;
      } else if (c >= 'A' && c <= 'Z') {
        remainder = (remainder * 100 + c - 'A' + 10) % 97;
      } else {
        return false;
      }
    }
    return remainder == 1;
  }

  private static Map<String, Integer> lengths(String table) {
    Map<String, Integer> map = new HashMap<>();
    for (String entry : table.split(" ")) {
      map.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
    }
    return Map.copyOf(map);
  }
}
