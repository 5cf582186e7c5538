package org.insight.schemas;

import java.util.List;
import java.util.Optional;
import org.insight.entitlements.RowFilter;
import org.jspecify.annotations.Nullable;

/**
 * What a table holds and who relies on it: one YAML file under {@code contracts/} a table.
 *
 * @param grain columns that together name a row; no two rows share them
 * @param key columns by whose values rows are replaced, of an UPDATE table, or taken back, of an
 *     APPEND table from which items can be withdrawn
 * @param minRows fewest rows the table may have after a run that wrote to it
 * @param losesAtMost the greatest share of its rows that a run may take from the table, from 0 to 1
 * @param expectations what must be true of each row
 * @param edge set where rows are edges of a graph
 * @param lineage the rows that a row was made from, where columns name them; else the verifier has
 *     a rule of its own for the table
 * @param maintenance what differs when its files and snapshots are looked after
 */
public record TableContract(
    TableName name,
    String description,
    List<String> grain,
    WriteMode write,
    List<String> key,
    List<String> partition,
    long minRows,
    double losesAtMost,
    List<Expectation> expectations,
    List<Column> columns,
    @Nullable Edge edge,
    List<Lineage> lineage,
    Maintenance maintenance) {

  /** The column that carries a row's restrictions; tables without it are closed to readers. */
  public static final String POLICY_ID = RowFilter.LABEL;

  private static final String GOVERNANCE = "governance";
  private static final String SCOPE = "scope";

  public TableContract {
    grain = List.copyOf(grain);
    key = List.copyOf(key);
    partition = List.copyOf(partition);
    expectations = List.copyOf(expectations);
    columns = List.copyOf(columns);
    lineage = List.copyOf(lineage);
  }

  public Optional<Column> column(String columnName) {
    return columns.stream().filter(c -> c.name().equals(columnName)).findFirst();
  }

  /**
   * Whether rows carry a policy, so that readers may query the table at all. Tables of governance
   * do not: where one has a column of that name (labels, entitlements), it speaks of a policy and
   * does not protect the row.
   */
  public boolean carriesPolicy() {
    return !name.stage().equals(GOVERNANCE) && column(POLICY_ID).isPresent();
  }

  /**
   * Whether the table's files are rewritten where they are many. One that is made anew as a whole
   * has few, and the next run has others.
   */
  public boolean isCompacted() {
    return maintenance.compact() && write != WriteMode.REPLACE;
  }

  /**
   * Whether rows say something of a person or identify one, so that a reader must name a purpose
   * and a reason; tables of counts and of ids alone do not.
   */
  public boolean nominal() {
    return columns.stream().anyMatch(c -> c.sensitivity() != Sensitivity.NONE);
  }

  /** Whether rows hold whole files, so that a row may be of many megabytes. */
  public boolean holdsFiles() {
    return columns.stream().anyMatch(c -> c.type().equals("binary"));
  }

  /**
   * The column in whose order each task writes its rows: the one by which readers' row filters look
   * for them. Rows that carry a policy are in the order of their policies: a filter then takes or
   * leaves long runs of them. What is known for each scope is in the order of scopes, of which a
   * filter reads one. Empty for all other tables, and where rows hold files and sorting would need
   * them all.
   */
  public Optional<String> sortedBy() {
    if (carriesPolicy() && !holdsFiles()) {
      return Optional.of(POLICY_ID);
    }
    return grain.indexOf(SCOPE) == 0 ? Optional.of(SCOPE) : Optional.empty();
  }
}
