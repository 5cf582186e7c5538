package org.insight.jobs.mentions;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines of machine readable zones by ICAO Doc 9303: the second line of passports (TD3, 44
 * characters) and of TD2 documents (36), each with all its check digits, and the first line of
 * identity cards (TD1, 30), whose own check digit is tested and, where the second line follows,
 * those of both.
 *
 * <p>The number of a passport is a passport's; that of another card is a national identity
 * document's.
 */
final class MachineReadableZones {

  private static final Pattern LINE =
      Pattern.compile("(?<![A-Z0-9<])[A-Z0-9<]{30}(?:[A-Z0-9<]{6}(?:[A-Z0-9<]{8})?)?(?![A-Z0-9<])");
  private static final Pattern TD3 =
      Pattern.compile("[A-Z0-9<]{9}\\d[A-Z<]{3}\\d{7}[MFX<]\\d{7}[A-Z0-9<]{14}[\\d<]\\d");
  private static final Pattern TD2 =
      Pattern.compile("[A-Z0-9<]{9}[\\d<][A-Z<]{3}\\d{7}[MFX<]\\d{7}[A-Z0-9<]{7}\\d");
  private static final Pattern TD1_FIRST =
      Pattern.compile("[IAC][A-Z<][A-Z<]{3}[A-Z0-9<]{9}\\d[A-Z0-9<]{15}");
  private static final Pattern TD1_SECOND =
      Pattern.compile("\\d{7}[MFX<]\\d{7}[A-Z<]{3}[A-Z0-9<]{11}\\d");

  private MachineReadableZones() {}

  static void find(String text, List<FoundIdentifier> found) {
    if (text.indexOf('<') < 0) {
      return;
    }
    Matcher m = LINE.matcher(text);
    String before = "";
    while (m.find()) {
      String line = m.group();
      FoundIdentifier id =
          switch (line.length()) {
            case 44 -> td3(line, m.start());
            case 36 -> td2(line, before, m.start());
            default -> td1(line, text.substring(m.end()), m.start());
          };
      if (id != null) {
        found.add(id);
      }
      before = line;
    }
  }

  private static @Nullable FoundIdentifier td3(String line, int begin) {
    boolean holds =
        TD3.matcher(line).matches()
            && check(line.substring(0, 9)) == digit(line, 9)
            && check(line.substring(13, 19)) == digit(line, 19)
            && check(line.substring(21, 27)) == digit(line, 27)
            && check(line.substring(28, 42)) == digit(line, 42)
            && check(line.substring(0, 10) + line.substring(13, 20) + line.substring(21, 43))
                == digit(line, 43);
    return holds
        ? found(IdentifierKind.PASSPORT, line.substring(0, 9), line.substring(10, 13), begin)
        : null;
  }

  private static @Nullable FoundIdentifier td2(String line, String before, int begin) {
    boolean holds =
        TD2.matcher(line).matches()
            && check(line.substring(0, 9)) == digit(line, 9)
            && check(line.substring(13, 19)) == digit(line, 19)
            && check(line.substring(21, 27)) == digit(line, 27)
            && check(line.substring(0, 10) + line.substring(13, 20) + line.substring(21, 35))
                == digit(line, 35);
    IdentifierKind kind =
        before.startsWith("P") ? IdentifierKind.PASSPORT : IdentifierKind.NATIONAL_ID;
    return holds ? found(kind, line.substring(0, 9), line.substring(10, 13), begin) : null;
  }

  private static @Nullable FoundIdentifier td1(String line, String after, int begin) {
    if (!TD1_FIRST.matcher(line).matches() || check(line.substring(5, 14)) != digit(line, 14)) {
      return null;
    }
    String second = after.stripLeading();
    if (second.length() >= 30 && TD1_SECOND.matcher(second.substring(0, 30)).matches()) {
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
    return found(
        IdentifierKind.NATIONAL_ID, line.substring(5, 14), line.substring(2, 5), begin + 5);
  }

  private static @Nullable FoundIdentifier found(
      IdentifierKind kind, String field, String state, int begin) {
    String code = state.replace("<", "");
    String country = Countries.alpha2(code);
    String number = field.replace("<", "");
    if ((country == null && !Countries.ofNoCountry(code))
        || number.length() < 5
        || Numbers.isPlaceholder(number)) {
      return null;
    }
    String raw = field.replaceAll("<+$", "");
    return new FoundIdentifier(
        begin,
        begin + raw.length(),
        kind,
        (country == null ? code : country) + ":" + number,
        raw,
        country,
        true,
        true);
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
