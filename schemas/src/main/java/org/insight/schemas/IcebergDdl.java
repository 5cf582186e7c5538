package org.insight.schemas;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Renders a contract as the Spark SQL statement that makes its Iceberg table. */
public final class IcebergDdl {

  /** Version of the lake's layout; a lake of a newer one is refused. */
  public static final int LAKE_VERSION = 1;

  /**
   * The table property, and its value in bytes, by which 200,000 labels find room in a column's
   * dictionary: a row filter asks once for each label of one.
   */
  public static final String LABEL_DICTIONARY = "write.parquet.dict-size-bytes";

  public static final String LABEL_DICTIONARY_BYTES = "8388608";

  private IcebergDdl() {}

  /**
   * @param catalog name of the catalog in Spark
   */
  public static String render(String catalog, TableContract contract) {
    String columns =
        contract.columns().stream().map(c -> "  " + column(c)).collect(Collectors.joining(",\n"));
    String partition =
        contract.partition().isEmpty()
            ? ""
            : "PARTITIONED BY (" + String.join(", ", contract.partition()) + ")\n";
    String properties =
        properties(contract).entrySet().stream()
            .map(e -> "  '" + e.getKey() + "' = '" + quoted(e.getValue()) + "'")
            .collect(Collectors.joining(",\n"));
    return """
        CREATE TABLE IF NOT EXISTS %s.%s (
        %s
        ) USING iceberg
        %sCOMMENT '%s'
        TBLPROPERTIES (
        %s
        )
        """
        .formatted(
            catalog,
            contract.name(),
            columns,
            partition,
            quoted(contract.description()),
            properties);
  }

  /**
   * The Spark SQL statement that gives a table that is there a column of its contract, where the
   * contract has it.
   *
   * @param catalog name of the catalog in Spark
   */
  public static String addColumn(String catalog, TableContract contract, Column column) {
    int at = contract.columns().indexOf(column);
    return "ALTER TABLE %s.%s ADD COLUMN %s %s"
        .formatted(
            catalog,
            contract.name(),
            column(column),
            at == 0 ? "FIRST" : "AFTER " + contract.columns().get(at - 1).name());
  }

  private static String column(Column column) {
    return column.name() + " " + column.type() + " COMMENT '" + quoted(column.doc()) + "'";
  }

  /**
   * The Spark SQL statement that has each task write a table's rows in the order of {@link
   * TableContract#sortedBy}; empty for tables without one.
   *
   * @param catalog name of the catalog in Spark
   */
  public static Optional<String> order(String catalog, TableContract contract) {
    return contract
        .sortedBy()
        .map(
            column ->
                "ALTER TABLE %s.%s WRITE LOCALLY ORDERED BY %s"
                    .formatted(catalog, contract.name(), column));
  }

  private static Map<String, String> properties(TableContract contract) {
    Map<String, String> properties = new TreeMap<>();
    properties.put("format-version", "2");
    properties.put("insight.grain", String.join(",", contract.grain()));
    properties.put("insight.lake-version", Integer.toString(LAKE_VERSION));
    properties.put("write.distribution-mode", "none");
    properties.put("write.parquet.compression-codec", "zstd");
    if (contract.carriesPolicy()) {
      properties.put(LABEL_DICTIONARY, LABEL_DICTIONARY_BYTES);
    }
    if (contract.holdsFiles()) {
      // Rows of many megabytes: a row group must fit a task's memory several times.
      properties.put("write.parquet.row-group-size-bytes", "16777216");
      properties.put("write.parquet.page-row-limit", "100");
      properties.put("read.parquet.vectorization.batch-size", "64");
    }
    return properties;
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("'", "\\'").replaceAll("\\s+", " ");
  }
}
