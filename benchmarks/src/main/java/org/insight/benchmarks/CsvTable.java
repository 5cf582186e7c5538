package org.insight.benchmarks;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/**
 * A CSV file in memory.
 *
 * @param columns of the heading
 * @param rows their cells, empty for none
 */
record CsvTable(List<String> columns, List<String[]> rows) {

  /**
   * Reads a file in UTF-8.
   *
   * @throws InsightException of kind INPUT if it is missing or unreadable
   */
  static CsvTable read(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot read a file: missing or unreadable, found " + file);
    }
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(text);
    }
  }

  static CsvTable read(Reader text) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setNullValue("");
    settings.setReadInputOnSeparateThread(false);
    List<String[]> rows = new CsvParser(settings).parseAll(text);
    if (rows.isEmpty()) {
      return new CsvTable(List.of(), List.of());
    }
    List<String> columns = List.of(rows.get(0));
    return new CsvTable(
        columns,
        rows.stream()
            .skip(1)
            .map(row -> row.length == columns.size() ? row : Arrays.copyOf(row, columns.size()))
            .toList());
  }

  void write(Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      CsvWriter writer = new CsvWriter(out, new CsvWriterSettings());
      writer.writeHeaders(columns);
      rows.forEach(row -> writer.writeRow((Object[]) row));
      writer.flush();
    }
  }
}
