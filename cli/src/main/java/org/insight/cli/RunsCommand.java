package org.insight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.PublishedRun;
import org.insight.engine.Runs;
import org.insight.jobs.reports.RunPage;
import org.insight.lake.Lake;
import org.insight.observe.RunFiles;
import org.insight.schemas.TableName;
import org.insight.services.AuditedAct;
import org.insight.services.LakeSession;
import org.insight.services.RunControl;
import org.insight.services.Watched;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what was published when. */
@Command(
    name = "runs",
    header = "Lists published runs and what is staged.",
    mixinStandardHelpOptions = true,
    description = {
      "Lists what was published when, the last first, and what is staged and not published yet.",
      "For those who run the platform: it shows no row."
    },
    footerHeading = "%nSee also:%n",
    footer = {
      "  insight runs --page DIR             (a page of what runs did and cost)",
      "  insight diff RUN RUN                (rows that were added, removed and changed)",
      "  insight rollback RUN --reason TEXT  (an earlier run's tables again)"
    })
final class RunsCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @ArgGroup(exclusive = false)
  private @Nullable Drop drop;

  /** That what is staged is to be forgotten, and why. */
  private static final class Drop {

    @Option(
        names = "--drop",
        required = true,
        description = {
          "Forget what jobs have staged: the next run makes it anew. No reader has seen it.",
          "Received items stay staged, for their files may be gone; what was read again or",
          "released does not. The act goes to the audit."
        })
    private boolean wanted;

    @Option(
        names = "--received",
        description = {
          "Forget received items, too, and how far streams have come with them: what is still",
          "in the inbox is received again; what is not is lost. Also where they cannot be read."
        })
    private boolean received;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, in words; goes to the audit.")
    private String reason;
  }

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "table for people, json for programs (default ${DEFAULT-VALUE}).")
  private JobsCommand.Format format;

  @Option(
      names = "--page",
      paramLabel = "DIR",
      description = {
        "Write the page of what runs did and cost to DIR/index.html, from the figures that are kept",
        "(observe.folder), and nothing else: counts, times, names of jobs and tables, and of items",
        "that took long their ids, formats and sizes."
      })
  private @Nullable Path page;

  @Override
  public Integer call() throws IOException {
    if (drop != null && page != null) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot do both: --page writes a page of figures and nothing else, found --drop as well");
    }
    if (drop != null) {
      AuditedAct.requireReason(drop.reason);
    }
    Settings settings = common.settings();
    if (page != null) {
      page(settings, page);
      return 0;
    }
    if (drop != null && drop.wanted) {
      try (LakeSession session = LakeSession.toWrite("runs", settings)) {
        RunControl control =
            new RunControl(session, new PrintedRun(aside(spec.commandLine(), format)));
        if (drop.received) {
          control.dropReceived(drop.reason);
        } else {
          control.drop(drop.reason);
        }
        list(session.lake());
      }
      return 0;
    }
    try (LakeSession session = LakeSession.toInspect("runs", settings)) {
      list(session.lake());
    }
    return 0;
  }

  private void list(Lake lake) throws JsonProcessingException {
    Runs runs = Runs.of(lake);
    List<PublishedRun> all = new ArrayList<>(runs.all());
    Collections.reverse(all);
    switch (format) {
      case TABLE -> table(all, runs.staged());
      case JSON -> json(all, runs.staged());
    }
  }

  /** Where people are told what is no part of the list: a program reads that to its end. */
  static PrintWriter aside(CommandLine line, JobsCommand.Format format) {
    return format == JobsCommand.Format.JSON ? line.getErr() : line.getOut();
  }

  private void page(Settings settings, Path folder) throws IOException {
    if (settings.observe().folder().isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot write the page of runs: observe.folder is empty");
    }
    RunFiles files = new RunFiles(Watched.folder(settings), settings.observe().keep());
    Files.createDirectories(folder);
    Path file = folder.resolve(RunPage.FILE);
    RunFiles.replace(file, RunPage.html(files.history()));
    spec.commandLine().getOut().println(file);
    spec.commandLine().getOut().flush();
  }

  private void table(List<PublishedRun> all, SortedMap<TableName, Long> staged) {
    PrintWriter out = spec.commandLine().getOut();
    List<List<String>> rows = new ArrayList<>();
    for (PublishedRun run : all) {
      rows.add(
          List.of(
              Long.toString(run.number()),
              run.at().truncatedTo(ChronoUnit.SECONDS).toString(),
              run.of() == null ? word(run) : word(run) + " to " + run.of(),
              Integer.toString(run.changed().size())));
    }
    TextTable.print(out, List.of("run", "at (UTC)", "what", "tables changed"), rows);
    sayStaged(out, staged.keySet());
    out.flush();
  }

  /** A line with the tables of which something is staged; nothing where there are none. */
  static void sayStaged(PrintWriter out, Collection<TableName> staged) {
    if (!staged.isEmpty()) {
      out.println();
      out.println(
          "Staged, not published: "
              + staged.stream().map(TableName::toString).collect(Collectors.joining(", ")));
    }
  }

  private void json(List<PublishedRun> all, SortedMap<TableName, Long> staged)
      throws JsonProcessingException {
    List<Map<String, Object>> list = new ArrayList<>();
    for (PublishedRun run : all) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("run", run.number());
      entry.put("at", run.at().toString());
      entry.put("action", word(run));
      entry.put("of", run.of());
      entry.put("changed", run.changed().stream().map(TableName::toString).toList());
      list.add(entry);
    }
    Map<String, Object> both = new LinkedHashMap<>();
    both.put("runs", list);
    both.put("staged", staged.keySet().stream().map(TableName::toString).toList());
    PrintWriter out = spec.commandLine().getOut();
    out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(both));
    out.flush();
  }

  private static String word(PublishedRun run) {
    return run.action().name().toLowerCase(Locale.ROOT);
  }
}
