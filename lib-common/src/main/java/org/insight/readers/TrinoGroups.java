package org.insight.readers;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.policy.Scope;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;
import org.insight.run.OneLine;
import org.insight.schemas.TrinoRules;

/**
 * Trino's group file: each reader in the group of the scope and in that of the clearance. One line
 * a group, {@code group:reader,reader}.
 */
public final class TrinoGroups {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]*");
  private static final Pattern CONTROL = Pattern.compile(TrinoRules.CONTROL_NAMES);

  /** The scope of all who have the control role. */
  private static final String ALL = new Scope(null, null, 0, new TreeSet<>(), true).id();

  private TrinoGroups() {}

  /**
   * Renders the file.
   *
   * <p>The acts count beside the enrolment, as at the reader's door: a reader whose latest act left
   * no rights, or others than the enrolled ones, is in no group and sees nothing. Nor is who sees
   * all by another name than {@link TrinoRules#CONTROL_NAMES}, as an older act may have left one:
   * the rules would let dashboards act as that reader.
   *
   * @param readers governance.readers
   * @param acts governance.reader_acts
   * @throws InsightException CONTRACT where a reader is enrolled twice, lacks a scope or clearance,
   *     or has a name that would break the file; nobody's groups are guessed
   */
  public static String render(Dataset<Row> readers, Dataset<Row> acts) {
    Map<String, SortedSet<String>> groups = new TreeMap<>();
    SortedSet<String> seen = new TreeSet<>();
    Dataset<Row> latest =
        acts.groupBy(col("reader").as("acted_on"))
            .agg(max_by(struct(col("scope"), col("clearance")), col("number")).as("left"));
    List<Row> rows =
        readers
            .select("reader", "scope", "clearance")
            .join(latest, col("reader").equalTo(col("acted_on")), "left_outer")
            .where(
                col("acted_on")
                    .isNull()
                    .or(
                        col("left.scope")
                            .equalTo(col("scope"))
                            .and(col("left.clearance").equalTo(col("clearance")))))
            .select("reader", "scope", "clearance")
            .collectAsList();
    for (Row row : rows) {
      String name = row.getString(0);
      if (!NAME.matcher(name).matches() || row.isNullAt(1) || row.isNullAt(2) || !seen.add(name)) {
        throw new InsightException(
            ErrorKind.CONTRACT,
            "Cannot group readers: each is enrolled once, with a scope and a clearance, found "
                + OneLine.of(name));
      }
      if (row.getString(1).equals(ALL) && !CONTROL.matcher(name).matches()) {
        continue;
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
