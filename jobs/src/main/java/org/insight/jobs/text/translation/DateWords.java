package org.insight.jobs.text.translation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names of months and weekdays in four languages, and the prepositions of dates and times. */
final class DateWords {

  /** Spellings of each month; the first is written. */
  private static final Map<String, List<List<String>>> MONTHS =
      Map.of(
          "fr",
          rows(
              "janvier janv. janv|février fevrier févr. févr|mars|avril avr.|mai|juin|juillet juil."
                  + " juil|août aout|septembre sept.|octobre oct. oct|novembre nov."
                  + " nov|décembre decembre déc. déc"),
          "en",
          rows(
              "January Jan. Jan|February Feb. Feb|March|April Apr. Apr|May|June Jun|July Jul|August"
                  + " Aug. Aug|September Sept. Sep. Sept Sep|October Oct. Oct|November Nov."
                  + " Nov|December Dec. Dec"),
          "es",
          rows(
              "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre"
                  + " setiembre|octubre|noviembre|diciembre"),
          "ar",
          rows(
              "يناير جانفي|فبراير فيفري|مارس|أبريل ابريل أفريل|مايو ماي|يونيو جوان|يوليو يوليوز"
                  + " جويلية|أغسطس غشت أوت|سبتمبر شتنبر|أكتوبر اكتوبر|نوفمبر نونبر|ديسمبر دجنبر"));

  private static final Map<String, List<List<String>>> WEEKDAYS =
      Map.of(
          "fr", rows("lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"),
          "en", rows("Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"),
          "es", rows("lunes|martes|miércoles|jueves|viernes|sábado|domingo"),
          "ar", rows("الاثنين الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد"));

  private static final Map<String, Map<Figure.Tie, String>> TIES =
      Map.of(
          "fr",
          Map.of(
              Figure.Tie.ON, "le ",
              Figure.Tie.OF, "du ",
              Figure.Tie.TO, "au ",
              Figure.Tie.UNTIL, "jusqu'au "),
          "en",
          Map.of(
              Figure.Tie.ON, "on ",
              Figure.Tie.OF, "of ",
              Figure.Tie.TO, "to ",
              Figure.Tie.UNTIL, "until "),
          "es",
          Map.of(
              Figure.Tie.ON, "el ",
              Figure.Tie.OF, "del ",
              Figure.Tie.TO, "al ",
              Figure.Tie.UNTIL, "hasta el "));

  private DateWords() {}

  private static List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>();
    for (String row : text.split("\\|")) {
      rows.add(List.of(row.split(" ")));
    }
    return List.copyOf(rows);
  }

  static String month(String language, int month) {
    return requireNonNull(MONTHS.get(language)).get(month - 1).get(0);
  }

  static String weekday(String language, int weekday) {
    return requireNonNull(WEEKDAYS.get(language)).get(weekday - 1).get(0);
  }

  /** Numbers of the months of a language by their names in lower case. */
  static Map<String, Integer> months(String language) {
    return numbers(requireNonNull(MONTHS.get(language)));
  }

  /** Numbers of the weekdays of a language by their names in lower case. */
  static Map<String, Integer> weekdays(String language) {
    return numbers(requireNonNull(WEEKDAYS.get(language)));
  }

  private static Map<String, Integer> numbers(List<List<String>> rows) {
    Map<String, Integer> numbers = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      for (String name : rows.get(i)) {
        numbers.put(name.toLowerCase(Locale.ROOT), i + 1);
      }
    }
    return numbers;
  }

  static String tied(String language, Figure.Tie tie, String date) {
    return TIES.getOrDefault(language, Map.of()).getOrDefault(tie, "") + date;
  }

  static String at(String language, int hour) {
    return switch (language) {
      case "fr" -> "à ";
      case "es" -> hour == 1 ? "a la " : "a las ";
      default -> "at ";
    };
  }

  static String about(String language, int hour) {
    return switch (language) {
      case "fr" -> "vers ";
      case "es" -> hour == 1 ? "hacia la " : "hacia las ";
      default -> "around ";
    };
  }
}
