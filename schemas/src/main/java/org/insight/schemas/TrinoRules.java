package org.insight.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.insight.entitlements.RowFilter;

/**
 * Renders Trino's access rules for readers from the contracts: what no rule allows is denied.
 *
 * <p>A reader is in one group {@code scope-<id>} and one group {@code clearance-<0 to 3>}. Each
 * table that carries a policy may be read, through the one row filter; {@code policy_id} and, below
 * {@link Sensitivity#IDENTIFIERS_FROM}, identifiers are shown as null. Governance, metadata tables,
 * hidden columns, views, procedures, table functions and session properties are closed.
 *
 * <p>The form is that of Trino's file-based access control and file resource groups (Trino 476).
 */
public final class TrinoRules {

  /** Dashboards log in as this user and act as the reader in front of them. */
  public static final String BI_USER = "insight-bi";

  /**
   * Names of those who see all that has a policy, as a regular expression. Rules of impersonation
   * know names alone, so whoever sees all is told by the name, or is in no group.
   */
  public static final String CONTROL_NAMES = "control(-[a-z0-9._-]+)?";

  /** Prefix of the group of all readers of a scope; what follows is the scope's id. */
  public static final String SCOPE_GROUP = RowFilter.SCOPE_GROUP;

  /** Prefix of the group of all readers of a clearance. */
  public static final String CLEARANCE_GROUP = "clearance-";

  private static final String ANY_SCOPE = SCOPE_GROUP + "[0-9a-f]{32}";
  private static final String CLEARED =
      CLEARANCE_GROUP + "[" + Sensitivity.IDENTIFIERS_FROM + "-3]";

  /**
   * The row filter of every table: that the row has come through the connector which lets no hidden
   * one through, and marks the others (docs/adr/0006-trino-for-readers.md). By any other way a row
   * has its label there, and nobody sees it.
   */
  private static final String FILTER = TableContract.POLICY_ID + " = '" + RowFilter.SEEN + "'";

  private static final String NO_PRIVILEGE_TABLES = ".*\\$.*";

  /**
   * What Iceberg's connector knows of a row beside its columns: how rows lie in files, and when.
   */
  private static final List<String> HIDDEN_COLUMNS =
      List.of("$path", "$partition", "$file_modified_time");

  private final String catalog;

  private TrinoRules(String catalog) {
    this.catalog = catalog;
  }

  /**
   * The rules file of Trino's file-based system access control.
   *
   * @param catalog name of the lake's catalog in Trino
   */
  public static String render(String catalog, Contracts contracts) {
    TrinoRules rules = new TrinoRules(catalog);
    return rules(rules.catalogs(), rules.tables(contracts));
  }

  /**
   * The rules of a benchmark: tables beside the contracts' ones, all in one schema. One user reads
   * them without filter, in a catalog of Trino's own connector, all others as readers.
   *
   * @param plain name of that catalog
   */
  public static String benchmark(
      String catalog,
      Contracts contracts,
      List<TableContract> tables,
      String unfiltered,
      String plain) {
    TrinoRules rules = new TrinoRules(catalog);
    List<Object> all = new ArrayList<>();
    all.add(ordered("table", NO_PRIVILEGE_TABLES, "privileges", List.of()));
    all.add(
        ordered(
            "user",
            unfiltered,
            "catalog",
            plain,
            "schema",
            tables.get(0).name().stage(),
            "privileges",
            List.of("SELECT")));
    tables.forEach(t -> all.add(rules.readers(t, ANY_SCOPE, List.of())));
    all.addAll(rules.tables(contracts));
    List<Object> catalogs = new ArrayList<>();
    catalogs.add(ordered("user", unfiltered, "catalog", plain, "allow", "read-only"));
    catalogs.addAll(rules.catalogs());
    return rules(catalogs, all);
  }

  /** The resource groups: what one reader, and all together, may take of the server. */
  public static String resourceGroups() {
    Map<String, Object> reader = new LinkedHashMap<>();
    reader.put("name", "${USER}");
    reader.put("softMemoryLimit", "40%");
    reader.put("hardConcurrencyLimit", 4);
    reader.put("maxQueued", 40);
    Map<String, Object> readers = new LinkedHashMap<>();
    readers.put("name", "readers");
    readers.put("softMemoryLimit", "90%");
    readers.put("hardConcurrencyLimit", 20);
    readers.put("maxQueued", 400);
    readers.put("schedulingPolicy", "fair");
    readers.put("subGroups", List.of(reader));
    List<Object> selectors = new ArrayList<>();
    // Without EXPLAIN, which shows snapshots; a query that no selector takes is refused.
    for (String type : List.of("SELECT", "DESCRIBE", "DATA_DEFINITION")) {
      Map<String, Object> selector = new LinkedHashMap<>();
      selector.put("userGroup", ANY_SCOPE);
      selector.put("queryType", type);
      selector.put("group", "readers.${USER}");
      selectors.add(selector);
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("rootGroups", List.of(readers));
    file.put("selectors", selectors);
    return json(file);
  }

  private static String rules(List<Object> catalogs, List<Object> tables) {
    Map<String, Object> rules = new LinkedHashMap<>();
    rules.put("catalogs", catalogs);
    rules.put("schemas", List.of(ordered("owner", false)));
    rules.put("tables", tables);
    rules.put("functions", List.of());
    rules.put("procedures", List.of());
    rules.put("system_session_properties", List.of());
    rules.put("catalog_session_properties", List.of());
    rules.put("impersonation", impersonation());
    rules.put("queries", List.of(ordered("allow", List.of("execute"))));
    rules.put("system_information", List.of());
    rules.put("authorization", List.of());
    return json(rules);
  }

  private List<Object> catalogs() {
    return List.of(
        ordered("group", ANY_SCOPE, "catalog", catalog, "allow", "read-only"),
        ordered("group", ANY_SCOPE, "catalog", "system", "allow", "read-only"),
        ordered("allow", "none"));
  }

  private List<Object> tables(Contracts contracts) {
    List<Object> tables = new ArrayList<>();
    tables.add(ordered("table", NO_PRIVILEGE_TABLES, "privileges", List.of()));
    for (TableContract contract : contracts.all()) {
      if (contract.carriesPolicy()) {
        if (contract.columns().stream().anyMatch(TrinoRules::identifies)) {
          tables.add(readers(contract, CLEARED, List.of()));
        }
        tables.add(
            readers(
                contract,
                ANY_SCOPE,
                contract.columns().stream().filter(TrinoRules::identifies).toList()));
      }
    }
    // What drivers list tables and columns with; it shows only what a reader may query.
    tables.add(
        ordered(
            "group",
            ANY_SCOPE,
            "catalog",
            "system",
            "schema",
            "jdbc",
            "privileges",
            List.of("SELECT")));
    tables.add(ordered("privileges", List.of()));
    return tables;
  }

  private Object readers(TableContract contract, String group, List<Column> masked) {
    List<Object> columns = new ArrayList<>();
    for (Column column : contract.columns()) {
      if (column.name().equals(TableContract.POLICY_ID) || masked.contains(column)) {
        columns.add(ordered("name", column.name(), "mask", "NULL"));
      }
    }
    HIDDEN_COLUMNS.forEach(c -> columns.add(ordered("name", c, "allow", false)));
    return ordered(
        "group",
        group,
        "catalog",
        catalog,
        "schema",
        contract.name().stage(),
        "table",
        contract.name().table(),
        "privileges",
        List.of("SELECT"),
        "columns",
        columns,
        "filter",
        FILTER);
  }

  private static boolean identifies(Column column) {
    return column.sensitivity() == Sensitivity.IDENTIFIER;
  }

  private static List<Object> impersonation() {
    return List.of(
        ordered(
            "original_user", BI_USER, "new_user", BI_USER + "|" + CONTROL_NAMES, "allow", false),
        ordered("original_user", BI_USER, "new_user", "[a-z][a-z0-9._-]*", "allow", true),
        ordered("new_user", ".*", "allow", false));
  }

  private static Map<String, Object> ordered(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  private static String json(Map<String, Object> file) {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(file) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot write Trino's rules", e);
    }
  }
}
