package org.insight.services.ask;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.resolution.PartialDate;
import org.insight.resolution.Subject;
import org.insight.resolution.names.PersonNames;
import org.insight.services.link.RowFile;
import org.jspecify.annotations.Nullable;

/**
 * Names in a file, with birth date and country where they are known. The whole file is checked
 * before anything is compared.
 */
final class ScreenedNames {

  private static final String NAME = "name";
  private static final String BIRTH_DATE = "birth_date";
  private static final String COUNTRY = "country";

  /** A row of the file; the heading is row 1. Empty texts are unknown. */
  record Line(int number, String name, String birthDate, String country) {

    /** The row as a person or an organisation. */
    Subject subject(Subject.Kind kind) {
      return new Subject(
          kind,
          List.of(Subject.Name.full(name)),
          some(birthDate),
          null,
          some(country),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());
    }

    private static List<String> some(String value) {
      return value.isEmpty() ? List.of() : List.of(value);
    }
  }

  private ScreenedNames() {}

  /**
   * Reads a file.
   *
   * @param note hears of columns that are not used
   * @throws InsightException INPUT if there is no column of names, or a row has no name or a birth
   *     date that is none
   */
  static List<Line> read(Path path, Consumer<String> note) {
    RowFile file = new RowFile(path);
    Map<String, Integer> columns = new HashMap<>();
    List<String> unused = new ArrayList<>();
    for (int i = 0; i < file.columns().size(); i++) {
      String column = file.columns().get(i).strip().toLowerCase(Locale.ROOT);
      if (!List.of(NAME, BIRTH_DATE, COUNTRY).contains(column)
          || columns.putIfAbsent(column, i) != null) {
        unused.add(OneLine.shown(file.columns().get(i)));
      }
    }
    if (!columns.containsKey(NAME)) {
      throw refused(path, 1, "the heading has no column name");
    }
    if (!unused.isEmpty()) {
      note.accept("Columns that are not used: " + String.join(", ", unused));
    }
    List<Line> lines = new ArrayList<>();
    file.forEach(
        row -> {
          int number = lines.size() + 2;
          String name = value(row, columns.get(NAME));
          String date = value(row, columns.get(BIRTH_DATE));
          if (PersonNames.full(name).isEmpty()) {
            throw refused(path, number, "it has no name");
          }
          if (!date.isEmpty() && !isDate(date)) {
            throw refused(
                path,
                number,
                "birth_date is no date as 1980-12-13, 1980-12, 1980 or 13/12/1980, found "
                    + date.length()
                    + " characters");
          }
          lines.add(new Line(number, name, date, value(row, columns.get(COUNTRY))));
        });
    return lines;
  }

  private static String value(String[] row, @Nullable Integer column) {
    return column == null || row[column] == null ? "" : row[column].strip();
  }

  static boolean isDate(String text) {
    int date = PartialDate.parse(text);
    if (date == PartialDate.NONE) {
      return false;
    }
    try {
      return date % 100 == 0
          || LocalDate.of(date / 10_000, date / 100 % 100, date % 100) != LocalDate.MIN;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static InsightException refused(Path path, int row, String why) {
    return new InsightException(
        ErrorKind.INPUT, "Cannot screen " + path + ": row " + row + ": " + why);
  }
}
