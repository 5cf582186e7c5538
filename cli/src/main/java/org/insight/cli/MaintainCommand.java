package org.insight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.config.Settings.LogFormat;
import org.insight.config.Settings.MaintainSettings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.engine.LakeMaintenance;
import org.insight.engine.LakeMaintenance.Done;
import org.insight.engine.LakeMaintenance.Due;
import org.insight.engine.ProgressLine;
import org.insight.engine.TaskMeter;
import org.insight.lake.Compaction;
import org.insight.lake.TableSize;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.services.AuditedAct;
import org.insight.services.LakeSession;
import org.insight.services.LakeUpkeep;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Looks after the files of the tables. */
@Command(
    name = "maintain",
    header = "Compacts files and expires old snapshots.",
    mixinStandardHelpOptions = true,
    description = {
      "Rewrites small files and those that hold deleted rows, lets snapshots go that nobody needs,",
      "and removes files that no table names. No row changes, and no job runs for it. The last runs",
      "stay: readers read on, and `insight rollback` and `diff` reach them. Refuses while a run is",
      "staged and not published. Nothing that it keeps is lost when it is cut off: run it again.",
      "For those who run the platform: it shows no row. The act goes to the audit."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight maintain --dry-run          (what is due)",
      "  insight maintain                    (as the settings `maintain:` say; once a week)",
      "  insight maintain --keep-runs 3 --older-than 12h --table links.edges"
    })
final class MaintainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--table",
      paramLabel = "STAGE.TABLE",
      description = "Only this table; may be given more than once.")
  private List<String> tables = new ArrayList<>();

  @Option(
      names = "--keep-runs",
      paramLabel = "N",
      description =
          "The last N runs can be read and gone back to afterwards; in place of maintain.keep_runs.")
  private @Nullable Integer keepRuns;

  @Option(
      names = "--older-than",
      paramLabel = "DURATION",
      converter = Age.class,
      description = {
        "Only what is older goes, as 3d, 12h, 30m; in place of maintain.older_than_days.",
        "Files that no table names stay a day at least: a write may not have ended."
      })
  private @Nullable Duration olderThan;

  @Option(names = "--dry-run", description = "Say what is due, and do nothing.")
  private boolean dryRun;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description =
          "Why, in words, as where less is kept than the settings say; goes to the audit.")
  private @Nullable String reason;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "table for people, json for programs (default ${DEFAULT-VALUE}).")
  private JobsCommand.Format format;

  /** A duration as people write it. */
  static final class Age implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([dhms])");

    @Override
    public Duration convert(String text) {
      Matcher found = FORM.matcher(text);
      if (!found.matches()) {
        throw new TypeConversionException(
            "a duration is a number and d, h, m or s, as 3d, found " + text);
      }
      ChronoUnit unit =
          switch (found.group(2)) {
            case "d" -> ChronoUnit.DAYS;
            case "h" -> ChronoUnit.HOURS;
            case "m" -> ChronoUnit.MINUTES;
            default -> ChronoUnit.SECONDS;
          };
      return Duration.of(Long.parseLong(found.group(1)), unit);
    }
  }

  @Override
  public Integer call() throws JsonProcessingException {
    if (reason != null) {
      AuditedAct.requireReason(reason);
    }
    Settings settings = common.settings();
    settings.lake().requireIceberg("maintain the lake");
    Contracts contracts = Contracts.load();
    Set<TableName> chosen = chosen(contracts);
    LakeMaintenance.Rules rules = rules(settings.maintain());
    LogFormat log = settings.observe().log();
    if (dryRun) {
      try (LakeSession session = LakeSession.toRead("maintain", settings)) {
        due(LakeUpkeep.due(session, rules, chosen, progress(session.spark(), log)));
      }
    } else {
      try (LakeSession session = LakeSession.toWrite("maintain", settings)) {
        done(LakeUpkeep.run(session, rules, chosen, reason, progress(session.spark(), log)));
      }
    }
    return 0;
  }

  private static Consumer<TableName> progress(SparkSession spark, LogFormat log) {
    TaskMeter progress =
        TaskMeter.on(
            spark.sparkContext(), (what, tasks) -> ProgressLine.as(log, what, tasks.longValue()));
    return table -> progress.show("maintain " + table);
  }

  private Set<TableName> chosen(Contracts contracts) {
    Set<TableName> chosen = new LinkedHashSet<>();
    for (String name : tables) {
      contracts.all().stream()
          .map(TableContract::name)
          .filter(table -> table.toString().equals(name))
          .findFirst()
          .ifPresentOrElse(
              chosen::add,
              () -> {
                throw new InsightException(
                    ErrorKind.USAGE,
                    "Cannot maintain a table: there is none of that name, found "
                        + OneLine.of(name));
              });
    }
    if (chosen.isEmpty()) {
      contracts.all().forEach(contract -> chosen.add(contract.name()));
    }
    return chosen;
  }

  private LakeMaintenance.Rules rules(MaintainSettings settings) {
    return new LakeMaintenance.Rules(
        keepRuns == null ? settings.keepRuns() : keepRuns,
        olderThan == null ? Duration.ofDays(settings.olderThanDays()) : olderThan,
        LakeUpkeep.limits(settings));
  }

  private void due(List<Due> all) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TABLE ->
          TextTable.print(
              out,
              List.of("table", "files", "to rewrite", "snapshots", "to expire", "orphan files"),
              all.stream()
                  .map(
                      due ->
                          List.of(
                              due.table().toString(),
                              count(due.size().files()),
                              word(due.rewrite()),
                              count(due.size().snapshots()),
                              count(due.snapshots()),
                              count(due.orphans())))
                  .toList());
      case JSON -> {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Due due : all) {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("table", due.table().toString());
          entry.put("size", numbers(due.size()));
          entry.put("rewrite", word(due.rewrite()));
          entry.put("snapshots", due.snapshots());
          entry.put("orphans", due.orphans());
          list.add(entry);
        }
        json(list);
      }
    }
  }

  private void done(List<Done> all) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TABLE -> {
        List<List<String>> rows = new ArrayList<>();
        for (Done done : all) {
          TableSize was = done.before();
          TableSize is = done.after();
          rows.add(
              List.of(
                  done.table().toString(),
                  change(was.files(), is.files()),
                  change(was.bytes(), is.bytes()),
                  change(was.stored(), is.stored()),
                  change(was.snapshots(), is.snapshots()),
                  count(done.orphans())));
        }
        TextTable.print(
            out,
            List.of("table", "files", "bytes", "stored bytes", "snapshots", "orphan files removed"),
            rows);
      }
      case JSON -> {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Done done : all) {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("table", done.table().toString());
          entry.put("before", numbers(done.before()));
          entry.put("after", numbers(done.after()));
          entry.put("orphans", done.orphans());
          list.add(entry);
        }
        json(list);
      }
    }
  }

  private void json(List<Map<String, Object>> tables) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .writeValueAsString(Map.of("tables", tables)));
    out.flush();
  }

  private static Map<String, Long> numbers(TableSize size) {
    Map<String, Long> numbers = new LinkedHashMap<>();
    numbers.put("files", size.files());
    numbers.put("bytes", size.bytes());
    numbers.put("stored", size.stored());
    numbers.put("snapshots", size.snapshots());
    return numbers;
  }

  private static String word(Compaction.Extent extent) {
    return extent.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String change(long before, long after) {
    return before == after ? count(after) : count(before) + " > " + count(after);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
