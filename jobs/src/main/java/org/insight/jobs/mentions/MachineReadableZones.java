package org.insight.jobs.mentions;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Machine readable zones by ICAO Doc 9303, each with all its check digits: of passports (TD3, 44
 * characters), of which the second line has them all, of TD2 documents (two lines of 36), of which
 * the first says what they are, and of identity cards (TD1, 30), whose first two lines have them
 * together.
 *
 * <p>The number of a passport is a passport's; that of another card is a national identity
 * document's, and of the state that issued it; where a passport's first line is not there, of the
 * state whose national it names. A TD2 document's second line or a card's first line alone is
 * neither checked nor strong. The number of a visa is none. What is not known of a date of birth
 * has fillers, and a check digit all the same.
 *
 * <p>In a number letters may stand anywhere, and a letter O for a zero adds 24 times its weight to
 * the sum: two of them beside each other are often a multiple of 10, so that {@code OO} read for
 * {@code 00} holds the check digits. Such a number is checked and not strong.
 */
final class MachineReadableZones {

  private static final Pattern LINE =
      Pattern.compile("(?<![A-Z0-9<])[A-Z0-9<]{30}(?:[A-Z0-9<]{6}(?:[A-Z0-9<]{8})?)?(?![A-Z0-9<])");
  private static final Pattern TD3 =
      Pattern.compile("[A-Z0-9<]{9}\\d[A-Z<]{3}[\\d<]{6}\\d[MFX<]\\d{7}[A-Z0-9<]{14}[\\d<]\\d");
  private static final Pattern TD3_FIRST =
      Pattern.compile("P[A-Z<](?<state>[A-Z<]{3})[A-Z0-9<]{39}");
  private static final Pattern TD2_FIRST =
      Pattern.compile("[ACIP][A-Z<](?<state>[A-Z<]{3})[A-Z0-9<]{31}");
  private static final Pattern TD2 =
      Pattern.compile("[A-Z0-9<]{9}[\\d<][A-Z<]{3}[\\d<]{6}\\d[MFX<]\\d{7}[A-Z0-9<]{7}\\d");
  private static final Pattern TD1_FIRST =
      Pattern.compile("[IAC][A-Z<][A-Z<]{3}[A-Z0-9<]{9}[\\d<][A-Z0-9<]{15}");
  private static final Pattern TD1_SECOND =
      Pattern.compile("[\\d<]{6}\\d[MFX<]\\d{7}[A-Z<]{3}[A-Z0-9<]{11}\\d(?![A-Z0-9<])");

  private MachineReadableZones() {}

  static void find(String text, List<FoundIdentifier> found) {
    if (text.indexOf('<') < 0) {
      return;
    }
    Matcher m = LINE.matcher(text);
    String before = "";
    int end = 0;
    while (m.find()) {
      String line = m.group();
      String first = text.substring(end, m.start()).isBlank() ? before : "";
      FoundIdentifier id =
          switch (line.length()) {
            case 44 -> td3(line, first, m.start());
            case 36 -> td2(line, first, m.start());
            default -> td1(line, text.substring(m.end()), m.start());
          };
      if (id != null) {
        found.add(id);
      }
      before = line;
      end = m.end();
    }
  }

  private static @Nullable FoundIdentifier td3(String line, String first, int begin) {
    boolean holds =
        TD3.matcher(line).matches()
            && check(line.substring(0, 9)) == digit(line, 9)
            && check(line.substring(13, 19)) == digit(line, 19)
            && check(line.substring(21, 27)) == digit(line, 27)
            && check(line.substring(28, 42)) == digit(line, 42)
            && check(line.substring(0, 10) + line.substring(13, 20) + line.substring(21, 43))
                == digit(line, 43);
    if (!holds || isOfVisa(first, line)) {
      return null;
    }
    String state = issuer(TD3_FIRST.matcher(first), line);
    String number = line.substring(0, 9);
    return found(IdentifierKind.PASSPORT, number, number, state, begin, true);
  }

  private static @Nullable FoundIdentifier td2(String line, String first, int begin) {
    String nine = line.substring(0, 9);
    String number = number(nine, line.charAt(9), line.substring(28, 35));
    if (number == null || isOfVisa(first, line)) {
      return null;
    }
    boolean holds =
        TD2.matcher(line).matches()
            && check(line.substring(13, 19)) == digit(line, 19)
            && check(line.substring(21, 27)) == digit(line, 27)
            && check(line.substring(0, 10) + line.substring(13, 20) + line.substring(21, 35))
                == digit(line, 35);
    if (!holds) {
      return null;
    }
    Matcher issued = TD2_FIRST.matcher(first);
    boolean whole = issued.matches();
    return found(
        whole && first.startsWith("P") ? IdentifierKind.PASSPORT : IdentifierKind.NATIONAL_ID,
        nine,
        number,
        issuer(issued, line),
        begin,
        whole);
  }

  /** The state that the first line says, else the one whose national the second line names. */
  private static String issuer(Matcher first, String line) {
    return first.matches() && code(first.group("state")) != null
        ? first.group("state")
        : line.substring(10, 13);
  }

  private static boolean isOfVisa(String first, String line) {
    return first.length() == line.length() && first.startsWith("V");
  }

  private static @Nullable FoundIdentifier td1(String line, String after, int begin) {
    String nine = line.substring(5, 14);
    String number = number(nine, line.charAt(14), line.substring(15, 30));
    if (number == null || !TD1_FIRST.matcher(line).matches()) {
      return null;
    }
    String second = after.stripLeading();
    boolean whole = TD1_SECOND.matcher(second).lookingAt();
    if (whole) {
      boolean holds =
          check(second.substring(0, 6)) == digit(second, 6)
              && check(second.substring(8, 14)) == digit(second, 14)
              && check(
                      line.substring(5, 30)
                          + second.substring(0, 7)
                          + second.substring(8, 15)
                          + second.substring(18, 29))
                  == digit(second, 29);
      if (!holds) {
        return null;
      }
    }
    return found(IdentifierKind.NATIONAL_ID, nine, number, line.substring(2, 5), begin + 5, whole);
  }

  /**
   * A card's number. One of more than nine characters has a filler for its check digit and goes on
   * in the optional data, its check digit last (Doc 9303, parts 5 and 6): its first nine are those
   * of many cards.
   *
   * @return null where its check digit does not hold
   */
  private static @Nullable String number(String nine, char digit, String optional) {
    if (digit >= '0' && digit <= '9') {
      return check(nine) == digit - '0' ? nine : null;
    }
    int last = optional.indexOf('<') - 1;
    if (digit != '<' || nine.indexOf('<') >= 0 || last < 1) {
      return null;
    }
    String whole = nine + optional.substring(0, last);
    return check(whole) == optional.charAt(last) - '0' ? whole : null;
  }

  /**
   * @param field the number's first nine characters, as they stand there
   * @param whole all that its check digits hold for is there
   */
  private static @Nullable FoundIdentifier found(
      IdentifierKind kind, String field, String read, String state, int begin, boolean whole) {
    String code = code(state);
    String number = read.replace("<", "");
    if (code == null || number.length() < 5 || Numbers.isPlaceholder(number)) {
      return null;
    }
    boolean strong = whole && !holdsWithZeros(read);
    String raw = field.replaceAll("<+$", "");
    return new FoundIdentifier(
        begin,
        begin + raw.length(),
        kind,
        code + ":" + number,
        raw,
        Countries.isAlpha2(code) ? code : null,
        whole,
        strong);
  }

  /** Whether its check digit is the same with zeros in place of some of its letters O. */
  private static boolean holdsWithZeros(String number) {
    int digit = check(number);
    List<String> some = new ArrayList<>(List.of(number));
    for (int i = number.indexOf('O'); i >= 0; i = number.indexOf('O', i + 1)) {
      int at = i;
      List<String> more =
          some.stream().map(s -> s.substring(0, at) + '0' + s.substring(at + 1)).toList();
      if (more.stream().anyMatch(s -> check(s) == digit)) {
        return true;
      }
      some.addAll(more);
    }
    return false;
  }

  /** A country's alpha-2 code, or the code of no country as it is; null for what is neither. */
  private static @Nullable String code(String state) {
    String code = state.replace("<", "");
    String country = Countries.alpha2(code);
    return country == null && Countries.ofNoCountry(code) ? code : country;
  }

  /** The weighted sum 7, 3, 1 modulo 10, with A to Z as 10 to 35 and the filler as 0. */
  static int check(String field) {
    int sum = 0;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      int value = c == '<' ? 0 : c <= '9' ? c - '0' : c - 'A' + 10;
      sum += value * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
    }
    return sum % 10;
  }

  private static int digit(String line, int at) {
    return line.charAt(at) == '<' ? 0 : line.charAt(at) - '0';
  }
}
