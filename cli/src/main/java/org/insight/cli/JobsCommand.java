package org.insight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insight.engine.Job;
import org.insight.schemas.Column;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.services.RunControl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the jobs. */
@Command(
    name = "jobs",
    header = "Lists the jobs and what each reads.",
    mixinStandardHelpOptions = true,
    description = "Lists the jobs in the order in which a run takes them, with what each reads.")
final class JobsCommand implements Callable<Integer> {

  /** How to print. */
  enum Format {
    TABLE,
    JSON
  }

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "table for people, json for schedulers (default ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    List<Job> jobs = RunControl.registry(common.settings()).all();
    switch (format) {
      case JSON -> {
        Contracts contracts = Contracts.load();
        List<Map<String, Object>> list = jobs.stream().map(job -> entry(job, contracts)).toList();
        out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(list));
      }
      case TABLE -> {
        List<List<String>> rows = new ArrayList<>();
        for (Job job : jobs) {
          rows.add(
              List.of(
                  job.writes().stage(),
                  job.name(),
                  String.join(", ", reads(job)),
                  job.writes().toString()));
        }
        TextTable.print(out, List.of("stage", "job", "reads", "writes"), rows);
      }
    }
    return 0;
  }

  /** With what the contracts say, so that a scheduler needs nothing else to name and explain it. */
  private static Map<String, Object> entry(Job job, Contracts contracts) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("stage", job.writes().stage());
    entry.put("job", job.name());
    entry.put("reads", reads(job));
    entry.put(
        "outside",
        job.reads().stream()
            .filter(r -> contracts.find(r.table()).isEmpty())
            .map(r -> r.table().toString())
            .sorted()
            .toList());
    entry.put("writes", job.writes().toString());
    TableContract contract = contracts.get(job.writes());
    entry.put("description", contract.description());
    entry.put("grain", contract.grain());
    List<Map<String, String>> columns = new ArrayList<>();
    for (Column column : contract.columns()) {
      Map<String, String> told = new LinkedHashMap<>();
      told.put("name", column.name());
      told.put("type", column.type());
      told.put("doc", column.doc());
      columns.add(told);
    }
    entry.put("columns", columns);
    return entry;
  }

  private static List<String> reads(Job job) {
    return job.reads().stream().map(r -> r.table().toString()).sorted().toList();
  }
}
