package org.insight.trino;

import io.airlift.slice.Slices;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.Connector;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.ConnectorPageSourceProvider;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorSplitManager;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableProperties;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.DynamicFilter;
import io.trino.spi.metrics.Metrics;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.type.VarcharType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The door of the lake in Trino: its own connector for Iceberg, of whose rows none comes out that
 * the reader may not see. What Trino computes, counts and tells is of the others alone.
 *
 * <p>No condition of a query gets behind it either: files have bounds and dictionaries of all rows,
 * and how much is read would hang on hidden values. The one that it takes is the rules' filter, for
 * it keeps it anyhow ({@link VisibleTable}). Nothing is changed, and nothing that tells of all
 * rows, or could give them out (statistics, measures, system tables, functions, procedures, views),
 * is handed out.
 *
 * <p>Nor is a row read of a table that says something of persons, where the session does not say
 * why ({@link Why}), nor of any table as it was: older snapshots have rows that were withdrawn
 * since and labels that were found to be too loose, and branches what nobody has verified. So no
 * transaction of several statements is begun, in which a table stays as it was read first.
 *
 * <p>All calls that are not named here go on as they are, by whatever version of Trino.
 */
final class GuardedConnector implements InvocationHandler {

  /** Calls that give another part of the connector, which is guarded too. */
  private static final Set<String> PARTS =
      Set.of(
          "getMetadata",
          "getSplitManager",
          "getSplits",
          "getPageSourceProvider",
          "getPageSourceProviderFactory",
          "createPageSourceProvider");

  private static final Set<String> NOT_OFFERED =
      Set.of("getPageSinkProvider", "getRecordSetProvider", "getIndexProvider");

  private static final Set<String> EMPTY_SETS =
      Set.of("getSystemTables", "getProcedures", "getTableProcedures", "getTableFunctions");

  /**
   * Among them what the connector has to say of a table: how many rows and files it has, which
   * Trino shows with a query to whoever asked it.
   */
  private static final Set<String> NOT_THERE =
      Set.of("getSystemTable", "getFunctionProvider", "getView", "getMaterializedView", "getInfo");

  /** Calls of the metadata that change the lake, or begin or end to. */
  private static final Pattern CHANGES =
      Pattern.compile(
          "(add|begin(?!Query)|create|deny|drop|execute|finish|grant|refresh|rename|revoke|set"
              + "|truncate).*");

  /** What the rules' filter asks of the column of labels. */
  private static final Domain SEEN =
      Domain.singleValue(VarcharType.VARCHAR, Slices.utf8Slice(RowFilter.SEEN));

  private final Object part;

  private GuardedConnector(Object part) {
    this.part = part;
  }

  static Connector of(Connector iceberg) {
    return (Connector) guarded(Connector.class, iceberg);
  }

  private static Object guarded(Class<?> type, Object part) {
    return Proxy.newProxyInstance(
        GuardedConnector.class.getClassLoader(), new Class<?>[] {type}, new GuardedConnector(part));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    String name = method.getName();
    if (name.equals("createPageSource")) {
      return visible(method, arguments == null ? new Object[0] : arguments);
    }
    if (NOT_OFFERED.contains(name)) {
      throw new UnsupportedOperationException(name);
    }
    if (EMPTY_SETS.contains(name)) {
      return Set.of();
    }
    if (name.equals("applyFilter")) {
      return filtered(arguments == null ? new Object[0] : arguments);
    }
    // Limits, aggregates and whatever else might be done in the place of Trino.
    boolean pushedDown = name.startsWith("apply") && method.getReturnType() == Optional.class;
    if (pushedDown || NOT_THERE.contains(name)) {
      return Optional.empty();
    }
    if (part instanceof ConnectorMetadata && CHANGES.matcher(name).matches()) {
      throw new TrinoException(
          StandardErrorCode.PERMISSION_DENIED, "Access Denied: Cannot change the lake from here");
    }
    if (part instanceof ConnectorMetadata
        && name.equals("getTableHandle")
        && isOfAVersion(arguments)) {
      throw new TrinoException(
          StandardErrorCode.PERMISSION_DENIED, "Access Denied: Cannot read a table as it was");
    }
    if (part instanceof Connector && name.equals("beginTransaction") && !isOfOne(arguments)) {
      throw new TrinoException(
          StandardErrorCode.PERMISSION_DENIED,
          "Access Denied: Cannot read in a transaction of several statements");
    }
    if (name.equals("getTableStatistics")) {
      return TableStatistics.empty();
    }
    // Values of partitions are of all rows, and so is that there is no snapshot.
    if (method.getReturnType() == ConnectorTableProperties.class) {
      return new ConnectorTableProperties();
    }
    if (name.equals("getMetrics")) {
      return Metrics.EMPTY;
    }
    if (part instanceof ConnectorSplitManager && name.equals("getSplits")) {
      askWhy(arguments == null ? new Object[0] : arguments);
    }
    if (part instanceof ConnectorPageSourceProvider) {
      return ofObject(part, method, arguments);
    }
    Object result = call(part, method, arguments == null ? null : inside(arguments));
    return result != null && PARTS.contains(name)
        ? guarded(method.getReturnType(), result)
        : result;
  }

  /** Whether more is asked of a table than its name: a version, by id, time or branch. */
  private static boolean isOfAVersion(Object @Nullable [] arguments) {
    return arguments != null
        && Stream.of(arguments).anyMatch(more -> more instanceof Optional<?> o && o.isPresent());
  }

  /**
   * Whether a transaction is that of one statement, as the last of three arguments says; what a
   * newer Trino might say otherwise is taken for none.
   */
  private static boolean isOfOne(Object @Nullable [] arguments) {
    return arguments != null && arguments.length == 3 && Boolean.TRUE.equals(arguments[2]);
  }

  /** Where a query begins to read a table, once for each; not where it is only planned. */
  private static void askWhy(Object[] arguments) throws ReflectiveOperationException {
    ConnectorSession session = argument(arguments, ConnectorSession.class);
    ConnectorTableHandle table = argument(inside(arguments), ConnectorTableHandle.class);
    if (session == null || table == null) {
      throw new TrinoException(
          StandardErrorCode.PERMISSION_DENIED,
          "Access Denied: Cannot read a table that is not named");
    }
    Why.require(session, table);
  }

  /**
   * Of a query's conditions the rules' filter alone, which the door keeps itself: Trino need not
   * ask it of each row again. It is taken once for a table; empty where it is not among them.
   */
  private static Optional<ConstraintApplicationResult<ConnectorTableHandle>> filtered(
      Object[] arguments) throws ReflectiveOperationException {
    Constraint constraint = argument(arguments, Constraint.class);
    ConnectorTableHandle table = argument(arguments, ConnectorTableHandle.class);
    if (constraint == null || table == null || table instanceof VisibleTable) {
      return Optional.empty();
    }
    TupleDomain<ColumnHandle> all = constraint.getSummary();
    for (Map.Entry<ColumnHandle, Domain> one : all.getDomains().orElse(Map.of()).entrySet()) {
      ColumnHandle column = one.getKey();
      if (isLabel(column) && one.getValue().equals(SEEN)) {
        return Optional.of(
            new ConstraintApplicationResult<>(
                new VisibleTable(table, column),
                all.filter((other, domain) -> !other.equals(column)),
                constraint.getExpression(),
                false));
      }
    }
    return Optional.empty();
  }

  private ConnectorPageSource visible(Method method, Object[] arguments) throws Throwable {
    ConnectorSession session = argument(arguments, ConnectorSession.class);
    List<?> asked = argument(arguments, List.class);
    if (session == null || asked == null) {
      throw withoutLabels();
    }
    List<Object> columns = new ArrayList<>(asked);
    int label = label(columns);
    if (label < 0
        && argument(arguments, ConnectorTableHandle.class) instanceof VisibleTable visible) {
      label = columns.size();
      columns.add(visible.label());
    }
    if (label < 0) {
      throw withoutLabels();
    }
    Object[] inside = inside(arguments);
    inside[Arrays.asList(arguments).indexOf(asked)] = columns;
    Object all = call(part, method, inside);
    if (all == null) {
      throw new IllegalStateException("no rows");
    }
    return VisibleRows.of((ConnectorPageSource) all, session, label, asked.size());
  }

  private static TrinoException withoutLabels() {
    return new TrinoException(
        StandardErrorCode.PERMISSION_DENIED,
        "Access Denied: Cannot read rows without their labels");
  }

  /** The one argument of a type; which place it has differs by the version of Trino. */
  private static <T> @Nullable T argument(Object[] arguments, Class<T> type) {
    return Stream.of(arguments).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
  }

  private static int label(List<?> columns) throws ReflectiveOperationException {
    for (int i = 0; i < columns.size(); i++) {
      if (isLabel(columns.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isLabel(Object column) throws ReflectiveOperationException {
    return RowFilter.LABEL.equals(column.getClass().getMethod("getName").invoke(column));
  }

  /** As they go through the door: tables as Trino's connector knows them, and no condition. */
  private static Object[] inside(Object[] arguments) {
    Object[] plain = arguments.clone();
    for (int i = 0; i < plain.length; i++) {
      if (plain[i] instanceof VisibleTable visible) {
        plain[i] = visible.table();
      } else if (plain[i] instanceof DynamicFilter) {
        plain[i] = DynamicFilter.EMPTY;
      } else if (plain[i] instanceof Constraint) {
        plain[i] = Constraint.alwaysTrue();
      }
    }
    return plain;
  }

  /**
   * A call that every object answers. Of pages and their sources no other goes through that is not
   * named: one that a newer Trino has could give rows past the filter.
   */
  static @Nullable Object ofObject(Object object, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() != Object.class) {
      throw new UnsupportedOperationException(method.getName());
    }
    return call(object, method, arguments);
  }

  /** The same call of another object, with its own exceptions. */
  static @Nullable Object call(Object object, Method method, Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(object, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
