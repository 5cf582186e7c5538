package org.insight.readers;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.schemas.TrinoRules;

/**
 * Trino's group file: each reader in the group of the scope and in that of the clearance. One line
 * a group, {@code group:reader,reader}.
 */
public final class TrinoGroups {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]*");

  private TrinoGroups() {}

  /**
   * Renders the file.
   *
   * @param readers governance.readers
   * @throws InsightException CONTRACT where a reader is enrolled twice, lacks a scope or clearance,
   *     or has a name that would break the file; nobody's groups are guessed
   */
  public static String render(Dataset<Row> readers) {
    Map<String, SortedSet<String>> groups = new TreeMap<>();
    SortedSet<String> seen = new TreeSet<>();
    List<Row> rows = readers.select("reader", "scope", "clearance").collectAsList();
    for (Row row : rows) {
      String name = row.getString(0);
      if (!NAME.matcher(name).matches() || row.isNullAt(1) || row.isNullAt(2) || !seen.add(name)) {
        throw new InsightException(
            ErrorKind.CONTRACT,
            "Cannot group readers: each is enrolled once, with a scope and a clearance, found "
                + OneLine.of(name));
      }
      add(groups, TrinoRules.SCOPE_GROUP + row.getString(1), name);
      add(groups, TrinoRules.CLEARANCE_GROUP + row.getInt(2), name);
    }
    StringBuilder file = new StringBuilder();
    groups.forEach(
        (group, names) ->
            file.append(group).append(':').append(String.join(",", names)).append('\n'));
    return file.toString();
  }

  private static void add(Map<String, SortedSet<String>> groups, String group, String name) {
    groups.computeIfAbsent(group, g -> new TreeSet<>()).add(name);
  }
}
