package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Decides by an item's content which mapping it is for. */
final class Recogniser {

  private static final char[] DELIMITERS = {',', ';', '\t'};
  private static final int HEAD_BYTES = 1 << 11;
  private static final int ROWS_LOOKED_AT = 20;
  private static final int LONGEST_COLUMN_NAME = 60;
  private static final Pattern TABLE_NAME = Pattern.compile("(?i)\\.(?:csv|tsv|tab)$");
  private static final JsonFactory JSON = new JsonFactory();

  private Recogniser() {}

  /** The first of the mappings that recognises the item. */
  static Optional<Mapping> find(List<Mapping> mappings, byte[] bytes, String fileName) {
    Mapping.Format plain = plain(bytes);
    if (plain != null) {
      return mappings.stream().filter(m -> m.format() == plain).findFirst();
    }
    int first = firstCharacter(bytes);
    if (first == '{' || first == '[') {
      Set<String> keys = keys(ItemText.of(bytes).text());
      return mappings.stream()
          .filter(m -> m.format() == Mapping.Format.JSON && fits(m.recognise(), keys))
          .findFirst();
    }
    if (first == '<') {
      Optional<QName> root = XmlRows.root(bytes);
      return mappings.stream()
          .filter(m -> m.format() == Mapping.Format.XML)
          .filter(m -> root.isPresent() && fits(m.recognise(), root.get()))
          .findFirst();
    }
    if (binary(bytes)) {
      return Optional.empty();
    }
    String text = ItemText.of(bytes).text();
    for (Mapping mapping : mappings) {
      if (mapping.format() == Mapping.Format.CSV && csvFits(mapping, text, fileName)) {
        return Optional.of(mapping);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a text is a table: a header, and rows that nearly all have as many cells. By a name
   * such as {@code list.csv} two columns and one row are enough; a list in prose may have those.
   */
  static boolean isTable(byte[] bytes, String fileName) {
    int least = TABLE_NAME.matcher(fileName).find() ? 2 : 3;
    String text = ItemText.of(bytes).text();
    for (char delimiter : DELIMITERS) {
      try {
        Iterator<CSVRecord> rows = CsvRows.records(text, delimiter);
        List<String> columns = rows.hasNext() ? CsvRows.names(rows.next()) : List.of();
        int more = 0;
        while (rows.hasNext() && more < least - 1) {
          rows.next();
          more++;
        }
        if (columns.size() >= least
            && more == least - 1
            && looksLikeATable(text, delimiter, columns)) {
          return true;
        }
      } catch (MalformedItemException | UncheckedIOException | IllegalStateException e) {
        // It may be one by the next delimiter.
        continue;
      }
    }
    return false;
  }

  private static boolean fits(Mapping.Recognise recognise, QName root) {
    return root.getLocalPart().equals(recognise.root())
        && (recognise.namespace() == null
            || root.getNamespaceURI().startsWith(recognise.namespace()));
  }

  /** The format of a text that says itself in its first lines what it is; null where none does. */
  private static Mapping.@Nullable Format plain(byte[] bytes) {
    int length = Math.min(bytes.length, HEAD_BYTES);
    String head = ItemText.of(Arrays.copyOf(bytes, length)).text();
    if (VcardRows.recognises(head)) {
      return Mapping.Format.VCARD;
    }
    return Mt940Rows.recognises(head) ? Mapping.Format.MT940 : null;
  }

  /** The delimiter with which a CSV is the mapping's; a comma where none is. */
  static char delimiter(String text, Mapping mapping) {
    for (char delimiter : DELIMITERS) {
      if (headerFits(mapping, text, delimiter)) {
        return delimiter;
      }
    }
    return ',';
  }

  private static boolean csvFits(Mapping mapping, String text, String fileName) {
    if (!mapping.columns().isEmpty()) {
      List<String> names = mapping.recognise().fileNames();
      return names != null
          && names.contains(fileName.toLowerCase(Locale.ROOT))
          && mostRows(text, ',', row -> cellsFit(mapping, row));
    }
    for (char delimiter : DELIMITERS) {
      if (headerFits(mapping, text, delimiter)) {
        return true;
      }
    }
    return false;
  }

  /** Whoever names a file like a list's has not made it that list. */
  private static boolean cellsFit(Mapping mapping, CSVRecord row) {
    return row.size() == mapping.columns().size()
        && mapping.cells().entrySet().stream()
            .allMatch(cell -> cell.getValue().matcher(row.get(cell.getKey())).matches());
  }

  private static boolean headerFits(Mapping mapping, String text, char delimiter) {
    Mapping.Recognise recognise = mapping.recognise();
    if (recognise.header() == null && recognise.anyHeader() == null) {
      return false;
    }
    try {
      Iterator<CSVRecord> rows = CsvRows.records(text, delimiter);
      if (!rows.hasNext()) {
        return false;
      }
      List<String> columns = CsvRows.names(rows.next());
      return (recognise.header() == null
              ? looksLikeATable(text, delimiter, columns)
              : columns.containsAll(recognise.header()))
          && (recognise.anyHeader() == null
              || recognise.anyHeader().stream().anyMatch(columns::contains));
    } catch (MalformedItemException | UncheckedIOException | IllegalStateException e) {
      return false;
    }
  }

  /** Asked where one column is enough to know a table by, for a sentence may have its word. */
  private static boolean looksLikeATable(String text, char delimiter, List<String> columns) {
    return columns.size() > 1
        && columns.stream().allMatch(c -> c.length() <= LONGEST_COLUMN_NAME)
        && mostRows(text, delimiter, row -> row.size() == columns.size());
  }

  /** Whether most of the first rows are such: a sentence with commas is no table. */
  private static boolean mostRows(String text, char delimiter, Predicate<CSVRecord> such) {
    try {
      Iterator<CSVRecord> rows = CsvRows.records(text, delimiter);
      int seen = 0;
      int fit = 0;
      while (rows.hasNext() && seen < ROWS_LOOKED_AT) {
        seen++;
        fit += such.test(rows.next()) ? 1 : 0;
      }
      return seen > 0 && fit * 5 >= seen * 4;
    } catch (MalformedItemException | UncheckedIOException | IllegalStateException e) {
      return false;
    }
  }

  private static boolean fits(Mapping.Recognise recognise, Set<String> keys) {
    return (recognise.keys() != null || recognise.anyKeys() != null)
        && (recognise.keys() == null || keys.containsAll(recognise.keys()))
        && (recognise.anyKeys() == null || recognise.anyKeys().stream().anyMatch(keys::contains));
  }

  /** Keys of the object, or of the first one of a list, as far as it is readable. */
  private static Set<String> keys(String text) {
    Set<String> keys = new HashSet<>();
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        token = parser.nextToken();
      }
      if (token == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          keys.add(parser.currentName());
          parser.nextToken();
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      // What was read before the break may say enough to call it a broken notice.
      return keys;
    }
    return keys;
  }

  private static int firstCharacter(byte[] bytes) {
    try {
      return ItemText.first(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean binary(byte[] bytes) {
    boolean utf16 =
        bytes.length > 1
            && ((bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xFE
                || (bytes[0] & 0xFF) == 0xFE && (bytes[1] & 0xFF) == 0xFF);
    for (int i = 0; i < Math.min(bytes.length, 4096) && !utf16; i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }
}
