package org.insight.access;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.insight.policy.BasePolicy;
import org.insight.policy.Entitlement;
import org.insight.policy.Label;
import org.insight.policy.Purpose;
import org.insight.policy.Readers;
import org.insight.policy.Scope;
import org.insight.policy.Validity;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.testing.SharedSpark;

/** A small lake of literal rows, with governance made by the rule. */
final class Lake implements Function<TableName, Dataset<Row>> {

  static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
  static final Contracts CONTRACTS = Contracts.load();

  static final BasePolicy OPEN =
      BasePolicy.fromYaml("{source: FR, purposes: [investigation], conditions: [ask first]}");
  static final BasePolicy SECRET =
      BasePolicy.fromYaml(
          "{source: GB, purposes: [investigation], level: 3, handling: {scheme: INTERPOL, code: H3}}");
  static final BasePolicy EXPIRED =
      BasePolicy.fromYaml("{source: FR, purposes: [investigation], expires_on: 2026-11-24}");
  static final BasePolicy LAST_DAY =
      BasePolicy.fromYaml("{source: FR, purposes: [investigation], expires_on: 2026-11-25}");

  static final BasePolicy ENDING =
      BasePolicy.fromYaml(
          "{source: GB, purposes: [investigation], level: 3, expires_on: 2026-11-30}");

  /** The version of an entity for who may see what is open but not what is secret. */
  static final Label WITHOUT_SECRET = Label.of(List.of(OPEN.id()), List.of(SECRET.id()));

  /** The same, where who may see both may not any more from some day on. */
  static final Label WITHOUT_ENDING = Label.of(List.of(OPEN.id()), List.of(ENDING.id()));

  /** Under which a label is registered whose sets are those of another. */
  static final String MISNAMED = "0123456789abcdee";

  static final Label BOTH = Label.of(OPEN.id()).with(Label.of(SECRET.id()));

  private static final List<BasePolicy> POLICIES = List.of(OPEN, SECRET, EXPIRED, LAST_DAY, ENDING);
  private static final List<Label> LABELS =
      List.of(WITHOUT_SECRET, WITHOUT_ENDING, BOTH, Label.QUARANTINE);
  private static final Map<String, Scope> READERS =
      Readers.parse(
          """
          low: {country: FR, clearance: 0, purposes: [investigation]}
          high: {country: GB, clearance: 3, purposes: [investigation]}
          decider: {country: GB, clearance: 3, purposes: [investigation], role: decider}
          control: {role: control, clearance: 3}
          """);

  private final Map<TableName, Dataset<Row>> tables = new TreeMap<>();

  Lake() {
    List<Row> policies = new ArrayList<>();
    POLICIES.forEach(p -> policies.add(RowFactory.create(p.id(), p.canonical())));
    with("governance.policies", "base_policy_id string, canonical string", policies);
    List<Row> labels = new ArrayList<>();
    LABELS.forEach(
        l -> labels.add(RowFactory.create(l.id(), l.granted().toArray(), l.withheld().toArray())));
    labels.add(RowFactory.create(MISNAMED, BOTH.granted().toArray(), BOTH.withheld().toArray()));
    with(
        "governance.labels",
        "policy_id string, granted array<string>, withheld array<string>",
        labels);
    List<Row> readers = new ArrayList<>();
    READERS.forEach((name, scope) -> readers.add(reader(name, scope)));
    readers.add(reader("twice", READERS.get("control")));
    readers.add(reader("twice", READERS.get("low")));
    with(
        "governance.readers",
        "reader string, scope string, role string, purposes array<string>, clearance int",
        readers);
    List<Row> entitlements = new ArrayList<>();
    List<Label> all = new ArrayList<>(LABELS);
    POLICIES.forEach(p -> all.add(Label.of(p.id())));
    Map<String, Scope> scopes = new TreeMap<>();
    READERS.values().forEach(scope -> scopes.put(scope.id(), scope));
    for (Scope scope : scopes.values()) {
      Map<String, Validity> grants = new TreeMap<>();
      POLICIES.forEach(p -> Entitlement.of(scope, p).ifPresent(days -> grants.put(p.id(), days)));
      for (Label label : all) {
        Entitlement.of(label, id -> java.util.Optional.ofNullable(grants.get(id)))
            .ifPresent(
                days ->
                    entitlements.add(
                        RowFactory.create(
                            scope.id(), label.id(), text(days.from()), text(days.to()))));
      }
    }
    // Entitled by mistake to labels that are not registered, or as others.
    for (String id : List.of("unregistered", MISNAMED)) {
      entitlements.add(RowFactory.create(READERS.get("low").id(), id, null, null));
    }
    with(
        "governance.entitlements",
        "scope string, policy_id string, valid_from string, valid_to string",
        entitlements);
    tables.computeIfPresent(
        TableName.of("governance.entitlements"),
        (n, t) ->
            t.withColumn("valid_from", t.col("valid_from").cast("date"))
                .withColumn("valid_to", t.col("valid_to").cast("date")));
  }

  ReaderSession as(String reader) {
    return as(access(reader));
  }

  ReaderSession as(Access access) {
    return ReaderSession.open(SharedSpark.compiled(), CONTRACTS, this, access, TODAY);
  }

  static Access access(String reader) {
    return new Access("login", reader, "investigation", "case 12 of the tests");
  }

  static String scope(String reader) {
    return READERS.get(reader).id();
  }

  private static Row reader(String name, Scope scope) {
    return RowFactory.create(
        name,
        scope.id(),
        scope.role().code(),
        scope.purposes().stream().map(Purpose::code).toArray(),
        scope.clearance());
  }

  /** Rows of some columns of a table; the others are null, or of the type's nothing. */
  Lake with(String table, String ddl, List<Row> rows) {
    SparkSession spark = SharedSpark.compiled();
    return with(table, spark.createDataFrame(rows, StructType.fromDDL(ddl)));
  }

  Lake with(String table, Dataset<Row> some) {
    TableContract contract = CONTRACTS.get(TableName.of(table));
    String[] columns =
        contract.columns().stream()
            .map(
                c ->
                    Arrays.asList(some.columns()).contains(c.name())
                        ? c.name()
                        : "cast(null as " + c.type() + ") as " + c.name())
            .toArray(String[]::new);
    tables.put(contract.name(), some.selectExpr(columns));
    return this;
  }

  @Override
  public Dataset<Row> apply(TableName name) {
    Dataset<Row> rows = tables.get(name);
    return rows != null
        ? rows
        : with(
                name.toString(),
                CONTRACTS.get(name).columns().stream()
                    .map(c -> c.name() + " " + c.type())
                    .collect(Collectors.joining(", ")),
                List.of())
            .apply(name);
  }

  private static String text(LocalDate day) {
    return day == null ? null : day.toString();
  }
}
