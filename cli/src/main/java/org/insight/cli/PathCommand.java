package org.insight.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.services.ask.FoundLink;
import org.insight.services.ask.FoundPath;
import org.insight.services.ask.LinkEnd;
import org.insight.services.ask.PageTable;
import org.insight.services.ask.PathFinder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds how two entities are connected. */
@Command(
    name = "path",
    header = "Finds the best paths between two entities.",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the best paths between two entities over the links that the reader sees, the strongest",
      "first. Each step has what both ends share, its grading, its independent sources, and the",
      "records and documents that carry it.",
      "",
      "A path may pass from an entity to one that may be the same, as a name alone joins nobody.",
      "Such a step is marked possible_match and counts no hop. It is a hypothesis: look at both",
      "with `insight review` and decide. A step lead_phone or the like is one too: one end has a",
      "number without its country, and the other has one that it may be. --no-matches leaves such",
      "paths out.",
      "",
      "Strength is in bits: each bit halves the chance that the link says nothing. What many share",
      "weighs little (docs/for-analysts.md). It says nothing of what persons did.",
      "A name that fits several entities gives a list, and exit code 3."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight path --as demo --purpose investigation --reason \"case 12\" \"Ada Zorn\" E-5f2c…"
    })
final class PathCommand implements Asking.Question {

  @Mixin private Following following;

  @Option(
      names = "--hops",
      defaultValue = "4",
      paramLabel = "N",
      description = "Most links of a path, up to 4 (default ${DEFAULT-VALUE}).")
  private int hops;

  @Option(
      names = "--most",
      defaultValue = "5",
      paramLabel = "N",
      description = "Most paths (default ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = "--no-matches",
      description = "No steps between entities that may be one, or may have one number.")
  private boolean noMatches;

  @Parameters(
      index = "0",
      paramLabel = "FROM",
      description = "An entity: its id, or that of a record or document; a name or a number.")
  private String from;

  @Parameters(index = "1", paramLabel = "TO", description = "Another one.")
  private String to;

  @Override
  public Asking asking() {
    return following.asking();
  }

  @Override
  public Integer call() {
    PathFinder finder = new PathFinder(from, to, hops, most, !noMatches);
    return following.ask(
        "path", finder.asked(), PathFinder.TABLES, finder::of, paths -> print(paths));
  }

  private long print(List<FoundPath> paths) {
    PrintWriter out = following.out();
    if (following.isPage()) {
      page(paths);
    } else if (following.isJson()) {
      JsonLines.print(out, paths);
    } else if (paths.isEmpty()) {
      out.println("No path of " + hops + (hops == 1 ? " hop" : " hops") + " or fewer is visible.");
    } else {
      paths.forEach(path -> table(out, path));
    }
    Answer.requireTaken(out);
    return paths.size();
  }

  private static void table(PrintWriter out, FoundPath path) {
    PageTable table = table(path);
    out.println(table.title());
    TextTable.print(out, table.heading(), table.rows());
    path.steps().forEach(step -> Following.evidence(out, step));
    out.println();
  }

  private static PageTable table(FoundPath path) {
    List<List<String>> rows = new ArrayList<>();
    for (FoundLink step : path.steps()) {
      rows.add(
          List.of(
              step.from().shown(),
              step.from().id(),
              step.shared(),
              step.to().shown(),
              step.to().id(),
              step.days(),
              Following.bits(step.strength()),
              Integer.toString(step.independentSources()),
              String.join(", ", step.grading()),
              step.restrictions()));
    }
    return new PageTable(
        path.hops()
            + (path.hops() == 1 ? " hop, " : " hops, ")
            + Following.bits(path.strength())
            + " bits",
        List.of(
            "from",
            "id",
            "shares",
            "with",
            "id",
            "days",
            "bits",
            "sources",
            "grading",
            "restrictions"),
        rows);
  }

  private void page(List<FoundPath> paths) {
    Map<Set<String>, FoundLink> links = new LinkedHashMap<>();
    Set<String> asked = new HashSet<>();
    String title = from + " – " + to;
    for (FoundPath path : paths) {
      LinkEnd first = path.steps().get(0).from();
      LinkEnd last = path.steps().get(path.steps().size() - 1).to();
      asked.addAll(List.of(first.id(), last.id()));
      title = first.shown() + " – " + last.shown();
      for (FoundLink step : path.steps()) {
        links.putIfAbsent(Set.of(step.from().id(), step.to().id()), step);
      }
    }
    following.page(
        title,
        asked,
        List.copyOf(links.values()),
        List.of(),
        paths.stream().map(PathCommand::table).toList());
  }
}
