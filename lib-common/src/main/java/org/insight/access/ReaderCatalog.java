package org.insight.access;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.schemas.Contracts;
import org.insight.schemas.Sensitivity;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;

/**
 * The tables and columns that a reader may query. It knows the contracts and what the reader has
 * stated, and no row, so it is the same whatever the lake holds.
 */
public final class ReaderCatalog {

  private final Contracts contracts;
  private final Access access;

  public ReaderCatalog(Contracts contracts, Access access) {
    this.contracts = contracts;
    this.access = access;
  }

  /**
   * A column as a reader sees it.
   *
   * @param note what the contract says of it, on one line
   */
  public record ShownColumn(String name, String type, String note) {}

  /** The tables, by name. Those on persons are left out if no purpose or reason is stated. */
  public SortedSet<TableName> tables() {
    SortedSet<TableName> tables = new TreeSet<>();
    for (TableContract contract : contracts.all()) {
      if (contract.carriesPolicy() && (access.saysWhy() || !contract.nominal())) {
        tables.add(contract.name());
      }
    }
    return tables;
  }

  /**
   * The columns of a table, in order.
   *
   * @param written as the reader wrote its name
   * @throws InsightException USAGE if a query on it would be refused
   */
  public List<ShownColumn> columns(String written) {
    TableContract contract = ReaderQuery.openTable(contracts, written);
    ReaderQuery.requireStated(contract, access);
    return Stream.concat(
            contract.columns().stream().map(c -> new ShownColumn(c.name(), c.type(), note(c))),
            Stream.of(
                new ShownColumn(
                    VisibleLabels.RESTRICTIONS, "string", "How the row may be used, in words.")))
        .toList();
  }

  private static String note(org.insight.schemas.Column column) {
    String doc = OneLine.shown(column.doc());
    return column.sensitivity() == Sensitivity.IDENTIFIER
        ? doc + " (null below clearance " + Sensitivity.IDENTIFIERS_FROM + ")"
        : doc;
  }
}
