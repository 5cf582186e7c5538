package org.insight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.insight.config.Settings;
import org.insight.engine.Runs;
import org.insight.jobs.governance.StrangeBody;
import org.insight.jobs.landing.Quarantined;
import org.insight.jobs.reports.IngestFigures;
import org.insight.jobs.reports.IngestPage;
import org.insight.jobs.text.FailedTranslations;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.insight.lake.Lake;
import org.insight.lake.Snapshot;
import org.insight.lake.StagedWrite;
import org.insight.observe.RunFiles;
import org.insight.observe.RunHistory;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.LakeSession;
import org.insight.services.Watched;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what the lake holds. For those who run it, not for readers: it counts all rows. */
@Command(
    name = "status",
    header = "Counts rows, rejects and quarantined items.",
    mixinStandardHelpOptions = true,
    description = {
      "Says for each table how many rows it holds, which job wrote to it last and when; how many",
      "items were rejected, by reason; from which folders of the inbox those in quarantine came and",
      "what is wrong with them (`insight try FILE` says it of one file, `insight retry --policy`",
      "releases them); which bodies policies name that no reader is of: a restriction with a mistyped",
      "name restricts nobody; of which tables something is staged that no run has published; and",
      "which languages are not translated, for their engine is not there, and how many sentences have",
      "no translation, for their engine gave none.",
      "--ingest writes the ingest report: items, pages and bytes by source and format, what was not",
      "read and why, the slowest items, and what was tried again.",
      "For those who run the platform: it counts rows of all policies, and shows none."
    })
final class StatusCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "table for people, json for programs (default ${DEFAULT-VALUE}).")
  private JobsCommand.Format format;

  @Option(
      names = "--ingest",
      paramLabel = "DIR",
      description = "Write the ingest report to DIR/ingest.html as well.")
  private @Nullable Path ingest;

  /** Of bodies, and of folders with what is in quarantine: whoever sends may make up many. */
  private static final int MOST = 50;

  private record Line(String table, long rows, String job, String at, long added) {}

  @Override
  public Integer call() throws IOException {
    Settings settings = common.settings();
    try (LakeSession session = LakeSession.toInspect("status", settings)) {
      Lake lake = session.lake();
      List<Line> lines = new ArrayList<>();
      for (TableContract contract : lake.contracts().all()) {
        lines.add(line(lake, contract));
      }
      Map<String, Long> rejects = new TreeMap<>();
      lake.forEach(
          Tables.REJECTS,
          List.of("reason_code"),
          row -> rejects.merge(row.getString(0), 1L, Long::sum));
      List<Quarantined> quarantined = Quarantined.of(lake, MOST + 1);
      List<StrangeBody> bodies = StrangeBody.of(lake, MOST);
      Set<TableName> staged = Runs.of(lake).staged().keySet();
      switch (format) {
        case TABLE -> {
          table(lines, rejects, quarantined, bodies);
          RunsCommand.sayStaged(spec.commandLine().getOut(), staged);
          translation(settings, lake)
              .forEach(
                  line -> {
                    spec.commandLine().getOut().println();
                    spec.commandLine().getOut().println(line);
                  });
        }
        case JSON -> json(lines, rejects, quarantined, bodies, staged, translation(settings, lake));
      }
      if (ingest != null) {
        ingest(settings, lake, ingest);
      }
    }
    return 0;
  }

  private static List<String> translation(Settings settings, Lake lake) {
    Translator translator = Translator.of(TranslationPlan.of(settings.translation()));
    return Stream.of(translator.missing(), translator.sending(), FailedTranslations.of(lake))
        .flatMap(Optional::stream)
        .toList();
  }

  private void ingest(Settings settings, Lake lake, Path folder) throws IOException {
    RunHistory history =
        settings.observe().folder().isEmpty()
            ? new RunHistory(List.of())
            : new RunFiles(Watched.folder(settings), settings.observe().keep()).history();
    Files.createDirectories(folder);
    Path file = folder.resolve(IngestPage.FILE);
    RunFiles.replace(file, IngestPage.html(IngestFigures.of(lake), history));
    if (format == JobsCommand.Format.TABLE) {
      spec.commandLine().getOut().println();
      spec.commandLine().getOut().println(file);
    }
  }

  private static Line line(Lake lake, TableContract contract) {
    long rows = lake.rows(contract.name());
    Snapshot last = lake.lastWrite(contract.name());
    if (last == null) {
      return new Line(contract.name().toString(), rows, "", "", 0);
    }
    return new Line(
        contract.name().toString(),
        rows,
        last.summary().getOrDefault(StagedWrite.JOB, ""),
        Instant.ofEpochMilli(last.timestampMillis()).truncatedTo(ChronoUnit.SECONDS).toString(),
        last.addedRows());
  }

  private void table(
      List<Line> lines,
      Map<String, Long> rejects,
      List<Quarantined> quarantined,
      List<StrangeBody> bodies) {
    List<List<String>> rows = new ArrayList<>();
    for (Line l : lines) {
      rows.add(
          List.of(
              l.table(),
              String.format(Locale.ROOT, "%,d", l.rows()),
              l.job(),
              l.at(),
              l.job().isEmpty() ? "" : String.format(Locale.ROOT, "%,d", l.added())));
    }
    TextTable.print(
        spec.commandLine().getOut(),
        List.of("table", "rows", "last written by", "at (UTC)", "rows written"),
        rows);
    spec.commandLine().getOut().println();
    List<List<String>> reasons = new ArrayList<>();
    rejects.forEach(
        (reason, count) -> reasons.add(List.of(reason, String.format(Locale.ROOT, "%,d", count))));
    TextTable.print(spec.commandLine().getOut(), List.of("rejected because", "items"), reasons);
    if (!quarantined.isEmpty()) {
      spec.commandLine().getOut().println();
      TextTable.print(
          spec.commandLine().getOut(),
          List.of("in quarantine, of folder", "items", "reason", "what is wrong"),
          quarantined.stream()
              .limit(MOST)
              .map(
                  q ->
                      List.of(
                          q.folder(),
                          String.format(Locale.ROOT, "%,d", q.items()),
                          q.reason(),
                          q.words()))
              .toList());
      if (quarantined.size() > MOST) {
        spec.commandLine().getOut().println("… and of more folders, with fewer items each");
      }
    }
    if (!bodies.isEmpty()) {
      spec.commandLine().getOut().println();
      TextTable.print(
          spec.commandLine().getOut(),
          List.of("in policies, and no reader is of it", "not for it", "for it"),
          bodies.stream()
              .map(b -> List.of(b.name(), Long.toString(b.notFor()), Long.toString(b.onlyFor())))
              .toList());
    }
  }

  private void json(
      List<Line> lines,
      Map<String, Long> rejects,
      List<Quarantined> quarantined,
      List<StrangeBody> bodies,
      Set<TableName> staged,
      List<String> translation)
      throws JsonProcessingException {
    Map<String, Object> status = new LinkedHashMap<>();
    List<Map<String, Object>> tables = new ArrayList<>();
    for (Line l : lines) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("table", l.table());
      entry.put("rows", l.rows());
      entry.put("last_job", l.job());
      entry.put("last_run", l.at());
      entry.put("last_rows", l.added());
      tables.add(entry);
    }
    status.put("tables", tables);
    status.put("rejects", rejects);
    status.put(
        "quarantined",
        quarantined.stream()
            .limit(MOST)
            .map(
                q ->
                    Map.of(
                        "folder", q.folder(),
                        "items", q.items(),
                        "reason", q.reason(),
                        "what_is_wrong", q.words()))
            .toList());
    status.put("quarantined_of_more_folders", quarantined.size() > MOST);
    status.put(
        "strange_bodies",
        bodies.stream()
            .map(b -> Map.of("name", b.name(), "not_for", b.notFor(), "only_for", b.onlyFor()))
            .toList());
    status.put("staged", staged.stream().map(TableName::toString).toList());
    if (!translation.isEmpty()) {
      status.put("translation", translation);
    }
    spec.commandLine()
        .getOut()
        .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(status));
  }
}
