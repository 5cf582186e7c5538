package org.insight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.config.Settings.LogFormat;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.ProgressLine;
import org.insight.engine.RunLock;
import org.insight.engine.Sessions;
import org.insight.engine.TaskMeter;
import org.insight.lake.Lake;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableName;
import org.insight.verify.Verdict;
import org.insight.verify.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves the labels of the lake. */
@Command(
    name = "verify",
    header = "Recomputes every row's label independently.",
    mixinStandardHelpOptions = true,
    description = {
      "Works out the label of every row again from the rows that it was made from, by code that",
      "shares nothing with the jobs but the algebra of policies, and compares.",
      "Says for each table how many rows were checked, how many differ and what it cost.",
      "Exit code 4 where one differs. Reads only; no run goes on meanwhile."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight verify --table links.edges --table curated.links --limit 20")
final class VerifyCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--table",
      paramLabel = "STAGE.TABLE",
      description = "Only this table; may be given more than once (default: all).")
  private List<String> tables = new ArrayList<>();

  @Option(
      names = "--staged",
      description = "What a run has staged, as `insight publish` verifies it.")
  private boolean staged;

  @Option(
      names = "--limit",
      defaultValue = "5",
      paramLabel = "N",
      description = "Most mismatches of a table to name, by id (default ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "table for people, json for programs (default ${DEFAULT-VALUE}).")
  private JobsCommand.Format format;

  @Override
  public Integer call() throws JsonProcessingException {
    if (limit < 0) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot verify: --limit must be 0 or more, found " + limit);
    }
    Settings settings = common.settings();
    List<TableName> wanted = wanted();
    double before = Verifier.cpuSeconds();
    List<Verdict> verdicts;
    if (!Lake.exists(settings.lake())) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot open the lake: there is none, found "
              + settings.lake().path()
              + "; `insight run` makes one");
    }
    try (RunLock lock = RunLock.take(settings.lake().path());
        SparkSession spark = Sessions.open("verify", settings)) {
      LogFormat log = settings.observe().log();
      TaskMeter progress =
          TaskMeter.on(
              spark.sparkContext(), (what, tasks) -> ProgressLine.as(log, what, tasks.longValue()));
      Lake lake = Lake.open(spark, settings.lake(), Contracts.load());
      Verifier verifier = new Verifier(staged ? lake.ofRun() : lake);
      verifier.refuseHalfRun();
      verdicts = verifier.verify(wanted, limit, t -> progress.show("verify " + t));
    }
    double cpuSeconds = Verifier.cpuSeconds() - before;
    switch (format) {
      case TABLE -> table(verdicts, cpuSeconds);
      case JSON -> json(verdicts, cpuSeconds);
    }
    Verdict.refuseMismatches(verdicts);
    return 0;
  }

  private List<TableName> wanted() {
    List<TableName> all = Verifier.tables(Contracts.load().all());
    if (tables.isEmpty()) {
      return all;
    }
    List<TableName> wanted = new ArrayList<>();
    for (String table : tables) {
      wanted.add(
          all.stream()
              .filter(t -> t.toString().equals(table))
              .findFirst()
              .orElseThrow(
                  () ->
                      new InsightException(
                          ErrorKind.USAGE,
                          "Cannot verify a table: it has no labels to check, found " + table)));
    }
    return wanted;
  }

  private void table(List<Verdict> verdicts, double cpuSeconds) {
    PrintWriter out = spec.commandLine().getOut();
    List<List<String>> rows = new ArrayList<>();
    for (Verdict v : verdicts) {
      rows.add(
          List.of(
              v.table().toString(),
              String.format(Locale.ROOT, "%,d", v.rows()),
              String.format(Locale.ROOT, "%,d", v.mismatches()),
              String.format(Locale.ROOT, "%.1f", v.cpuSeconds()),
              v.reasons().entrySet().stream()
                  .map(e -> String.format(Locale.ROOT, "%,d %s", e.getValue(), e.getKey()))
                  .collect(Collectors.joining(", "))));
    }
    TextTable.print(out, List.of("table", "rows checked", "mismatches", "CPU-s", "why"), rows);
    out.println();
    for (Verdict v : verdicts) {
      for (String example : v.examples()) {
        out.println(v.table() + " " + example);
      }
    }
    out.printf(
        Locale.ROOT,
        "%,d rows checked, %,d mismatches, %.1f CPU-seconds%n",
        verdicts.stream().mapToLong(Verdict::rows).sum(),
        verdicts.stream().mapToLong(Verdict::mismatches).sum(),
        cpuSeconds);
    out.flush();
  }

  private void json(List<Verdict> verdicts, double cpuSeconds) throws JsonProcessingException {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Verdict v : verdicts) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("table", v.table().toString());
      entry.put("rows", v.rows());
      entry.put("mismatches", v.mismatches());
      entry.put("reasons", v.reasons());
      entry.put("examples", v.examples());
      entry.put("cpu_seconds", v.cpuSeconds());
      list.add(entry);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("rows", verdicts.stream().mapToLong(Verdict::rows).sum());
    all.put("mismatches", verdicts.stream().mapToLong(Verdict::mismatches).sum());
    all.put("cpu_seconds", cpuSeconds);
    all.put("tables", list);
    PrintWriter out = spec.commandLine().getOut();
    out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    out.flush();
  }
}
