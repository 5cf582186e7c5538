package org.insight.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.findings.FindingKind;
import org.insight.findings.Periods;
import org.insight.services.ask.EdgeFile;
import org.insight.services.ask.FindingsFinder;
import org.insight.services.ask.FoundFinding;
import org.insight.services.ask.FoundFinding.FoundRide;
import org.insight.services.ask.FoundFinding.FoundTransfer;
import org.insight.services.ask.FoundLink;
import org.insight.services.ask.PageTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what stands out in a network. */
@Command(
    name = "findings",
    header = "Finds what stands out in networks and money.",
    mixinStandardHelpOptions = true,
    modelTransformer = FindingsCommand.WithOptionalReader.class,
    description = {
      "Finds what stands out among the links and payments that the reader sees:",
      "  fan-in, fan-out   many pay one account within two weeks, or one pays many",
      "  cycle, layering   money comes back, or is passed on quickly and almost whole",
      "  travel-group      persons who were on the same journeys more often than by chance",
      "  broker, bridge    who or what connects parts of the network",
      "  community         groups that are linked among themselves",
      "  community-change  communities that are born, gone, grown, shrunk, split or merged from one",
      "                    period to the next; only if it is named, or --periods is given",
      "  likely-link       ends that share rare neighbours: a hypothesis to be confirmed",
      "  common-associate  who is linked to several of the entities that are named",
      "  path              the shortest path of up to four hops between two of those named",
      "The rules are in docs/for-analysts.md. A finding says nothing of what persons did.",
      "",
      "With --file it reads a network of yours instead, and no lake: CSV or Parquet with the",
      "columns from and to, and optionally weight, amount and time (a day)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight findings --as demo --purpose investigation --reason \"case 12\" --kind fan-in,cycle",
      "  insight findings --file transfers.csv --format json",
      "  insight findings --file calls.csv --kind community-change --periods quarter"
    })
final class FindingsCommand implements Asking.Question {

  /** A file is read by nobody in particular. */
  static final class WithOptionalReader implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      OptionSpec reader = command.findOption(READER);
      command.remove(reader);
      command.addOption(reader.toBuilder().required(false).build());
      return command;
    }
  }

  private static final String READER = "--as";

  @Spec private CommandSpec spec;

  @Mixin private Following following;

  @Option(
      names = "--kind",
      split = ",",
      paramLabel = "KIND",
      description = "What to find, separated by commas (default: all of the above).")
  private List<String> kinds = new ArrayList<>();

  @Option(
      names = "--most",
      defaultValue = "10",
      paramLabel = "N",
      description = "Most findings of a kind (default ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = "--periods",
      paramLabel = "PERIODS",
      description =
          "Periods from which to which communities change: month, quarter, year, or a number of"
              + " days (default: month).")
  private @Nullable String periods;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "A network of yours in place of a lake.")
  private @Nullable Path file;

  @Parameters(
      arity = "0..*",
      paramLabel = "ENTITY",
      description = "Only what is about one of these: ids, names or numbers.")
  private List<String> entities = new ArrayList<>();

  @Override
  public Asking asking() {
    return following.asking();
  }

  @Override
  public Integer call() {
    boolean hasReader =
        asking().isInShell() || spec.commandLine().getParseResult().hasMatchedOption(READER);
    if (hasReader == (file != null)) {
      throw new InsightException(ErrorKind.USAGE, "Cannot find: either --as or --file is needed");
    }
    if (file != null) {
      if (following.isPage()) {
        throw new InsightException(
            ErrorKind.USAGE, "Cannot write a page: --out is of what a reader sees, found --file");
      }
      EdgeFile network = new EdgeFile(file);
      print(network.findings(kinds(network.kinds()), entities, most, periods()));
      return 0;
    }
    Set<FindingKind> all = EnumSet.allOf(FindingKind.class);
    FindingsFinder finder = new FindingsFinder(kinds(all), entities, most, periods());
    return following.ask(
        "findings", finder.asked(), FindingsFinder.TABLES, finder::of, this::print);
  }

  /**
   * @param all what is found if no kind is named
   */
  private Set<FindingKind> kinds(Set<FindingKind> all) {
    if (kinds.isEmpty()) {
      Set<FindingKind> found = new TreeSet<>(all);
      if (periods == null) {
        found.remove(FindingKind.COMMUNITY_CHANGE);
      }
      for (FindingKind kind : FindingKind.values()) {
        if (kind.isAmongAsked()) {
          // Nothing is among fewer than two.
          if (entities.size() > 1) {
            found.add(kind);
          } else {
            found.remove(kind);
          }
        }
      }
      return found;
    }
    return kinds.stream().map(FindingsCommand::kind).collect(Collectors.toSet());
  }

  private Periods periods() {
    if (periods == null) {
      return Periods.MONTHS;
    }
    String written = periods;
    return Periods.named(written)
        .orElseThrow(
            () ->
                new InsightException(
                    ErrorKind.USAGE,
                    "Cannot find: --periods must be month, quarter, year or a number of days,"
                        + " found "
                        + OneLine.shown(written)));
  }

  private static FindingKind kind(String written) {
    return Stream.of(FindingKind.values())
        .filter(kind -> kind.code().equals(written.strip().toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InsightException(
                    ErrorKind.USAGE,
                    "Cannot find: --kind must be one of "
                        + Stream.of(FindingKind.values())
                            .map(FindingKind::code)
                            .collect(Collectors.joining(", "))
                        + ", found "
                        + written));
  }

  private long print(List<FoundFinding> findings) {
    PrintWriter out = following.out();
    if (following.isPage()) {
      page(findings);
    } else if (following.isJson()) {
      JsonLines.print(out, findings);
    } else if (findings.isEmpty()) {
      out.println("Nothing stands out.");
    } else {
      findings.forEach(finding -> table(out, finding));
    }
    Answer.requireTaken(out);
    return findings.size();
  }

  private static void table(PrintWriter out, FoundFinding finding) {
    PageTable table = table(finding);
    out.println(table.title());
    TextTable.print(out, table.heading(), table.rows());
    for (FoundTransfer paid : finding.transfers()) {
      out.println(
          "    "
              + String.join(
                  " ",
                  paid.day(),
                  paid.reference(),
                  figure(paid.amount()),
                  paid.from(),
                  "to",
                  paid.to(),
                  paid.path(),
                  paid.locator(),
                  paid.restrictions()));
    }
    for (FoundRide ride : finding.rides()) {
      out.println(
          OneLine.shown(
              "    "
                  + String.join(
                      " ",
                      ride.day(),
                      ride.carrier(),
                      ride.from(),
                      "to",
                      ride.to(),
                      ride.booking(),
                      ride.person(),
                      ride.path(),
                      ride.locator(),
                      ride.restrictions())));
    }
    finding.links().forEach(link -> link(out, link));
    out.println();
  }

  private static void link(PrintWriter out, FoundLink link) {
    out.println(
        "  "
            + link.from().shown()
            + " – "
            + link.to().shown()
            + ": "
            + link.shared()
            + (link.days().isEmpty() ? "" : ", " + link.days())
            + ", "
            + Following.bits(link.strength())
            + " bits");
    Following.evidence(out, link);
  }

  private static PageTable table(FoundFinding finding) {
    return new PageTable(
        finding.kind()
            + (finding.what().isEmpty() ? "" : " (" + finding.what() + ")")
            + (finding.hypothesis() ? " (a hypothesis, to be confirmed)" : "")
            + ": "
            + finding.figures().entrySet().stream()
                .map(FindingsCommand::figure)
                .collect(Collectors.joining(", "))
            + (finding.size() > finding.parts().size()
                ? "; the first " + finding.parts().size() + " of " + finding.size()
                : ""),
        List.of("role", "kind", "id", "caption", "held by"),
        finding.parts().stream()
            .map(
                part ->
                    List.of(
                        part.role(),
                        part.end().kind(),
                        part.end().id(),
                        part.end().shown(),
                        part.holders().stream()
                            .map(holder -> holder.caption() + " " + holder.id())
                            .collect(Collectors.joining(", "))))
            .toList());
  }

  private static String figure(Map.Entry<String, Double> figure) {
    String name = figure.getKey().replace('_', ' ');
    if (figure.getKey().endsWith("_day")) {
      long day = figure.getValue().longValue();
      // Files may count days from any day.
      return name + " " + (day < 10_000 ? day : LocalDate.ofEpochDay(day));
    }
    return name + " " + figure(figure.getValue());
  }

  private static String figure(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Math.abs(value) < .0005
            ? String.format(Locale.ROOT, "%.1e", value)
            : String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.3f" : "%.2f", value);
  }

  private void page(List<FoundFinding> findings) {
    List<FoundLink> links = findings.stream().flatMap(f -> f.links().stream()).distinct().toList();
    following.page(
        "Findings",
        Set.of(),
        links,
        findings.stream()
            .flatMap(
                f ->
                    Stream.concat(
                        f.transfers().stream().map(FoundTransfer::restrictions),
                        f.rides().stream().map(FoundRide::restrictions)))
            .filter(r -> !r.isEmpty())
            .distinct()
            .toList(),
        findings.stream().map(FindingsCommand::table).toList());
  }
}
