package org.insight.cli;

import static org.apache.spark.sql.functions.col;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.insight.access.Standing;
import org.insight.audit.Act;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.engine.Runs;
import org.insight.engine.Sessions;
import org.insight.jobs.governance.RegisterPolicies;
import org.insight.lake.Lake;
import org.insight.policy.BasePolicy;
import org.insight.policy.Label;
import org.insight.policy.Restrictions;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.Tables;
import org.insight.services.AuditBook;
import org.insight.services.AuditedAct;
import org.insight.services.ReaderDoor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who sees a row, and by what. */
@Command(
    name = "who-can-see",
    header = "Names the readers who can see a row today.",
    mixinStandardHelpOptions = true,
    description = {
      "Says which readers see a row today, and by which base policies; of an entity that depends",
      "on the viewer, each version. For those who answer for the platform: it tells of what is",
      "withheld, too. It shows nothing of the row itself, and is audited."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight who-can-see curated.persons 3f2a… --reason \"complaint 2026-7\"")
final class WhoCanSeeCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Parameters(index = "0", paramLabel = "TABLE", description = "The table, stage.table.")
  private String table;

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "The row's id: the value of the first column of the table's grain.")
  private String id;

  @Mixin private AuditReason reason;

  @Override
  public Integer call() {
    String why = reason.text();
    Settings settings = common.settings();
    TableContract contract = contract();
    try (SparkSession spark = Sessions.open("who-can-see", settings)) {
      Lake lake = Lake.open(spark, settings.lake(), Contracts.load());
      AuditedAct audit =
          AuditedAct.act(
                  AuditBook.trail(settings, lake), "insight who-can-see", Act.WHO_CAN_SEE, why)
              .on(null, null, List.of(contract.name().toString()), id, null);
      audit.start();
      audit.ending(() -> answer(lake, contract));
    }
    return 0;
  }

  private TableContract contract() {
    return Contracts.load().all().stream()
        .filter(c -> c.name().toString().equals(table))
        .filter(TableContract::carriesPolicy)
        .findFirst()
        .orElseThrow(
            () ->
                new InsightException(
                    ErrorKind.USAGE,
                    "Cannot say who can see a row: no such table for readers, found "
                        + OneLine.of(table)));
  }

  private long answer(Lake lake, TableContract contract) {
    String column = contract.grain().get(0);
    List<Row> versions =
        lake.read(contract.name())
            .where(col(column).cast("string").equalTo(id))
            .select(TableContract.POLICY_ID)
            .distinct()
            .orderBy(TableContract.POLICY_ID)
            .collectAsList();
    if (versions.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot say who can see a row: none of that " + column + ", found " + OneLine.of(id));
    }
    PrintWriter out = spec.commandLine().getOut();
    Map<String, BasePolicy> policies = RegisterPolicies.byId(lake.read(Tables.POLICIES));
    SortedMap<String, Standing.LetIn> letIn =
        Standing.letIn(lake.read(Tables.READERS), lake.read(Tables.READER_ACTS));
    long shown = 0;
    for (Row version : versions) {
      String policyId = version.getString(0);
      List<Row> labels =
          lake.read(Tables.LABELS).where(col("policy_id").equalTo(policyId)).collectAsList();
      Label label =
          labels.isEmpty()
              ? Label.of(policyId)
              : Label.of(labels.get(0).<String>getList(1), labels.get(0).<String>getList(2));
      out.println("label " + policyId);
      label
          .granted()
          .forEach(p -> out.println("  rests on    " + OneLine.shown(inWords(policies, p))));
      label
          .withheld()
          .forEach(p -> out.println("  is without  " + OneLine.shown(inWords(policies, p))));
      shown += readers(out, letIn, entitled(lake, policyId, LocalDate.now(ZoneOffset.UTC)));
    }
    out.flush();
    return shown;
  }

  /** Days by scope, on the day by which the reader's door opens. */
  static Map<String, String> entitled(Lake lake, String policyId, LocalDate today) {
    LocalDate day = ReaderDoor.day(today, Runs.of(lake).last());
    Dataset<Row> rows =
        lake.read(Tables.ENTITLEMENTS)
            .where(col("policy_id").equalTo(policyId))
            .where("valid_from IS NULL OR valid_from <= DATE '" + day + "'")
            .where("valid_to IS NULL OR valid_to >= DATE '" + day + "'");
    Map<String, String> scopes = new TreeMap<>();
    for (Row row : rows.selectExpr("scope", "cast(valid_to AS string)").collectAsList()) {
      scopes.put(row.getString(0), row.isNullAt(1) ? "" : row.getString(1));
    }
    return scopes;
  }

  private static long readers(
      PrintWriter out, SortedMap<String, Standing.LetIn> letIn, Map<String, String> entitled) {
    List<List<String>> rows = new ArrayList<>();
    letIn.forEach(
        (reader, rights) -> {
          String until = entitled.get(rights.scope());
          if (until != null) {
            rows.add(List.of(reader, rights.scope(), until));
          }
        });
    if (rows.isEmpty()) {
      out.println("  nobody sees it");
    } else {
      TextTable.print(out, List.of("reader", "scope", "until"), rows);
    }
    out.println();
    return rows.size();
  }

  private static String inWords(Map<String, BasePolicy> policies, String id) {
    BasePolicy policy = policies.get(id);
    return id + " " + (policy == null ? "(not known)" : Restrictions.inWords(List.of(policy)));
  }
}
