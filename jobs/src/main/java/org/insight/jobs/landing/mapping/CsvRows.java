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
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Rows of a CSV file (RFC 4180 quoting). A row of another length than its header goes on. */
final class CsvRows extends Rows {

  private static final char DOS_END_OF_FILE = '\u001a';

  private final Iterator<CSVRecord> records;
  private final List<String> columns;
  private long number;

  /**
   * @param columns of a file without header; empty where its first row is the header
   */
  CsvRows(String text, char delimiter, List<String> columns) {
    this.records = records(text, delimiter);
    this.columns = columns.isEmpty() ? header() : columns;
  }

  private List<String> header() {
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
        for (int i = 0; i < Math.min(row.size(), columns.size()); i++) {
          fields.put(columns.get(i), row.get(i));
        }
        List<String> issues =
            row.size() == columns.size()
                ? List.of()
                : List.of(row.size() < columns.size() ? "columns missing" : "columns too many");
        return new Row("", "row " + number, fields, issues);
      }
      return null;
    } catch (UncheckedIOException | IllegalStateException e) {
      throw new MalformedItemException("it is not readable as CSV after row " + number);
    }
  }

  private static boolean blank(CSVRecord row) {
    return row.size() == 1
        && (row.get(0).isBlank() || row.get(0).strip().equals(String.valueOf(DOS_END_OF_FILE)));
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
      names.add(cell.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s\\-.]+", "_"));
    }
    return names;
  }
}
