package org.insight.schemas;

import java.util.Locale;
import java.util.stream.Collectors;

/** Renders a contract as a page of {@code docs/tables/}. */
public final class TableDocs {

  private TableDocs() {}

  public static String render(TableContract contract) {
    StringBuilder page = new StringBuilder();
    page.append("<!-- Rendered from the contract; change the contract, not this page. -->\n");
    page.append("# ").append(contract.name()).append("\n\n");
    page.append(contract.description()).append("\n\n");
    page.append("- Grain: ").append(String.join(", ", contract.grain())).append('\n');
    page.append("- Written: ")
        .append(
            switch (contract.write()) {
              case APPEND ->
                  contract.key().isEmpty()
                      ? "rows are added"
                      : "rows are added; those of one ("
                          + String.join(", ", contract.key())
                          + ") go when its item is withdrawn";
              case REPLACE -> "made anew as a whole";
              case UPDATE -> "rows of one (" + String.join(", ", contract.key()) + ") made anew";
            })
        .append('\n');
    page.append("- Readers: ")
        .append(
            contract.carriesPolicy()
                ? "see the rows whose label they are entitled to"
                : "none; it has no policy column")
        .append('\n');
    if (contract.minRows() > 0) {
      page.append("- At least ").append(contract.minRows()).append(" rows\n");
    }
    if (contract.losesAtMost() < 1) {
      page.append("- A run takes at most ")
          .append(Math.round(contract.losesAtMost() * 100))
          .append(" % of its rows\n");
    }
    contract
        .expectations()
        .forEach(
            e ->
                page.append("- Each row: ")
                    .append(e.because())
                    .append(" (`")
                    .append(e.that())
                    .append("`)\n"));
    Edge edge = contract.edge();
    if (edge != null) {
      page.append("- Edge: ")
          .append(edge.source())
          .append(edge.directed() ? " → " : " — ")
          .append(edge.target())
          .append(", kind in ")
          .append(edge.label())
          .append('\n');
    }
    if (!contract.lineage().isEmpty()) {
      page.append("- Made from: ")
          .append(
              contract.lineage().stream().map(Lineage::inWords).collect(Collectors.joining(", ")))
          .append('\n');
    }
    Maintenance maintenance = contract.maintenance();
    if (!maintenance.equals(Maintenance.USUAL)) {
      page.append("- Maintenance: ")
          .append(maintenance.compact() ? "" : "its files stay as they were written, ")
          .append(maintenance.expire() ? "" : "its snapshots stay, ")
          .append("for ")
          .append(maintenance.because())
          .append('\n');
    }
    page.append("\n| column | type | required | sensitivity | meaning |\n");
    page.append("| --- | --- | --- | --- | --- |\n");
    for (Column c : contract.columns()) {
      page.append("| ")
          .append(c.name())
          .append(" | ")
          .append(c.type())
          .append(" | ")
          .append(c.nullable() ? "" : "yes")
          .append(" | ")
          .append(c.sensitivity().name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(c.doc().replace("|", "\\|"))
          .append(" |\n");
    }
    return page.toString();
  }
}
