package org.insight.trino;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.RefreshType;
import io.trino.spi.connector.AggregateFunction;
import io.trino.spi.connector.AggregationApplicationResult;
import io.trino.spi.connector.BeginTableExecuteResult;
import io.trino.spi.connector.CatalogSchemaTableName;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ColumnPosition;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.ConnectorAnalyzeMetadata;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMaterializedViewDefinition;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorOutputMetadata;
import io.trino.spi.connector.ConnectorOutputTableHandle;
import io.trino.spi.connector.ConnectorPartitioningHandle;
import io.trino.spi.connector.ConnectorResolvedIndex;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableExecuteHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableLayout;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.connector.ConnectorTableProperties;
import io.trino.spi.connector.ConnectorTableSchema;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.ConnectorViewDefinition;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.JoinApplicationResult;
import io.trino.spi.connector.JoinCondition;
import io.trino.spi.connector.JoinStatistics;
import io.trino.spi.connector.JoinType;
import io.trino.spi.connector.LimitApplicationResult;
import io.trino.spi.connector.MaterializedViewFreshness;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.connector.RelationColumnsMetadata;
import io.trino.spi.connector.RelationCommentMetadata;
import io.trino.spi.connector.RelationType;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.connector.RowChangeParadigm;
import io.trino.spi.connector.SampleApplicationResult;
import io.trino.spi.connector.SampleType;
import io.trino.spi.connector.SaveMode;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.SchemaTablePrefix;
import io.trino.spi.connector.SortItem;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.connector.TableColumnsMetadata;
import io.trino.spi.connector.TableFunctionApplicationResult;
import io.trino.spi.connector.TableScanRedirectApplicationResult;
import io.trino.spi.connector.TopNApplicationResult;
import io.trino.spi.connector.WriterScalingOptions;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.function.AggregationFunctionMetadata;
import io.trino.spi.function.BoundSignature;
import io.trino.spi.function.FunctionDependencyDeclaration;
import io.trino.spi.function.FunctionId;
import io.trino.spi.function.FunctionMetadata;
import io.trino.spi.function.LanguageFunction;
import io.trino.spi.function.SchemaFunctionName;
import io.trino.spi.function.table.ConnectorTableFunctionHandle;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.security.AccessDeniedException;
import io.trino.spi.security.GrantInfo;
import io.trino.spi.security.Privilege;
import io.trino.spi.security.RoleGrant;
import io.trino.spi.security.TrinoPrincipal;
import io.trino.spi.statistics.ComputedStatistics;
import io.trino.spi.statistics.TableStatistics;
import io.trino.spi.statistics.TableStatisticsMetadata;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.insight.entitlements.RowFilter;
import org.jspecify.annotations.Nullable;

/**
 * What Trino plans with: names and columns of tables, and nothing that tells of all rows. Every
 * call comes with its session, which must be that of the transaction's own query.
 */
final class GuardedMetadata implements ConnectorMetadata {

  /** What the rules' row filter asks of the column of labels. */
  private static final Domain SEEN =
      Domain.singleValue(VarcharType.VARCHAR, Slices.utf8Slice(RowFilter.SEEN));

  private final ConnectorMetadata inner;
  private final GuardedTransaction transaction;

  GuardedMetadata(ConnectorMetadata inner, GuardedTransaction transaction) {
    this.inner = inner;
    this.transaction = transaction;
  }

  private void own(ConnectorSession session) {
    transaction.require(session);
  }

  private static AccessDeniedException readOnly() {
    return new AccessDeniedException("Cannot change the lake from here");
  }

  private static AccessDeniedException notOffered() {
    return new AccessDeniedException("Cannot use views, functions or properties of the lake");
  }

  @Override
  public boolean schemaExists(ConnectorSession session, String schemaName) {
    own(session);
    return inner.schemaExists(session, schemaName);
  }

  @Override
  public List<String> listSchemaNames(ConnectorSession session) {
    own(session);
    return inner.listSchemaNames(session);
  }

  /** As it is now: a version, by id, time or branch, is refused whatever it names. */
  @Override
  public @Nullable ConnectorTableHandle getTableHandle(
      ConnectorSession session,
      SchemaTableName tableName,
      Optional<ConnectorTableVersion> startVersion,
      Optional<ConnectorTableVersion> endVersion) {
    own(session);
    if (startVersion.isPresent() || endVersion.isPresent()) {
      throw new AccessDeniedException("Cannot read a table as it was");
    }
    ConnectorTableHandle table = inner.getTableHandle(session, tableName, startVersion, endVersion);
    return table == null
        ? null
        : new GuardedTable(
            tableName, table, inner.getColumnHandles(session, table).get(RowFilter.LABEL), false);
  }

  @Override
  public Optional<ConnectorTableExecuteHandle> getTableHandleForExecute(
      ConnectorSession session,
      ConnectorAccessControl accessControl,
      ConnectorTableHandle tableHandle,
      String procedureName,
      Map<String, Object> executeProperties,
      RetryMode retryMode) {
    throw readOnly();
  }

  @Override
  public Optional<ConnectorTableLayout> getLayoutForTableExecute(
      ConnectorSession session, ConnectorTableExecuteHandle tableExecuteHandle) {
    throw readOnly();
  }

  @Override
  public BeginTableExecuteResult<ConnectorTableExecuteHandle, ConnectorTableHandle>
      beginTableExecute(
          ConnectorSession session,
          ConnectorTableExecuteHandle tableExecuteHandle,
          ConnectorTableHandle updatedSourceTableHandle) {
    throw readOnly();
  }

  @Override
  public void finishTableExecute(
      ConnectorSession session,
      ConnectorTableExecuteHandle tableExecuteHandle,
      Collection<Slice> fragments,
      List<Object> tableExecuteState) {
    throw readOnly();
  }

  @Override
  public void executeTableExecute(
      ConnectorSession session, ConnectorTableExecuteHandle tableExecuteHandle) {
    throw readOnly();
  }

  @Override
  public Optional<SystemTable> getSystemTable(ConnectorSession session, SchemaTableName tableName) {
    own(session);
    return Optional.empty();
  }

  @Override
  public Optional<ConnectorTableHandle> applyPartitioning(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      Optional<ConnectorPartitioningHandle> partitioningHandle,
      List<ColumnHandle> columns) {
    own(session);
    return Optional.empty();
  }

  @Override
  public Optional<ConnectorPartitioningHandle> getCommonPartitioningHandle(
      ConnectorSession session,
      ConnectorPartitioningHandle left,
      ConnectorPartitioningHandle right) {
    own(session);
    return Optional.empty();
  }

  @Override
  public SchemaTableName getTableName(ConnectorSession session, ConnectorTableHandle table) {
    own(session);
    return GuardedTable.of(table).name();
  }

  @Override
  public ConnectorTableSchema getTableSchema(ConnectorSession session, ConnectorTableHandle table) {
    own(session);
    return inner.getTableSchema(session, GuardedTable.of(table).inner());
  }

  @Override
  public ConnectorTableMetadata getTableMetadata(
      ConnectorSession session, ConnectorTableHandle table) {
    own(session);
    return inner.getTableMetadata(session, GuardedTable.of(table).inner());
  }

  @Override
  public Optional<Object> getInfo(ConnectorSession session, ConnectorTableHandle table) {
    own(session);
    return Optional.empty();
  }

  @Override
  public List<SchemaTableName> listTables(ConnectorSession session, Optional<String> schemaName) {
    own(session);
    return inner.listTables(session, schemaName);
  }

  @Override
  public Map<SchemaTableName, RelationType> getRelationTypes(
      ConnectorSession session, Optional<String> schemaName) {
    own(session);
    return inner.getRelationTypes(session, schemaName);
  }

  @Override
  public Map<String, ColumnHandle> getColumnHandles(
      ConnectorSession session, ConnectorTableHandle tableHandle) {
    own(session);
    return inner.getColumnHandles(session, GuardedTable.of(tableHandle).inner());
  }

  @Override
  public ColumnMetadata getColumnMetadata(
      ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle columnHandle) {
    own(session);
    return inner.getColumnMetadata(session, GuardedTable.of(tableHandle).inner(), columnHandle);
  }

  @Override
  @Deprecated
  public Map<SchemaTableName, List<ColumnMetadata>> listTableColumns(
      ConnectorSession session, SchemaTablePrefix prefix) {
    own(session);
    return inner.listTableColumns(session, prefix);
  }

  @Override
  @Deprecated
  public Iterator<TableColumnsMetadata> streamTableColumns(
      ConnectorSession session, SchemaTablePrefix prefix) {
    own(session);
    return inner.streamTableColumns(session, prefix);
  }

  @Override
  public Iterator<RelationColumnsMetadata> streamRelationColumns(
      ConnectorSession session,
      Optional<String> schemaName,
      UnaryOperator<Set<SchemaTableName>> relationFilter) {
    own(session);
    return inner.streamRelationColumns(session, schemaName, relationFilter);
  }

  @Override
  public Iterator<RelationCommentMetadata> streamRelationComments(
      ConnectorSession session,
      Optional<String> schemaName,
      UnaryOperator<Set<SchemaTableName>> relationFilter) {
    own(session);
    return inner.streamRelationComments(session, schemaName, relationFilter);
  }

  @Override
  public TableStatistics getTableStatistics(
      ConnectorSession session, ConnectorTableHandle tableHandle) {
    own(session);
    return TableStatistics.empty();
  }

  @Override
  public void createSchema(
      ConnectorSession session,
      String schemaName,
      Map<String, Object> properties,
      TrinoPrincipal owner) {
    throw readOnly();
  }

  @Override
  public void dropSchema(ConnectorSession session, String schemaName, boolean cascade) {
    throw readOnly();
  }

  @Override
  public void renameSchema(ConnectorSession session, String source, String target) {
    throw readOnly();
  }

  @Override
  public void setSchemaAuthorization(
      ConnectorSession session, String schemaName, TrinoPrincipal principal) {
    throw readOnly();
  }

  @Override
  public void createTable(
      ConnectorSession session, ConnectorTableMetadata tableMetadata, SaveMode saveMode) {
    throw readOnly();
  }

  @Override
  public void dropTable(ConnectorSession session, ConnectorTableHandle tableHandle) {
    throw readOnly();
  }

  @Override
  public void truncateTable(ConnectorSession session, ConnectorTableHandle tableHandle) {
    throw readOnly();
  }

  @Override
  public void renameTable(
      ConnectorSession session, ConnectorTableHandle tableHandle, SchemaTableName newTableName) {
    throw readOnly();
  }

  @Override
  public void setTableProperties(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      Map<String, Optional<Object>> properties) {
    throw readOnly();
  }

  @Override
  public void setTableComment(
      ConnectorSession session, ConnectorTableHandle tableHandle, Optional<String> comment) {
    throw readOnly();
  }

  @Override
  public void setViewComment(
      ConnectorSession session, SchemaTableName viewName, Optional<String> comment) {
    throw readOnly();
  }

  @Override
  public void setViewColumnComment(
      ConnectorSession session,
      SchemaTableName viewName,
      String columnName,
      Optional<String> comment) {
    throw readOnly();
  }

  @Override
  public void setMaterializedViewColumnComment(
      ConnectorSession session,
      SchemaTableName viewName,
      String columnName,
      Optional<String> comment) {
    throw readOnly();
  }

  @Override
  public void setColumnComment(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      ColumnHandle column,
      Optional<String> comment) {
    throw readOnly();
  }

  @Override
  public void addColumn(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      ColumnMetadata column,
      ColumnPosition position) {
    throw readOnly();
  }

  @Override
  public void addField(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      List<String> parentPath,
      String fieldName,
      Type type,
      boolean ignoreExisting) {
    throw readOnly();
  }

  @Override
  public void setColumnType(
      ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle column, Type type) {
    throw readOnly();
  }

  @Override
  public void setFieldType(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      List<String> fieldPath,
      Type type) {
    throw readOnly();
  }

  @Override
  public void dropNotNullConstraint(
      ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle column) {
    throw readOnly();
  }

  @Override
  public void setTableAuthorization(
      ConnectorSession session, SchemaTableName tableName, TrinoPrincipal principal) {
    throw readOnly();
  }

  @Override
  public void renameColumn(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      ColumnHandle source,
      String target) {
    throw readOnly();
  }

  @Override
  public void renameField(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      List<String> fieldPath,
      String target) {
    throw readOnly();
  }

  @Override
  public void dropColumn(
      ConnectorSession session, ConnectorTableHandle tableHandle, ColumnHandle column) {
    throw readOnly();
  }

  @Override
  public void dropField(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      ColumnHandle column,
      List<String> fieldPath) {
    throw readOnly();
  }

  @Override
  public Optional<ConnectorTableLayout> getNewTableLayout(
      ConnectorSession session, ConnectorTableMetadata tableMetadata) {
    throw readOnly();
  }

  @Override
  public Optional<Type> getSupportedType(
      ConnectorSession session, Map<String, Object> tableProperties, Type type) {
    throw readOnly();
  }

  @Override
  public Optional<ConnectorTableLayout> getInsertLayout(
      ConnectorSession session, ConnectorTableHandle tableHandle) {
    throw readOnly();
  }

  @Override
  public TableStatisticsMetadata getStatisticsCollectionMetadataForWrite(
      ConnectorSession session, ConnectorTableMetadata tableMetadata) {
    throw readOnly();
  }

  @Override
  public ConnectorAnalyzeMetadata getStatisticsCollectionMetadata(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      Map<String, Object> analyzeProperties) {
    throw readOnly();
  }

  @Override
  public ConnectorTableHandle beginStatisticsCollection(
      ConnectorSession session, ConnectorTableHandle tableHandle) {
    throw readOnly();
  }

  @Override
  public void finishStatisticsCollection(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      Collection<ComputedStatistics> computedStatistics) {
    throw readOnly();
  }

  @Override
  public ConnectorOutputTableHandle beginCreateTable(
      ConnectorSession session,
      ConnectorTableMetadata tableMetadata,
      Optional<ConnectorTableLayout> layout,
      RetryMode retryMode,
      boolean replace) {
    throw readOnly();
  }

  @Override
  public Optional<ConnectorOutputMetadata> finishCreateTable(
      ConnectorSession session,
      ConnectorOutputTableHandle tableHandle,
      Collection<Slice> fragments,
      Collection<ComputedStatistics> computedStatistics) {
    throw readOnly();
  }

  @Override
  public void beginQuery(ConnectorSession session) {
    own(session);
    inner.beginQuery(session);
  }

  @Override
  public void cleanupQuery(ConnectorSession session) {
    own(session);
    inner.cleanupQuery(session);
  }

  @Override
  public ConnectorInsertTableHandle beginInsert(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      List<ColumnHandle> columns,
      RetryMode retryMode) {
    throw readOnly();
  }

  @Override
  public boolean supportsMissingColumnsOnInsert() {
    return false;
  }

  @Override
  public Optional<ConnectorOutputMetadata> finishInsert(
      ConnectorSession session,
      ConnectorInsertTableHandle insertHandle,
      List<ConnectorTableHandle> sourceTableHandles,
      Collection<Slice> fragments,
      Collection<ComputedStatistics> computedStatistics) {
    throw readOnly();
  }

  @Override
  public boolean delegateMaterializedViewRefreshToConnector(
      ConnectorSession session, SchemaTableName viewName) {
    own(session);
    return false;
  }

  @Override
  public CompletableFuture<?> refreshMaterializedView(
      ConnectorSession session, SchemaTableName viewName) {
    throw readOnly();
  }

  @Override
  public ConnectorInsertTableHandle beginRefreshMaterializedView(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      List<ConnectorTableHandle> sourceTableHandles,
      RetryMode retryMode,
      RefreshType refreshType) {
    throw readOnly();
  }

  @Override
  public Optional<ConnectorOutputMetadata> finishRefreshMaterializedView(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      ConnectorInsertTableHandle insertHandle,
      Collection<Slice> fragments,
      Collection<ComputedStatistics> computedStatistics,
      List<ConnectorTableHandle> sourceTableHandles,
      List<String> sourceTableFunctions) {
    throw readOnly();
  }

  @Override
  public RowChangeParadigm getRowChangeParadigm(
      ConnectorSession session, ConnectorTableHandle tableHandle) {
    throw readOnly();
  }

  @Override
  public ColumnHandle getMergeRowIdColumnHandle(
      ConnectorSession session, ConnectorTableHandle tableHandle) {
    throw readOnly();
  }

  @Override
  public Optional<ConnectorPartitioningHandle> getUpdateLayout(
      ConnectorSession session, ConnectorTableHandle tableHandle) {
    throw readOnly();
  }

  @Override
  public ConnectorMergeTableHandle beginMerge(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      Map<Integer, Collection<ColumnHandle>> updateCaseColumns,
      RetryMode retryMode) {
    throw readOnly();
  }

  @Override
  public void finishMerge(
      ConnectorSession session,
      ConnectorMergeTableHandle mergeTableHandle,
      List<ConnectorTableHandle> sourceTableHandles,
      Collection<Slice> fragments,
      Collection<ComputedStatistics> computedStatistics) {
    throw readOnly();
  }

  @Override
  public void createView(
      ConnectorSession session,
      SchemaTableName viewName,
      ConnectorViewDefinition definition,
      Map<String, Object> viewProperties,
      boolean replace) {
    throw readOnly();
  }

  @Override
  public void renameView(ConnectorSession session, SchemaTableName source, SchemaTableName target) {
    throw readOnly();
  }

  @Override
  public void setViewAuthorization(
      ConnectorSession session, SchemaTableName viewName, TrinoPrincipal principal) {
    throw readOnly();
  }

  @Override
  public void dropView(ConnectorSession session, SchemaTableName viewName) {
    throw readOnly();
  }

  @Override
  public List<SchemaTableName> listViews(ConnectorSession session, Optional<String> schemaName) {
    own(session);
    return inner.listViews(session, schemaName);
  }

  @Override
  public Map<SchemaTableName, ConnectorViewDefinition> getViews(
      ConnectorSession session, Optional<String> schemaName) {
    own(session);
    return Map.of();
  }

  @Override
  public Optional<ConnectorViewDefinition> getView(
      ConnectorSession session, SchemaTableName viewName) {
    own(session);
    return Optional.empty();
  }

  @Override
  public boolean isView(ConnectorSession session, SchemaTableName viewName) {
    own(session);
    return false;
  }

  @Override
  public Map<String, Object> getViewProperties(ConnectorSession session, SchemaTableName viewName) {
    throw notOffered();
  }

  @Override
  public Map<String, Object> getSchemaProperties(ConnectorSession session, String schemaName) {
    throw notOffered();
  }

  @Override
  public Optional<TrinoPrincipal> getSchemaOwner(ConnectorSession session, String schemaName) {
    own(session);
    return Optional.empty();
  }

  @Override
  public Optional<ConnectorTableHandle> applyUpdate(
      ConnectorSession session,
      ConnectorTableHandle handle,
      Map<ColumnHandle, Constant> assignments) {
    own(session);
    return Optional.empty();
  }

  @Override
  public OptionalLong executeUpdate(ConnectorSession session, ConnectorTableHandle handle) {
    throw readOnly();
  }

  @Override
  public Optional<ConnectorTableHandle> applyDelete(
      ConnectorSession session, ConnectorTableHandle handle) {
    own(session);
    return Optional.empty();
  }

  @Override
  public OptionalLong executeDelete(ConnectorSession session, ConnectorTableHandle handle) {
    throw readOnly();
  }

  @Override
  public Optional<ConnectorResolvedIndex> resolveIndex(
      ConnectorSession session,
      ConnectorTableHandle tableHandle,
      Set<ColumnHandle> indexableColumns,
      Set<ColumnHandle> outputColumns,
      TupleDomain<ColumnHandle> tupleDomain) {
    own(session);
    return Optional.empty();
  }

  @Override
  public Collection<FunctionMetadata> listFunctions(ConnectorSession session, String schemaName) {
    own(session);
    return List.of();
  }

  @Override
  public Collection<FunctionMetadata> getFunctions(
      ConnectorSession session, SchemaFunctionName name) {
    own(session);
    return List.of();
  }

  @Override
  public FunctionMetadata getFunctionMetadata(ConnectorSession session, FunctionId functionId) {
    throw notOffered();
  }

  @Override
  public AggregationFunctionMetadata getAggregationFunctionMetadata(
      ConnectorSession session, FunctionId functionId) {
    throw notOffered();
  }

  @Override
  public FunctionDependencyDeclaration getFunctionDependencies(
      ConnectorSession session, FunctionId functionId, BoundSignature boundSignature) {
    throw notOffered();
  }

  @Override
  public Collection<LanguageFunction> listLanguageFunctions(
      ConnectorSession session, String schemaName) {
    own(session);
    return List.of();
  }

  @Override
  public Collection<LanguageFunction> getLanguageFunctions(
      ConnectorSession session, SchemaFunctionName name) {
    own(session);
    return List.of();
  }

  @Override
  public boolean languageFunctionExists(
      ConnectorSession session, SchemaFunctionName name, String signatureToken) {
    own(session);
    return false;
  }

  @Override
  public void createLanguageFunction(
      ConnectorSession session,
      SchemaFunctionName name,
      LanguageFunction function,
      boolean replace) {
    throw readOnly();
  }

  @Override
  public void dropLanguageFunction(
      ConnectorSession session, SchemaFunctionName name, String signatureToken) {
    throw readOnly();
  }

  @Override
  public boolean roleExists(ConnectorSession session, String role) {
    own(session);
    return false;
  }

  @Override
  public void createRole(ConnectorSession session, String role, Optional<TrinoPrincipal> grantor) {
    throw readOnly();
  }

  @Override
  public void dropRole(ConnectorSession session, String role) {
    throw readOnly();
  }

  @Override
  public Set<String> listRoles(ConnectorSession session) {
    own(session);
    return Set.of();
  }

  @Override
  public Set<RoleGrant> listRoleGrants(ConnectorSession session, TrinoPrincipal principal) {
    own(session);
    return Set.of();
  }

  @Override
  public void grantRoles(
      ConnectorSession connectorSession,
      Set<String> roles,
      Set<TrinoPrincipal> grantees,
      boolean adminOption,
      Optional<TrinoPrincipal> grantor) {
    throw readOnly();
  }

  @Override
  public void revokeRoles(
      ConnectorSession connectorSession,
      Set<String> roles,
      Set<TrinoPrincipal> grantees,
      boolean adminOption,
      Optional<TrinoPrincipal> grantor) {
    throw readOnly();
  }

  @Override
  public Set<RoleGrant> listApplicableRoles(ConnectorSession session, TrinoPrincipal principal) {
    own(session);
    return Set.of();
  }

  @Override
  public Set<String> listEnabledRoles(ConnectorSession session) {
    own(session);
    return Set.of();
  }

  @Override
  public void grantSchemaPrivileges(
      ConnectorSession session,
      String schemaName,
      Set<Privilege> privileges,
      TrinoPrincipal grantee,
      boolean grantOption) {
    throw readOnly();
  }

  @Override
  public void denySchemaPrivileges(
      ConnectorSession session,
      String schemaName,
      Set<Privilege> privileges,
      TrinoPrincipal grantee) {
    throw readOnly();
  }

  @Override
  public void revokeSchemaPrivileges(
      ConnectorSession session,
      String schemaName,
      Set<Privilege> privileges,
      TrinoPrincipal grantee,
      boolean grantOption) {
    throw readOnly();
  }

  @Override
  public void grantTablePrivileges(
      ConnectorSession session,
      SchemaTableName tableName,
      Set<Privilege> privileges,
      TrinoPrincipal grantee,
      boolean grantOption) {
    throw readOnly();
  }

  @Override
  public void denyTablePrivileges(
      ConnectorSession session,
      SchemaTableName tableName,
      Set<Privilege> privileges,
      TrinoPrincipal grantee) {
    throw readOnly();
  }

  @Override
  public void revokeTablePrivileges(
      ConnectorSession session,
      SchemaTableName tableName,
      Set<Privilege> privileges,
      TrinoPrincipal grantee,
      boolean grantOption) {
    throw readOnly();
  }

  @Override
  public List<GrantInfo> listTablePrivileges(ConnectorSession session, SchemaTablePrefix prefix) {
    own(session);
    return List.of();
  }

  @Override
  public ConnectorTableProperties getTableProperties(
      ConnectorSession session, ConnectorTableHandle table) {
    own(session);
    return new ConnectorTableProperties();
  }

  @Override
  public Optional<LimitApplicationResult<ConnectorTableHandle>> applyLimit(
      ConnectorSession session, ConnectorTableHandle handle, long limit) {
    own(session);
    return Optional.empty();
  }

  /**
   * Takes the rules' row filter alone, which the guard keeps itself, so that Trino need not ask it
   * of each row again. Other conditions stay with Trino.
   */
  @Override
  public Optional<ConstraintApplicationResult<ConnectorTableHandle>> applyFilter(
      ConnectorSession session, ConnectorTableHandle handle, Constraint constraint) {
    own(session);
    GuardedTable table = GuardedTable.of(handle);
    ColumnHandle label = table.label();
    TupleDomain<ColumnHandle> all = constraint.getSummary();
    if (table.filtered()
        || label == null
        || !SEEN.equals(all.getDomains().orElse(Map.of()).get(label))) {
      return Optional.empty();
    }
    return Optional.of(
        new ConstraintApplicationResult<>(
            new GuardedTable(table.name(), table.inner(), label, true),
            all.filter((column, domain) -> !column.equals(label)),
            constraint.getExpression(),
            false));
  }

  @Override
  public Optional<ProjectionApplicationResult<ConnectorTableHandle>> applyProjection(
      ConnectorSession session,
      ConnectorTableHandle handle,
      List<ConnectorExpression> projections,
      Map<String, ColumnHandle> assignments) {
    own(session);
    return Optional.empty();
  }

  /** A sample of splits would tell how visible rows lie in files. */
  @Override
  public Optional<SampleApplicationResult<ConnectorTableHandle>> applySample(
      ConnectorSession session,
      ConnectorTableHandle handle,
      SampleType sampleType,
      double sampleRatio) {
    own(session);
    if (sampleType == SampleType.SYSTEM) {
      throw new AccessDeniedException(
          "Cannot sample by files: use TABLESAMPLE BERNOULLI, found TABLESAMPLE SYSTEM");
    }
    return Optional.empty();
  }

  @Override
  public Optional<AggregationApplicationResult<ConnectorTableHandle>> applyAggregation(
      ConnectorSession session,
      ConnectorTableHandle handle,
      List<AggregateFunction> aggregates,
      Map<String, ColumnHandle> assignments,
      List<List<ColumnHandle>> groupingSets) {
    own(session);
    return Optional.empty();
  }

  @Override
  public Optional<JoinApplicationResult<ConnectorTableHandle>> applyJoin(
      ConnectorSession session,
      JoinType joinType,
      ConnectorTableHandle left,
      ConnectorTableHandle right,
      ConnectorExpression joinCondition,
      Map<String, ColumnHandle> leftAssignments,
      Map<String, ColumnHandle> rightAssignments,
      JoinStatistics statistics) {
    own(session);
    return Optional.empty();
  }

  @Override
  @Deprecated
  public Optional<JoinApplicationResult<ConnectorTableHandle>> applyJoin(
      ConnectorSession session,
      JoinType joinType,
      ConnectorTableHandle left,
      ConnectorTableHandle right,
      List<JoinCondition> joinConditions,
      Map<String, ColumnHandle> leftAssignments,
      Map<String, ColumnHandle> rightAssignments,
      JoinStatistics statistics) {
    own(session);
    return Optional.empty();
  }

  @Override
  public Optional<TopNApplicationResult<ConnectorTableHandle>> applyTopN(
      ConnectorSession session,
      ConnectorTableHandle handle,
      long topNCount,
      List<SortItem> sortItems,
      Map<String, ColumnHandle> assignments) {
    own(session);
    return Optional.empty();
  }

  @Override
  public Optional<TableFunctionApplicationResult<ConnectorTableHandle>> applyTableFunction(
      ConnectorSession session, ConnectorTableFunctionHandle handle) {
    own(session);
    return Optional.empty();
  }

  @Override
  public void validateScan(ConnectorSession session, ConnectorTableHandle handle) {
    own(session);
    inner.validateScan(session, GuardedTable.of(handle).inner());
  }

  @Override
  public void createMaterializedView(
      ConnectorSession session,
      SchemaTableName viewName,
      ConnectorMaterializedViewDefinition definition,
      Map<String, Object> properties,
      boolean replace,
      boolean ignoreExisting) {
    throw readOnly();
  }

  @Override
  public void dropMaterializedView(ConnectorSession session, SchemaTableName viewName) {
    throw readOnly();
  }

  @Override
  public List<SchemaTableName> listMaterializedViews(
      ConnectorSession session, Optional<String> schemaName) {
    own(session);
    return inner.listMaterializedViews(session, schemaName);
  }

  @Override
  public Map<SchemaTableName, ConnectorMaterializedViewDefinition> getMaterializedViews(
      ConnectorSession session, Optional<String> schemaName) {
    own(session);
    return Map.of();
  }

  @Override
  public Optional<ConnectorMaterializedViewDefinition> getMaterializedView(
      ConnectorSession session, SchemaTableName viewName) {
    own(session);
    return Optional.empty();
  }

  @Override
  public Map<String, Object> getMaterializedViewProperties(
      ConnectorSession session,
      SchemaTableName viewName,
      ConnectorMaterializedViewDefinition materializedViewDefinition) {
    throw notOffered();
  }

  @Override
  public MaterializedViewFreshness getMaterializedViewFreshness(
      ConnectorSession session, SchemaTableName name) {
    throw notOffered();
  }

  @Override
  public void renameMaterializedView(
      ConnectorSession session, SchemaTableName source, SchemaTableName target) {
    throw readOnly();
  }

  @Override
  public void setMaterializedViewProperties(
      ConnectorSession session,
      SchemaTableName viewName,
      Map<String, Optional<Object>> properties) {
    throw readOnly();
  }

  @Override
  public Optional<TableScanRedirectApplicationResult> applyTableScanRedirect(
      ConnectorSession session, ConnectorTableHandle tableHandle) {
    own(session);
    return Optional.empty();
  }

  @Override
  public Optional<CatalogSchemaTableName> redirectTable(
      ConnectorSession session, SchemaTableName tableName) {
    own(session);
    return Optional.empty();
  }

  @Override
  public OptionalInt getMaxWriterTasks(ConnectorSession session) {
    own(session);
    return OptionalInt.empty();
  }

  @Override
  public boolean allowSplittingReadIntoMultipleSubQueries(
      ConnectorSession session, ConnectorTableHandle tableHandle) {
    own(session);
    return inner.allowSplittingReadIntoMultipleSubQueries(
        session, GuardedTable.of(tableHandle).inner());
  }

  @Override
  public WriterScalingOptions getNewTableWriterScalingOptions(
      ConnectorSession session, SchemaTableName tableName, Map<String, Object> tableProperties) {
    throw readOnly();
  }

  @Override
  public WriterScalingOptions getInsertWriterScalingOptions(
      ConnectorSession session, ConnectorTableHandle tableHandle) {
    throw readOnly();
  }
}
