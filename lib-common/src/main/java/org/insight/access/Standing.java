package org.insight.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Whether a reader is let in: the one rule that the reader's door, Trino's groups, {@code insight
 * who-can-see} and acts on readers go by.
 *
 * <p>Let in is who is enrolled exactly once, with a scope and a clearance, and whom the latest act,
 * where there is one, has left with just these. So a revocation holds from the moment in which its
 * row is there, whatever the tables that follow from it say still. What the file of readers says
 * since counts with the next run.
 */
public sealed interface Standing {

  /** One who may read, with these rights. */
  record LetIn(String scope, int clearance) implements Standing {}

  /** One who may not. */
  record Refused(String why) implements Standing {}

  /**
   * All who are let in, by name.
   *
   * @param readers governance.readers
   * @param acts governance.reader_acts
   */
  static SortedMap<String, LetIn> letIn(Dataset<Row> readers, Dataset<Row> acts) {
    return letIn(
        readers.select("reader", "scope", "clearance").collectAsList(),
        acts.select("reader", "number", "scope", "clearance").collectAsList());
  }

  /** As {@link #letIn(Dataset, Dataset)}, of rows that have at least the columns named there. */
  static SortedMap<String, LetIn> letIn(List<Row> readers, List<Row> acts) {
    Map<String, List<Row>> acted = new HashMap<>();
    for (Row act : acts) {
      acted.computeIfAbsent(act.getAs("reader"), r -> new ArrayList<>()).add(act);
    }
    SortedMap<String, List<Row>> enrolled = new TreeMap<>();
    for (Row row : readers) {
      enrolled.computeIfAbsent(row.getAs("reader"), r -> new ArrayList<>()).add(row);
    }
    SortedMap<String, LetIn> letIn = new TreeMap<>();
    enrolled.forEach(
        (reader, rows) -> {
          if (of(rows, acted.getOrDefault(reader, List.of())) instanceof LetIn in) {
            letIn.put(reader, in);
          }
        });
    return letIn;
  }

  /**
   * Of one reader.
   *
   * @param enrolled the reader's rows of governance.readers, with scope and clearance
   * @param acts the reader's rows of governance.reader_acts, with number, scope and clearance
   */
  static Standing of(List<Row> enrolled, List<Row> acts) {
    List<Row> latest = latest(acts);
    if (latest.stream().anyMatch(act -> act.getAs("scope") == null)) {
      return new Refused("the reader was revoked");
    }
    if (enrolled.isEmpty()) {
      return new Refused("no such reader");
    }
    String scope = enrolled.get(0).getAs("scope");
    Integer clearance = enrolled.get(0).getAs("clearance");
    if (enrolled.size() != 1 || scope == null || clearance == null) {
      return new Refused("not enrolled exactly once");
    }
    // The scope of who sees all does not tell clearances apart.
    boolean asLeft =
        latest.stream()
            .allMatch(
                act ->
                    scope.equals(act.getAs("scope"))
                        && Objects.equals(clearance, act.getAs("clearance")));
    return asLeft
        ? new LetIn(scope, clearance)
        : new Refused(
            "the reader's rights have changed and the tables do not follow yet (`insight run`"
                + " makes them)");
  }

  /**
   * The latest act of one reader's: none, or one. More where somebody wrote there by hand; then all
   * of them must say the same.
   */
  static List<Row> latest(List<Row> acts) {
    long last = acts.stream().mapToLong(act -> act.<Long>getAs("number")).max().orElse(0);
    return acts.stream().filter(act -> act.<Long>getAs("number") == last).toList();
  }
}
