package org.insight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insight.run.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the jobs. */
@Command(
    name = "jobs",
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
    List<Job> jobs = Pipeline.registry(common.settings()).all();
    switch (format) {
      case JSON -> {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Job job : jobs) {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("stage", job.writes().stage());
          entry.put("job", job.name());
          entry.put("reads", reads(job));
          entry.put("writes", job.writes().toString());
          list.add(entry);
        }
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

  private static List<String> reads(Job job) {
    return job.reads().stream().map(r -> r.table().toString()).sorted().toList();
  }
}
