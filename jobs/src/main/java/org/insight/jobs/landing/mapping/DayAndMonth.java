package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the day or the month stands first in the dates of a table's columns, as its rows tell: a
 * date that can be read both ways is read as those are that can be read one way only. Where these
 * do not agree nothing but its year is taken, for a wrong date of birth makes another person.
 */
final class DayAndMonth {

  /** Issue of a row with a date of which only the year is taken. */
  static final String NOT_TOLD = "day or month not told";

  /** With the time behind it, if there is one. */
  private static final Pattern DATE =
      Pattern.compile("(\\d{1,2})/(\\d{1,2})/(\\d{4})((?:[T ] *\\d{1,2}:\\d{2}.*)?)");

  private static final int MONTHS = 12;

  /** Slips are so much rarer than what is meant. */
  private static final int RARER = 10;

  /** Some three of five days are no months; so many more that may be both are by no chance. */
  private static final int AMBIGUOUS = 3;

  private enum First {
    DAY,
    MONTH,
    NOT_TOLD
  }

  /** Dates of a column that can be read one way only, and both ways. */
  private static final class Seen {
    private long days;
    private long months;
    private long both;

    private void add(int first, int second) {
      if (first > MONTHS && second <= MONTHS) {
        days++;
      } else if (second > MONTHS && first <= MONTHS) {
        months++;
      } else if (first != second && first <= MONTHS) {
        both++;
      }
    }

    private First first() {
      if (months * RARER <= days || months == 0) {
        return First.DAY;
      }
      return days * RARER <= months && both <= AMBIGUOUS * months ? First.MONTH : First.NOT_TOLD;
    }
  }

  private final Map<String, First> columns;

  /** Of what is no table. */
  static final DayAndMonth NONE = new DayAndMonth(Map.of());

  private DayAndMonth(Map<String, First> columns) {
    this.columns = columns;
  }

  /**
   * Looks through all rows of a table.
   *
   * @param columns that hold dates of which either may come first
   */
  static DayAndMonth of(Iterator<Row> rows, Set<String> columns) {
    Map<String, Seen> seen = new HashMap<>();
    while (!columns.isEmpty() && rows.hasNext()) {
      JsonNode fields = rows.next().fields();
      for (String column : columns) {
        Matcher date = date(fields, column);
        if (date.matches()) {
          seen.computeIfAbsent(column, c -> new Seen()).add(number(date, 1), number(date, 2));
        }
      }
    }
    Map<String, First> first = new HashMap<>();
    seen.forEach(
        (column, s) -> {
          if (s.first() != First.DAY) {
            first.put(column, s.first());
          }
        });
    return new DayAndMonth(first);
  }

  /** A row whose dates can be read with the day first. */
  Row told(Row row) {
    if (columns.isEmpty()) {
      return row;
    }
    ObjectNode fields = row.fields().deepCopy();
    List<String> issues = new ArrayList<>(row.issues());
    columns.forEach(
        (column, first) -> {
          Matcher date = date(fields, column);
          if (date.matches() && number(date, 1) <= MONTHS && number(date, 1) != number(date, 2)) {
            if (first == First.MONTH) {
              fields.put(
                  column,
                  date.group(2) + "/" + date.group(1) + "/" + date.group(3) + date.group(4));
            } else if (number(date, 2) <= MONTHS) {
              fields.put(column, date.group(3) + date.group(4));
              issues.add(NOT_TOLD);
            }
          }
        });
    return new Row(row.path(), row.locator(), fields, issues);
  }

  private static Matcher date(JsonNode fields, String column) {
    return DATE.matcher(Digits.western(Cells.clean(fields.path(column).asText())).strip());
  }

  private static int number(Matcher date, int group) {
    return Integer.parseInt(date.group(group));
  }
}
