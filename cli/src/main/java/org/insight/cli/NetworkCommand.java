package org.insight.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import org.insight.services.ask.Network;
import org.insight.services.ask.NetworkFinder;
import org.insight.services.ask.PageTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is around an entity. */
@Command(
    name = "network",
    header = "Shows what is linked to an entity, directly and over others.",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the entities and documents that are linked to an entity, directly and over others, as",
      "far as the reader sees them: those with the strongest paths, and the links between them.",
      "It says so if there are more. A link lead_phone or the like is a hypothesis: one end has a",
      "number without its country, and the other has one that it may be.",
      "",
      "Strength is in bits: each bit halves the chance that the link says nothing. What many share",
      "weighs little (docs/for-analysts.md). It says nothing of what persons did.",
      "A name that fits several entities gives a list, and exit code 3."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight network --as demo --purpose investigation --reason \"case 12\" --hops 2 \"Ada Zorn\""
    })
final class NetworkCommand implements Asking.Question {

  @Mixin private Following following;

  @Option(
      names = "--hops",
      defaultValue = "2",
      paramLabel = "N",
      description = "Most links of a path, up to 4 (default ${DEFAULT-VALUE}).")
  private int hops;

  @Option(
      names = "--most",
      defaultValue = "50",
      paramLabel = "N",
      description = "Most entities and documents beside this one (default ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = "--no-matches",
      description = "No leads: a number without its country leads to nobody.")
  private boolean noMatches;

  @Parameters(
      paramLabel = "ENTITY",
      description = "An entity: its id, or that of a record or document; a name or a number.")
  private String entity;

  @Override
  public Asking asking() {
    return following.asking();
  }

  @Override
  public Integer call() {
    NetworkFinder finder = new NetworkFinder(entity, hops, most, !noMatches);
    return following.ask(
        "network", finder.asked(), NetworkFinder.TABLES, finder::of, network -> print(network));
  }

  private long print(Network network) {
    PrintWriter out = following.out();
    if (following.isPage()) {
      Network.Node asked = network.nodes().get(0);
      following.page(
          asked.caption(), Set.of(asked.id()), network.links(), List.of(), List.of(ends(network)));
    } else if (following.isJson()) {
      JsonLines.print(out, List.of(network));
    } else {
      PageTable ends = ends(network);
      TextTable.print(out, ends.heading(), ends.rows());
      out.println();
      TextTable.print(
          out,
          List.of("from", "shares", "with", "days", "bits", "sources", "grading", "restrictions"),
          network.links().stream()
              .map(
                  link ->
                      List.of(
                          link.from().shown(),
                          link.shared(),
                          link.to().shown(),
                          link.days(),
                          Following.bits(link.strength()),
                          Integer.toString(link.independentSources()),
                          String.join(", ", link.grading()),
                          link.restrictions()))
              .toList());
    }
    if (network.cut()) {
      following.tell(
          "Cut to the "
              + most
              + " ends with the strongest paths; there are more. --most shows more.");
    }
    Answer.requireTaken(out);
    return network.rows();
  }

  private static PageTable ends(Network network) {
    return new PageTable(
        "Entities and documents",
        List.of("hops", "kind", "id", "caption", "basis", "bits"),
        network.nodes().stream()
            .map(
                node ->
                    List.of(
                        Integer.toString(node.hops()),
                        node.kind(),
                        node.id(),
                        (node.caption() + " " + node.identifier()).strip(),
                        node.basis(),
                        node.hops() == 0 ? "" : Following.bits(node.strength())))
            .toList());
  }
}
