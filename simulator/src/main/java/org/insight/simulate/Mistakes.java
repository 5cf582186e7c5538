package org.insight.simulate;

import java.time.LocalDate;
import java.util.List;

/** Wrong digits and dates, in what is not planted evidence. Each is noted in {@code altered}. */
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
