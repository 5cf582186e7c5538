package org.insight.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.services.QueryFailures;
import org.insight.services.ReaderQueries;

/** Prints the rows of a query. */
final class Answer implements ReaderQueries.Sink {

  /** How to print. */
  enum Format {
    TABLE,
    CSV,
    JSON
  }

  private static final String NULL = "NULL";

  /** A table is for people; beyond this many rows csv or json serve better. */
  private static final int TABLE_ROWS = 1000;

  /** So often it is looked whether anybody takes them. */
  private static final int ROWS_OF_A_LOOK = 1000;

  private final PrintWriter out;
  private final Format format;
  private long printed;

  Answer(PrintWriter out, Format format) {
    this.out = out;
    this.format = format;
  }

  /** Rows that were printed so far, be it that printing failed then. */
  @Override
  public long given() {
    return printed;
  }

  /**
   * @return rows that were printed
   * @throws InsightException USAGE where the query fails on a row; the message names the kind of
   *     failure and never the value; EXTERNAL where the rows are not taken
   */
  @Override
  public long take(Dataset<Row> rows) {
    try {
      switch (format) {
        case TABLE -> table(rows);
        case CSV -> csv(rows);
        case JSON -> json(rows);
      }
      requireTaken(out);
      return printed;
    } catch (Exception e) {
      // Spark's checked SparkException too, which its Scala signatures do not declare.
      throw QueryFailures.of(e);
    }
  }

  private void row(String line) {
    out.println(line);
    printed++;
    if (printed % ROWS_OF_A_LOOK == 0) {
      requireTaken(out);
    }
  }

  /** A writer keeps to itself what its stream meets with, and a part would pass for the answer. */
  static void requireTaken(PrintWriter out) {
    if (out.checkError() || System.out.checkError()) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot print the answer: who was to take it has ended, or the disk is full");
    }
  }

  private void table(Dataset<Row> rows) {
    List<Row> some = texts(rows).takeAsList(TABLE_ROWS + 1);
    List<List<String>> cells = new ArrayList<>();
    for (Row row : some.subList(0, Math.min(TABLE_ROWS, some.size()))) {
      cells.add(cells(row));
    }
    printed = cells.size();
    TextTable.print(out, Arrays.asList(rows.columns()), cells);
    out.println(
        some.size() > TABLE_ROWS
            ? "(the first " + TABLE_ROWS + " rows; --format csv gives all)"
            : "(" + some.size() + (some.size() == 1 ? " row)" : " rows)"));
  }

  private void csv(Dataset<Row> rows) {
    out.println(String.join(",", Arrays.stream(rows.columns()).map(Answer::quoted).toList()));
    Iterator<Row> all = texts(rows).toLocalIterator();
    while (all.hasNext()) {
      row(record(all.next()));
    }
  }

  /** A null has nothing where an empty text has quotes, and is no empty line, which is no row. */
  private static String record(Row row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      String none = row.size() == 1 ? NULL : "";
      cells.add(row.isNullAt(i) ? none : quoted(row.getString(i)));
    }
    return String.join(",", cells);
  }

  /** Each object with all columns. */
  private void json(Dataset<Row> rows) {
    Iterator<String> all = ReaderQueries.json(rows);
    while (all.hasNext()) {
      row(all.next());
    }
  }

  /** Nested values as JSON, bytes as hex, all else as Spark casts it. */
  private static Dataset<Row> texts(Dataset<Row> rows) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    StructField[] fields = rows.schema().fields();
    String[] positions = new String[fields.length];
    for (int i = 0; i < fields.length; i++) {
      positions[i] = "c" + i;
    }
    Dataset<Row> numbered = rows.toDF(positions);
    for (int i = 0; i < fields.length; i++) {
      org.apache.spark.sql.Column column = functions.col(positions[i]);
      if (fields[i].dataType() instanceof BinaryType) {
        column = functions.hex(column);
      } else if (fields[i].dataType() instanceof ArrayType
          || fields[i].dataType() instanceof MapType
          || fields[i].dataType() instanceof StructType) {
        column = functions.to_json(column);
      }
      columns.add(column.cast("string").as(positions[i]));
    }
    return numbered.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  private static List<String> cells(Row row) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      cells.add(row.isNullAt(i) ? NULL : row.getString(i));
    }
    return cells;
  }

  static String quoted(String cell) {
    return cell.isEmpty() || cell.equals(NULL) || cell.matches("(?s).*[\",\\r\\n].*")
        ? "\"" + cell.replace("\"", "\"\"") + "\""
        : cell;
  }
}
