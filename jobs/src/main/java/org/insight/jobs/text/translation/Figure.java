package org.insight.jobs.text.translation;

import java.util.List;
import java.util.stream.Stream;

/**
 * A number, a time, a date or a code in a sentence, and how other languages spell it.
 *
 * @param begin first unit in the sentence
 * @param end after the last unit
 * @param kind what it is to grammar
 */
record Figure(int begin, int end, Slot.Kind kind, Value value) {

  /** What a figure says. */
  sealed interface Value permits Literal, Amount, Money, Day, Clock, Ordinal {

    /** How it is put into a text of a language; may begin with a preposition. */
    String written(String language);

    /** How it may stand in a text of a language, without a preposition. */
    List<String> accepted(String language);
  }

  /** What is the same in all languages: a plate, a telephone number, a date in digits. */
  record Literal(String text) implements Value {
    @Override
    public String written(String language) {
      return text;
    }

    @Override
    public List<String> accepted(String language) {
      return List.of(text);
    }
  }

  /**
   * A number in digits.
   *
   * @param whole digits before the decimal sign
   * @param fraction digits after it; empty: none
   * @param grouped whether its thousands are set apart
   */
  record Amount(String whole, String fraction, boolean grouped) implements Value {

    @Override
    public String written(String language) {
      return spelled(language, grouped);
    }

    @Override
    public List<String> accepted(String language) {
      String narrow = spelled(language, true).replace(' ', '\u202f');
      return List.of(
          spelled(language, true),
          spelled(language, false),
          narrow,
          narrow.replace('\u202f', '\u00a0'));
    }

    private String spelled(String language, boolean apart) {
      String separator = language.equals("fr") ? " " : language.equals("es") ? "." : ",";
      String sign = language.equals("en") || language.equals("ar") ? "." : ",";
      StringBuilder digits = new StringBuilder(whole);
      if (apart) {
        for (int i = whole.length() - 3; i > 0; i -= 3) {
          digits.insert(i, separator);
        }
      }
      return fraction.isEmpty() ? digits.toString() : digits + sign + fraction;
    }
  }

  /**
   * An amount with the sign of its currency, or a percentage.
   *
   * @param sign as €
   */
  record Money(Amount amount, String sign) implements Value {

    @Override
    public String written(String language) {
      String digits = amount.written(language);
      return !language.equals("en")
          ? digits + " " + sign
          : sign.equals("%") ? digits + sign : sign + digits;
    }

    @Override
    public List<String> accepted(String language) {
      return amount.accepted(language).stream()
          .flatMap(
              digits ->
                  Stream.of(digits + " " + sign, digits + sign, sign + digits, sign + " " + digits))
          .toList();
    }
  }

  /** How a date is tied to its sentence. */
  enum Tie {
    NONE,
    /** On the day. */
    ON,
    /** Of the day, or from it. */
    OF,
    /** To the day. */
    TO,
    UNTIL
  }

  /**
   * A date with its month in words.
   *
   * @param weekday 1 for Monday; 0: not said
   * @param day of the month; 0: not said
   * @param month 1 to 12
   * @param year as written; empty: not said
   */
  record Day(Tie tie, int weekday, int day, int month, String year) implements Value {

    @Override
    public String written(String language) {
      String date =
          (weekday == 0 ? "" : DateWords.weekday(language, weekday) + " ") + plain(language);
      return day == 0 && tie != Tie.UNTIL ? date : DateWords.tied(language, tie, date);
    }

    @Override
    public List<String> accepted(String language) {
      return List.of(plain(language));
    }

    private String plain(String language) {
      String of = language.equals("es") ? " de " : " ";
      String name = DateWords.month(language, month);
      String first = language.equals("fr") && day == 1 ? "1er" : Integer.toString(day);
      return (day == 0 ? "" : first + of) + name + (year.isEmpty() ? "" : of + year);
    }
  }

  /**
   * A time of day.
   *
   * @param minute -1: not said
   */
  record Clock(Around around, int hour, int minute) implements Value {

    /** The preposition before it. */
    enum Around {
      NONE,
      AT,
      ABOUT
    }

    @Override
    public String written(String language) {
      String time = accepted(language).get(0);
      return switch (around) {
        case NONE -> time;
        case AT -> DateWords.at(language, hour) + time;
        case ABOUT -> DateWords.about(language, hour) + time;
      };
    }

    @Override
    public List<String> accepted(String language) {
      String digits = "%d:%02d".formatted(hour, Math.max(0, minute));
      String padded = "%02d:%02d".formatted(hour, Math.max(0, minute));
      if (!language.equals("fr")) {
        return List.of(digits, padded);
      }
      String minutes = minute < 0 ? "" : "%02d".formatted(minute);
      return List.of((hour + " h " + minutes).strip(), hour + "h" + minutes, digits, padded);
    }
  }

  /** A place in an order. */
  record Ordinal(String digits) implements Value {

    @Override
    public String written(String language) {
      return accepted(language).get(0);
    }

    @Override
    public List<String> accepted(String language) {
      return switch (language) {
        case "fr" ->
            digits.equals("1")
                ? List.of("1er", "1re", "1ère")
                : List.of(digits + "e", digits + "ème");
        case "es" -> List.of(digits + ".º", digits + "º", digits + ".ª", digits + "ª");
        default -> List.of(digits + english());
      };
    }

    private String english() {
      if (digits.endsWith("11") || digits.endsWith("12") || digits.endsWith("13")) {
        return "th";
      }
      return switch (digits.charAt(digits.length() - 1)) {
        case '1' -> "st";
        case '2' -> "nd";
        case '3' -> "rd";
        default -> "th";
      };
    }
  }
}
