package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a CSV file (RFC 4180 quoting). A row of another length than its header goes on. Where a
 * column of the header stands there twice, a row ends before the one that says something else: two
 * persons in a row, as a join gives them, would be one. A quote that opens a cell and that nothing
 * closes as it should, at the end of a cell, is passed over, for the rows up to the next quote
 * would be one cell.
 */
final class CsvRows extends Rows {

  /** Issue of an item with such a quote. */
  private static final String NOT_CLOSED = "quotes_not_closed";

  private static final String TWICE = "column twice, rest left out";
  private static final char DOS_END_OF_FILE = '\u001a';

  private final Iterator<CSVRecord> records;
  private final List<String> header;
  private final List<String> columns;
  private final Set<String> itemIssues;
  private long number;

  /**
   * @param columns of a file without header; empty where its first row is the header
   */
  CsvRows(String text, char delimiter, List<String> columns) {
    String closed = closed(text, delimiter);
    this.itemIssues = closed.length() == text.length() ? Set.of() : Set.of(NOT_CLOSED);
    this.records = records(closed, delimiter);
    this.header = columns.isEmpty() ? readHeader() : List.of();
    this.columns = columns.isEmpty() ? header : columns;
  }

  private List<String> readHeader() {
    try {
      return records.hasNext() ? names(records.next()) : List.of();
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new MalformedItemException("its header is not readable as CSV");
    }
  }

  @Override
  @Nullable Row read() {
    try {
      while (records.hasNext()) {
        CSVRecord row = records.next();
        if (blank(row)) {
          continue;
        }
        number++;
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        List<String> issues = new ArrayList<>();
        if (row.size() != columns.size()) {
          issues.add(row.size() < columns.size() ? "columns missing" : "columns too many");
        }
        int end = Math.min(row.size(), columns.size());
        for (int i = 0; i < end; i++) {
          String name = columns.get(i);
          String value = row.get(i);
          if (!fields.has(name)) {
            fields.put(name, value);
          } else if (name.isEmpty() && Cells.clean(fields.path(name).asText()).isEmpty()) {
            // That one of the columns without a name says something is to be told.
            fields.put(name, value);
          } else if (!name.isEmpty() && isAnother(value, fields.path(name).asText())) {
            // From here on the columns may be of another person or thing.
            issues.add(TWICE);
            end = i;
          }
        }
        return new Row("", "row " + number, fields, issues);
      }
      return null;
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new MalformedItemException("it is not readable as CSV after row " + number);
    }
  }

  @Override
  List<String> header() {
    return header;
  }

  @Override
  Set<String> itemIssues() {
    return itemIssues;
  }

  /** A text without the quotes that open a cell and are not closed. */
  private static String closed(String text, char delimiter) {
    StringBuilder kept = new StringBuilder();
    int from = 0;
    boolean begins = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (begins && c == '"') {
        int close = close(text, i, delimiter);
        if (close < 0) {
          kept.append(text, from, i);
          from = i + 1;
        } else {
          i = close;
          begins = false;
        }
      } else {
        begins = c == delimiter || endsLine(c) || begins && Character.isWhitespace(c);
      }
    }
    return from == 0 ? text : kept.append(text, from, text.length()).toString();
  }

  /** Where the quoted cell ends that begins at a place; less than zero where it does not. */
  private static int close(String text, int begin, char delimiter) {
    boolean lines = false;
    for (int i = begin + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        i++;
      } else if (c == '"') {
        // Within its line a cell may go on behind its quote, as in "Ana" Ficta.
        return lines && !cellEnds(text, i + 1, delimiter) ? -1 : i;
      }
      lines |= endsLine(c);
    }
    return -1;
  }

  private static boolean cellEnds(String text, int at, char delimiter) {
    int i = at;
    while (i < text.length() && text.charAt(i) != delimiter && !endsLine(text.charAt(i))) {
      if (!Character.isWhitespace(text.charAt(i))) {
        return false;
      }
      i++;
    }
    return true;
  }

  private static boolean endsLine(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean isAnother(String value, String before) {
    String clean = Cells.clean(value);
    return !clean.isEmpty() && !clean.equals(Cells.clean(before));
  }

  private static boolean blank(CSVRecord row) {
    return row.size() == 1
        && (Cells.clean(row.get(0)).isEmpty()
            || row.get(0).strip().equals(String.valueOf(DOS_END_OF_FILE)));
  }

  /** Rows as lists of cells, for the recognition. */
  static Iterator<CSVRecord> records(String text, char delimiter) {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(delimiter)
            .setIgnoreSurroundingSpaces(true)
            .setIgnoreEmptyLines(true)
            .setTrailingData(true)
            .setLenientEof(true)
            .get();
    try {
      return CSVParser.parse(new StringReader(text), format).iterator();
    } catch (IOException e) {
      throw new MalformedItemException("it is not readable as CSV");
    }
  }

  /** Column names in lower case, words joined by underscores, so that spellings fall together. */
  static List<String> names(CSVRecord header) {
    List<String> names = new ArrayList<>();
    for (String cell : header) {
      names.add(Cells.clean(cell).toLowerCase(Locale.ROOT).replaceAll("[\\s\\-.]+", "_"));
    }
    return names;
  }
}
