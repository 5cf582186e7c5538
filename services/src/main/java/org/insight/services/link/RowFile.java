package org.insight.services.link;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/** A table in a file: CSV with a heading, or Parquet. */
public final class RowFile {

  private static final int LONGEST_CELL = 1_000_000;
  private static final int MOST_COLUMNS = 10_000;

  private final Path file;
  private final List<String> columns;

  /**
   * Reads the heading.
   *
   * @throws InsightException of kind INPUT if the file is missing or has none
   */
  public RowFile(Path file) {
    this.file = file;
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot read a file: missing or unreadable, found " + file);
    }
    columns = isParquet() ? parquetColumns() : csvColumns();
  }

  Path file() {
    return file;
  }

  public List<String> columns() {
    return columns;
  }

  private boolean isParquet() {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".parquet");
  }

  /**
   * Gives each row as the text of its cells, in the order of the columns; null for none.
   *
   * @throws InsightException of kind INPUT if the file breaks its format
   */
  public void forEach(Consumer<String[]> rows) {
    if (isParquet()) {
      parquet(rows);
    } else {
      csv(rows);
    }
  }

  private static CsvParser parser() {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setLineSeparatorDetectionEnabled(true);
    settings.setMaxCharsPerColumn(LONGEST_CELL);
    settings.setMaxColumns(MOST_COLUMNS);
    settings.setReadInputOnSeparateThread(false);
    return new CsvParser(settings);
  }

  private List<String> csvColumns() {
    CsvParser parser = parser();
    try {
      parser.beginParsing(file.toFile(), StandardCharsets.UTF_8);
      String[] heading = parser.parseNext();
      parser.stopParsing();
      if (heading == null) {
        throw new InsightException(ErrorKind.INPUT, "Cannot read " + file + ": it is empty");
      }
      return List.of(
          Arrays.stream(heading).map(name -> name == null ? "" : name).toArray(String[]::new));
    } catch (TextParsingException e) {
      throw broken(e);
    }
  }

  private InsightException broken(Exception e) {
    return broken("", e);
  }

  private InsightException broken(String where, Exception e) {
    return new InsightException(
        ErrorKind.INPUT, "Cannot read " + file + ": it breaks its format" + where, e);
  }

  private void csv(Consumer<String[]> rows) {
    CsvParser parser = parser();
    long number = 1;
    try {
      parser.beginParsing(file.toFile(), StandardCharsets.UTF_8);
      parser.parseNext();
      for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
        number++;
        rows.accept(row.length == columns.size() ? row : Arrays.copyOf(row, columns.size()));
      }
    } catch (TextParsingException e) {
      throw broken(", after row " + number, e);
    } finally {
      parser.stopParsing();
    }
  }

  private org.apache.hadoop.fs.Path path() {
    return new org.apache.hadoop.fs.Path(file.toUri());
  }

  private List<String> parquetColumns() {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path(), new Configuration()))) {
      return reader.getFileMetaData().getSchema().getFields().stream().map(Type::getName).toList();
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
  }

  private void parquet(Consumer<String[]> rows) {
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path()).build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        GroupType type = group.getType();
        String[] row = new String[columns.size()];
        for (int i = 0; i < row.length; i++) {
          if (group.getFieldRepetitionCount(i) > 0 && type.getType(i).isPrimitive()) {
            row[i] =
                type.getType(i).getLogicalTypeAnnotation() instanceof DateLogicalTypeAnnotation
                    ? LocalDate.ofEpochDay(group.getInteger(i, 0)).toString()
                    : group.getValueToString(i, 0);
          }
        }
        rows.accept(row);
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof InsightException insight) {
        throw insight;
      }
      throw broken(e);
    }
  }
}
