package org.insight.services.link;

import java.util.ArrayList;
import java.util.List;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.resolution.Subject;
import org.jspecify.annotations.Nullable;

/** Gives a subject for each row of a file. */
final class SubjectReader {

  private static final int[] NONE = {};

  private final LinkSettings settings;
  private final int[][] fields;
  private final String[] kinds;
  private final int[][] numbers;
  private final int[] id;
  private final int[] truth;

  /**
   * @throws InsightException of kind INPUT if the file lacks a column that the settings name
   */
  SubjectReader(RowFile file, LinkSettings settings) {
    this.settings = settings;
    fields =
        LinkSettings.FIELDS.stream()
            .map(field -> at(file, settings.columns().getOrDefault(field, List.of())))
            .toArray(int[][]::new);
    kinds = settings.identifiers().keySet().toArray(String[]::new);
    numbers =
        settings.identifiers().values().stream()
            .map(columns -> at(file, columns))
            .toArray(int[][]::new);
    id = settings.id() == null ? NONE : at(file, List.of(settings.id()));
    truth = settings.truth() == null ? NONE : at(file, List.of(settings.truth()));
  }

  private static int[] at(RowFile file, List<String> columns) {
    int[] at = new int[columns.size()];
    for (int i = 0; i < at.length; i++) {
      at[i] = file.columns().indexOf(columns.get(i));
      if (at[i] < 0) {
        throw new InsightException(
            ErrorKind.INPUT,
            "Cannot read " + file.file() + ": it has no column " + OneLine.shown(columns.get(i)));
      }
    }
    return at;
  }

  /** The cells of some columns, joined by blanks. */
  private static String value(String[] row, int[] columns) {
    if (columns.length == 1) {
      String value = row[columns[0]];
      return value == null ? "" : value.trim();
    }
    StringBuilder joined = new StringBuilder();
    for (int column : columns) {
      String value = row[column];
      if (value != null && !value.isBlank()) {
        joined.append(joined.isEmpty() ? "" : " ").append(value.trim());
      }
    }
    return joined.toString();
  }

  private String field(String[] row, int field) {
    return value(row, fields[field]);
  }

  private static List<String> some(String value) {
    return value.isEmpty() ? List.of() : List.of(value);
  }

  /** What the file calls the row; null if it has no name for it. */
  @Nullable String id(String[] row) {
    String value = value(row, id);
    return value.isEmpty() ? null : value;
  }

  /** What the row truly is of; null if that is not known. */
  @Nullable String truth(String[] row) {
    String value = value(row, truth);
    return value.isEmpty() ? null : value;
  }

  List<Subject.Name> names(String[] row) {
    String given = field(row, 1);
    String family = field(row, 2);
    if (!given.isEmpty() || !family.isEmpty()) {
      return List.of(Subject.Name.parts(given, family));
    }
    String full = field(row, 0);
    return full.isEmpty() ? List.of() : List.of(Subject.Name.full(full));
  }

  Subject subject(String[] row) {
    List<Subject.Identifier> identifiers = new ArrayList<>(kinds.length);
    for (int i = 0; i < kinds.length; i++) {
      String number = value(row, numbers[i]);
      if (!number.isEmpty()) {
        identifiers.add(new Subject.Identifier(kinds[i], null, number));
      }
    }
    String street = field(row, 7);
    String city = field(row, 8);
    String postcode = field(row, 9);
    return new Subject(
        settings.kind(),
        names(row),
        some(field(row, 3)),
        field(row, 4),
        some(field(row, 5)),
        some(field(row, 6)),
        identifiers,
        some(field(row, 10)),
        some(field(row, 11)),
        street.isEmpty() && city.isEmpty() && postcode.isEmpty()
            ? List.of()
            : List.of(new Subject.Address(street, city, postcode)));
  }
}
