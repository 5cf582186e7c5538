package org.insight.jobs.text.ocr;

import java.util.ArrayList;
import java.util.List;

/**
 * The forms of zones of ICAO Doc 9303: which characters may stand where, and the check digits.
 *
 * <p>Layout letters: {@code a} letter or filler, {@code n} digit, {@code x} anything, {@code s}
 * sex, {@code c} check digit or filler, {@code b} digit of a date of birth, or a filler where it is
 * not known; a capital stands for one of the form's document codes.
 */
enum ZoneForm {
  TD3("P", "D" + "a".repeat(43), "xxxxxxxxxnaaabbbbbbnsnnnnnnn" + "x".repeat(14) + "cn"),
  MRV_A("V", "D" + "a".repeat(43), "xxxxxxxxxnaaabbbbbbnsnnnnnnn" + "x".repeat(16)),
  TD2("PIAC", "D" + "a".repeat(35), "xxxxxxxxxcaaabbbbbbnsnnnnnnnxxxxxxxn"),
  MRV_B("V", "D" + "a".repeat(35), "xxxxxxxxxnaaabbbbbbnsnnnnnnnxxxxxxxx"),
  TD1(
      "IAC",
      "Daaaaxxxxxxxxxc" + "x".repeat(15),
      "bbbbbbnsnnnnnnnaaa" + "x".repeat(11) + "n",
      "a".repeat(30));

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";

  private final String codes;
  private final List<String> layout;

  ZoneForm(String codes, String... layout) {
    this.codes = codes;
    this.layout = List.of(layout);
  }

  int length() {
    return layout.get(0).length();
  }

  int lines() {
    return layout.size();
  }

  /** The characters that may stand at a place. */
  String allowed(int line, int at) {
    return switch (layout.get(line).charAt(at)) {
      case 'D' -> codes;
      case 'a' -> LETTERS + "<";
      case 'n' -> DIGITS;
      case 's' -> "MFX<";
      case 'b', 'c' -> DIGITS + "<";
      default -> LETTERS + DIGITS + "<";
    };
  }

  /** Whether anything but a filler may stand beside letters and digits there. */
  boolean free(int line, int at) {
    return layout.get(line).charAt(at) == 'x';
  }

  /** Whether the lines fit the layout, the dates are dates and all check digits hold. */
  boolean holds(List<String> lines) {
    if (lines.size() != lines()) {
      return false;
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.length() != length()) {
        return false;
      }
      for (int k = 0; k < line.length(); k++) {
        if (allowed(i, k).indexOf(line.charAt(k)) < 0) {
          return false;
        }
      }
    }
    for (Field field : fields(lines)) {
      if (!field.holds()) {
        return false;
      }
    }
    return plausible(lines);
  }

  /** How many of the fields with a check digit hold. */
  int held(List<String> lines) {
    int n = 0;
    for (Field field : fields(lines)) {
      n += field.holds() ? 1 : 0;
    }
    return n;
  }

  private boolean plausible(List<String> lines) {
    String dates = this == TD1 ? lines.get(1) : lines.get(1).substring(13);
    String names = this == TD1 ? lines.get(2) : lines.get(0).substring(5);
    String state = lines.get(0).substring(2, 5);
    String number = this == TD1 ? lines.get(0).substring(5, 14) : lines.get(1).substring(0, 9);
    return date(dates.substring(0, 6))
        && date(dates.substring(8, 14))
        // A zone of fillers only has nothing but right check digits.
        && state.matches("[A-Z]{3}|[A-Z]{2}<|[A-Z]<<")
        && number.matches("[A-Z0-9]+(<[A-Z0-9]+)*<*")
        && number.chars().filter(c -> c != '<').count() >= 4
        && names.matches("[A-Z].*");
  }

  private static boolean date(String d) {
    // Unknown days and months of birth are fillers by the book but zeros in the wild.
    return d.matches("(?:\\d\\d|<<){3}")
        && Integer.parseInt(d.substring(2, 4).replace('<', '0')) <= 12
        && Integer.parseInt(d.substring(4, 6).replace('<', '0')) <= 31;
  }

  /** A field and its check digit. */
  record Field(String name, String text, char digit) {
    boolean holds() {
      int sum = 0;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        int value = c == '<' ? 0 : c <= '9' ? c - '0' : c - 'A' + 10;
        sum += value * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
      }
      return sum % 10 == (digit == '<' ? 0 : digit - '0') && (digit != '<' || blank(text));
    }

    private static boolean blank(String text) {
      return text.chars().allMatch(c -> c == '<');
    }
  }

  /** The fields under check digits, the composite one last where the form has it. */
  List<Field> fields(List<String> lines) {
    List<Field> fields = new ArrayList<>();
    if (this == TD1) {
      String a = lines.get(0);
      String b = lines.get(1);
      fields.add(number(a.substring(5, 14), a.charAt(14), a.substring(15, 30)));
      fields.add(new Field("birth", b.substring(0, 6), b.charAt(6)));
      fields.add(new Field("expiry", b.substring(8, 14), b.charAt(14)));
      String all = a.substring(5) + b.substring(0, 7) + b.substring(8, 15) + b.substring(18, 29);
      fields.add(new Field("composite", all, b.charAt(29)));
      return fields;
    }
    String b = lines.get(1);
    fields.add(number(b.substring(0, 9), b.charAt(9), b.substring(28, length() - 1)));
    fields.add(new Field("birth", b.substring(13, 19), b.charAt(19)));
    fields.add(new Field("expiry", b.substring(21, 27), b.charAt(27)));
    if (this == TD3) {
      fields.add(new Field("personal", b.substring(28, 42), b.charAt(42)));
    }
    if (this == TD3 || this == TD2) {
      int last = length() - 1;
      String all = b.substring(0, 10) + b.substring(13, 20) + b.substring(21, last);
      fields.add(new Field("composite", all, b.charAt(last)));
    }
    return fields;
  }

  /** A number of more than nine characters goes on in the optional data, its check digit last. */
  private static Field number(String nine, char digit, String optional) {
    int end = optional.indexOf('<');
    if (digit == '<' && end > 1 && Character.isDigit(optional.charAt(end - 1))) {
      return new Field("number", nine + optional.substring(0, end - 1), optional.charAt(end - 1));
    }
    return new Field("number", nine, digit);
  }
}
