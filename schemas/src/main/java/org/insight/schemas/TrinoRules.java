package org.insight.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** Runs the filter's subqueries; has no password, and nobody may act as it. */
  public static final String POLICY_USER = "insight-policy";

  /** Dashboards log in as this user and act as the reader in front of them. */
  public static final String BI_USER = "insight-bi";

  /** Prefix of the group of all readers of a scope; what follows is the scope's id. */
  public static final String SCOPE_GROUP = "scope-";

  /** Prefix of the group of all readers of a clearance. */
  public static final String CLEARANCE_GROUP = "clearance-";

  private static final String ANY_SCOPE = SCOPE_GROUP + "[0-9a-f]{32}";
  private static final String CLEARED =
      CLEARANCE_GROUP + "[" + Sensitivity.IDENTIFIERS_FROM + "-3]";
  private static final String NO_PRIVILEGE_TABLES = ".*\\$.*";

  /**
   * What Iceberg's connector knows of a row beside its columns: how rows lie in files, and when.
   */
  private static final List<String> HIDDEN_COLUMNS =
      List.of("$path", "$partition", "$file_modified_time");

  private static final String GOVERNANCE = "governance";

  private final String catalog;
  private final String governance;

  /**
   * @param governance schema of entitlements and readers
   */
  private TrinoRules(String catalog, String governance) {
    this.catalog = catalog;
    this.governance = governance;
  }

  /**
   * The rules file of Trino's file-based system access control.
   *
   * @param catalog name of the lake's catalog in Trino
   */
  public static String render(String catalog, Contracts contracts) {
    TrinoRules rules = new TrinoRules(catalog, GOVERNANCE);
    return rules.rules(rules.tables(contracts));
  }

  /**
   * The rules of a benchmark: tables beside the contracts' ones, all in one schema with their
   * entitlements and readers. One user reads them without filter, all others as readers.
   */
  public static String benchmark(
      String catalog, Contracts contracts, List<TableContract> tables, String unfiltered) {
    String schema = tables.get(0).name().stage();
    TrinoRules bench = new TrinoRules(catalog, schema);
    List<Object> all = new ArrayList<>();
    all.add(ordered("table", NO_PRIVILEGE_TABLES, "privileges", List.of()));
    for (String user : List.of(unfiltered, POLICY_USER)) {
      all.add(
          ordered(
              "user", user, "catalog", catalog, "schema", schema, "privileges", List.of("SELECT")));
    }
    tables.forEach(t -> all.add(bench.readers(t, ANY_SCOPE, List.of())));
    TrinoRules own = new TrinoRules(catalog, GOVERNANCE);
    all.addAll(own.tables(contracts));
    return own.rules(all);
  }

  /**
   * The row filter of every table, in Trino's SQL.
   *
   * <p>Two conditions, and the second, always true, is not idle. Trino computes a reader's own
   * predicates below a semijoin, so on hidden rows too, where an error would tell of them. What may
   * fail it does not compute below an inner join that has a condition on both of its sides: such a
   * join, with the one row of a scalar subquery, stands above the semijoin by the second condition.
   * No scope has the id of a policy; without readers nothing is seen
   * (docs/adr/0006-trino-for-readers.md).
   *
   * <p>The day is that of UTC whatever time zone a reader's session has; a reader in two scopes is
   * in none.
   */
  private String filter() {
    String day = "CAST(current_timestamp AT TIME ZONE 'UTC' AS date)";
    String scopes = "filter(current_groups(), g -> g LIKE '" + SCOPE_GROUP + "%')";
    return "policy_id IN (SELECT e.policy_id FROM "
        + catalog
        + "."
        + governance
        + ".entitlements e WHERE e.scope = IF(cardinality("
        + scopes
        + ") = 1, substr(element_at("
        + scopes
        + ", 1), "
        + (SCOPE_GROUP.length() + 1)
        + ")) AND (e.valid_from IS NULL OR e.valid_from <= "
        + day
        + ") AND (e.valid_to IS NULL OR e.valid_to >= "
        + day
        + ")) AND policy_id <> (SELECT max(r.scope) FROM "
        + catalog
        + "."
        + governance
        + ".readers r)";
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

  private String rules(List<Object> tables) {
    Map<String, Object> rules = new LinkedHashMap<>();
    rules.put("catalogs", catalogs());
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
        ordered("user", POLICY_USER, "catalog", catalog, "allow", "read-only"),
        ordered("group", ANY_SCOPE, "catalog", catalog, "allow", "read-only"),
        ordered("group", ANY_SCOPE, "catalog", "system", "allow", "read-only"),
        ordered("allow", "none"));
  }

  private List<Object> tables(Contracts contracts) {
    List<Object> tables = new ArrayList<>();
    tables.add(ordered("table", NO_PRIVILEGE_TABLES, "privileges", List.of()));
    for (String own : List.of("entitlements", "readers")) {
      tables.add(policyUser(governance, own));
    }
    for (TableContract contract : contracts.all()) {
      if (contract.carriesPolicy()) {
        tables.add(policyUser(contract.name().stage(), contract.name().table()));
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

  /** The filter is checked with this user's rights: it needs the protected table itself too. */
  private Object policyUser(String schema, String table) {
    return ordered(
        "user",
        POLICY_USER,
        "catalog",
        catalog,
        "schema",
        schema,
        "table",
        table,
        "privileges",
        List.of("SELECT"));
  }

  private Object readers(TableContract contract, String group, List<Column> masked) {
    List<Object> columns = new ArrayList<>();
    for (Column column : contract.columns()) {
      boolean hidden = column.name().equals(TableContract.POLICY_ID) || masked.contains(column);
      columns.add(ordered("name", column.name(), "mask", hidden ? "NULL" : barrier(column.name())));
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
        filter(),
        "filter_environment",
        ordered("user", POLICY_USER));
  }

  /**
   * The column itself, in a form of which Trino cannot know that it never fails. Without it a
   * comparison counts as never failing and is computed below the join, though one of arrays or rows
   * with a null in them does fail. Quoted, for some are words of Trino's SQL (values, end).
   */
  private static String barrier(String column) {
    String quoted = '"' + column + '"';
    return "coalesce(" + quoted + ", element_at(ARRAY[" + quoted + "], 1))";
  }

  private static boolean identifies(Column column) {
    return column.sensitivity() == Sensitivity.IDENTIFIER;
  }

  private static List<Object> impersonation() {
    return List.of(
        ordered(
            "original_user",
            BI_USER,
            "new_user",
            POLICY_USER + "|" + BI_USER + "|control",
            "allow",
            false),
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
