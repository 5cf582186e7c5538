package org.insight.access;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.entitlements.RowFilter;
import org.insight.policy.Purpose;
import org.insight.policy.Scope;
import org.insight.schemas.TrinoRules;

/**
 * Trino's group file: each reader in the group of the scope, in that of the clearance and in those
 * of the purposes. One line a group, {@code group:reader,reader}.
 */
public final class TrinoGroups {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]*");
  private static final Pattern CONTROL = Pattern.compile(TrinoRules.CONTROL_NAMES);

  /** The scope of all who have the control role. */
  private static final String ALL = new Scope(null, null, 0, new TreeSet<>(), true).id();

  private static final List<String> EACH =
      Arrays.stream(Purpose.values()).map(Purpose::code).toList();

  private TrinoGroups() {}

  /**
   * Renders the file.
   *
   * <p>Who is not let in, as {@link Standing} has it, is in no group and sees nothing. Nor is who
   * sees all by another name than {@link TrinoRules#CONTROL_NAMES}, as an older act may have left
   * one: the rules would let dashboards act as that reader.
   *
   * @param readers governance.readers
   * @param acts governance.reader_acts
   * @throws InsightException CONTRACT where one who is let in has a name that would break the file;
   *     nobody's groups are guessed
   */
  public static String render(Dataset<Row> readers, Dataset<Row> acts) {
    Map<String, SortedSet<String>> groups = new TreeMap<>();
    Map<String, List<String>> purposes = purposes(readers);
    Standing.letIn(readers, acts)
        .forEach(
            (name, rights) -> {
              if (!NAME.matcher(name).matches()) {
                throw new InsightException(
                    ErrorKind.CONTRACT,
                    "Cannot group readers: a name is small letters, digits and ._-, found "
                        + OneLine.of(name));
              }
              if (!rights.scope().equals(ALL) || CONTROL.matcher(name).matches()) {
                add(groups, TrinoRules.SCOPE_GROUP + rights.scope(), name);
                add(groups, TrinoRules.CLEARANCE_GROUP + rights.clearance(), name);
                // Who sees all may do so for any purpose, as at the door.
                List<String> own =
                    rights.scope().equals(ALL) ? EACH : purposes.getOrDefault(name, List.of());
                own.forEach(purpose -> add(groups, RowFilter.PURPOSE_GROUP + purpose, name));
              }
            });
    StringBuilder file = new StringBuilder();
    groups.forEach(
        (group, names) ->
            file.append(group).append(':').append(String.join(",", names)).append('\n'));
    return file.toString();
  }

  /** By name; the scope of those who are let in, which an act cannot leave behind, holds them. */
  private static Map<String, List<String>> purposes(Dataset<Row> readers) {
    Map<String, List<String>> purposes = new TreeMap<>();
    for (Row row : readers.select("reader", "purposes").collectAsList()) {
      purposes.put(row.getString(0), row.isNullAt(1) ? List.of() : row.getList(1));
    }
    return purposes;
  }

  private static void add(Map<String, SortedSet<String>> groups, String group, String name) {
    groups.computeIfAbsent(group, g -> new TreeSet<>()).add(name);
  }
}
