package org.insight.simulate;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * How one text writes its dates.
 *
 * @param months names of the months
 * @param numeric in digits alone
 * @param indic in Arabic-Indic digits
 * @param monthFirst as in the United States
 */
record DateStyle(
    Language language, List<String> months, boolean numeric, boolean indic, boolean monthFirst) {

  private static final DateTimeFormatter DAY_FIRST =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);

  String day(LocalDate date) {
    String month = months.get(date.getMonthValue() - 1);
    int day = date.getDayOfMonth();
    int year = date.getYear();
    if (numeric) {
      return digits(language == Language.EN ? date.toString() : DAY_FIRST.format(date));
    }
    return digits(
        switch (language) {
          case FR -> (day == 1 ? "1er" : day) + " " + month + " " + year;
          case EN -> monthFirst ? month + " " + day + ", " + year : day + " " + month + " " + year;
          case ES -> day + " de " + month + " de " + year;
          case AR -> day + " " + month + " " + year;
        });
  }

  String month(LocalDate date) {
    String of = language == Language.ES ? " de " : " ";
    return digits(months.get(date.getMonthValue() - 1) + of + date.getYear());
  }

  String digits(String said) {
    return indic ? Formats.indic(said) : said;
  }
}
