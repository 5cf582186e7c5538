package org.insight.schemas;

import java.util.regex.Pattern;

/**
 * A table of the lake: its stage, which is also its namespace, and its name within the stage.
 *
 * @param stage one of the stages of the data's way, or {@code governance}
 * @param table lower case, words joined by underscores
 */
public record TableName(String stage, String table) implements Comparable<TableName> {

  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]*");

  public TableName {
    if (!WORD.matcher(stage).matches() || !WORD.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "Cannot name a table: stage and table are lower-case words, found "
              + stage
              + "."
              + table);
    }
  }

  /** Reads {@code stage.table}. */
  public static TableName of(String dotted) {
    int dot = dotted.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException(
          "Cannot name a table: expected stage.table, found " + dotted);
    }
    return new TableName(dotted.substring(0, dot), dotted.substring(dot + 1));
  }

  @Override
  public int compareTo(TableName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return stage + "." + table;
  }
}
