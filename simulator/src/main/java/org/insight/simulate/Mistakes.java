package org.insight.simulate;

import java.time.LocalDate;
import java.util.List;
import org.insight.simulate.Person.Passport;

/**
 * Wrong digits and dates, and passports that are not the present one, in what is not planted
 * evidence. Each is noted in {@code altered}.
 */
final class Mistakes {
  private Mistakes() {}

  static String number(
      String what, String number, Mention mention, List<String> altered, Draws draws) {
    if (mention.planted() || !draws.percent(4)) {
      return number;
    }
    String wrong = Spelling.wrongDigit(number, draws);
    if (!wrong.equals(number)) {
      altered.add(what + "_wrong_digit");
    }
    return wrong;
  }

  /** The passport that a person shows on a day: the own, the one before it, or a stolen one. */
  static Passport passport(
      Person person, LocalDate on, Mention mention, List<String> altered, Draws draws) {
    String country = person.country().code();
    if (mention.planted()) {
      return new Passport(country, person.passport());
    }
    Passport stolen = person.stolenPassport();
    if (stolen != null && draws.percent(40)) {
      altered.add("stolen_passport");
      return stolen;
    }
    String number = person.passport();
    Person.OldPassport old = person.oldPassport();
    if (old != null && on.isBefore(old.until())) {
      altered.add("old_passport");
      number = old.number();
    }
    return new Passport(country, number("passport", number, mention, altered, draws));
  }

  static LocalDate born(LocalDate born, Mention mention, List<String> altered, Draws draws) {
    int kind = mention.planted() ? 99 : draws.below(100);
    if (kind < 4 && born.getDayOfMonth() <= 12 && born.getDayOfMonth() != born.getMonthValue()) {
      altered.add("birth_date_day_month_swapped");
      return LocalDate.of(born.getYear(), born.getDayOfMonth(), born.getMonthValue());
    }
    if (kind >= 4 && kind < 7) {
      altered.add("birth_date_wrong_year");
      return born.withDayOfMonth(Math.min(born.getDayOfMonth(), 28)).plusYears(kind == 4 ? 1 : -1);
    }
    return born;
  }
}
