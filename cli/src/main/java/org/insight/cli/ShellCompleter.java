package org.insight.cli;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.insight.access.ReaderCatalog;
import org.insight.schemas.TableName;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes names of tables and columns that the reader may query, and some words of SQL. It offers
 * the columns of tables that the statement names, and of all tables while it names none.
 */
final class ShellCompleter implements Completer {

  private static final List<String> WORDS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP BY",
          "ORDER BY",
          "HAVING",
          "LIMIT",
          "JOIN",
          "LEFT JOIN",
          "ON",
          "AND",
          "OR",
          "NOT",
          "IN",
          "LIKE",
          "BETWEEN",
          "IS NULL",
          "DISTINCT",
          "WITH",
          "UNION",
          "SHOW TABLES",
          "DESCRIBE");

  private final Supplier<ReaderCatalog> catalog;
  private final Supplier<String> begun;

  /**
   * @param catalog by what the reader states now
   * @param begun earlier lines of the statement
   */
  ShellCompleter(Supplier<ReaderCatalog> catalog, Supplier<String> begun) {
    this.catalog = catalog;
    this.begun = begun;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    names(begun.get() + line.line(), line.word().substring(0, line.wordCursor()))
        .forEach(name -> candidates.add(new Candidate(name)));
  }

  /** The names that fit a word of a statement. */
  SortedSet<String> names(String statement, String word) {
    ReaderCatalog open = catalog.get();
    String lower = statement.toLowerCase(Locale.ROOT);
    SortedSet<TableName> tables = open.tables();
    List<TableName> named =
        tables.stream().filter(table -> lower.contains(table.toString())).toList();
    SortedSet<String> names = new TreeSet<>(WORDS);
    for (TableName table : tables) {
      names.add(table.toString());
      if (named.isEmpty() || named.contains(table)) {
        open.columns(table.toString()).forEach(column -> names.add(column.name()));
      }
    }
    String start = word.toLowerCase(Locale.ROOT);
    names.removeIf(name -> !name.toLowerCase(Locale.ROOT).startsWith(start));
    return names;
  }
}
