package org.insight.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.insight.services.ask.EntityView;
import org.insight.services.ask.EntityViewer;
import org.insight.services.ask.Explanation;
import org.insight.services.ask.FoundLink;
import org.insight.services.ask.PossibleMatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows an entity on one page. */
@Command(
    name = "show",
    header = "Shows what is known of an entity.",
    mixinStandardHelpOptions = true,
    description = {
      "Shows an entity as the reader sees it: names, what is known with source and date, values",
      "that contradict each other, why its records are one, possible matches, links by strength",
      "with what carries each, documents, events in order of time, and how it may be used.",
      "",
      "Below clearance 1 values have no sources, and numbers are not shown.",
      "A name that fits several entities gives a list, and exit code 3."
    },
    footerHeading = "%nExample:%n",
    footer = {"  insight show --as demo --purpose investigation --reason \"case 12\" \"Ada Zorn\""})
final class ShowCommand implements Callable<Integer> {

  @Mixin private Following following;

  @Option(
      names = "--most",
      defaultValue = "50",
      paramLabel = "N",
      description = "Most links (default ${DEFAULT-VALUE}).")
  private int most;

  @Parameters(
      paramLabel = "ENTITY",
      description = "An entity: its id, or that of a record; a name or a number.")
  private String entity;

  @Override
  public Integer call() {
    EntityViewer viewer = new EntityViewer(entity, most);
    return following.ask(
        "show", viewer.asked(), EntityViewer.TABLES, viewer::of, view -> print(view));
  }

  private long print(EntityView view) {
    PrintWriter out = following.out();
    if (following.isJson()) {
      JsonLines.print(out, List.of(view));
    } else {
      table(out, view);
    }
    if (view.linksCut()) {
      following.tell("Cut to the " + most + " strongest links; there are more. --most shows more.");
    }
    Answer.requireTaken(out);
    return view.rows();
  }

  private static void table(PrintWriter out, EntityView view) {
    List<List<String>> head = new ArrayList<>();
    head.add(List.of("entity", view.kind() + " " + view.entityId()));
    head.add(List.of("caption", view.caption()));
    head.add(List.of("names", String.join(", ", view.names())));
    head.add(List.of("basis", view.basis()));
    if (view.independentSources() > 0) {
      head.add(List.of("independent sources", Integer.toString(view.independentSources())));
      head.add(List.of("grading", String.join(", ", view.grading())));
      head.add(List.of("handling", String.join(", ", view.handling())));
    }
    view.restrictions().forEach(words -> head.add(List.of("restrictions", words)));
    TextTable.print(out, List.of("", ""), head);
    section(
        out,
        "Known",
        List.of("property", "value", "date", "source", "place", "restrictions"),
        known(view));
    section(
        out,
        "Conflicts",
        List.of("property", "values"),
        view.conflicts().stream()
            .map(c -> List.of(c.property(), String.join(" / ", c.values())))
            .toList());
    section(
        out,
        "Why these records are one",
        List.of("record", "and", "bits", "because"),
        view.why().ties().stream().map(ShowCommand::why).toList());
    section(
        out,
        "Possible matches",
        List.of("record", "and", "of", "bits", "restrictions"),
        view.possibleMatches().stream().map(match -> match(view, match)).toList());
    links(out, view.links());
    section(
        out,
        "Documents",
        List.of("date", "document", "path", "title", "how", "restrictions"),
        view.documents().stream()
            .map(
                d ->
                    List.of(
                        d.date(), d.documentId(), d.path(), d.title(), d.how(), d.restrictions()))
            .toList());
    section(
        out,
        "Events",
        List.of("time", "what", "status", "place", "as written", "who", "path", "restrictions"),
        view.events().stream()
            .map(
                e ->
                    List.of(
                        e.time(),
                        e.code(),
                        e.status(),
                        e.place(),
                        e.text(),
                        e.persons().stream()
                            .map(p -> p.name() + " (" + p.role() + ")")
                            .collect(Collectors.joining(", ")),
                        e.path(),
                        e.restrictions()))
            .toList());
  }

  private static void section(
      PrintWriter out, String title, List<String> heading, List<List<String>> rows) {
    if (!rows.isEmpty()) {
      out.println();
      out.println(title);
      TextTable.print(out, heading, rows);
    }
  }

  private static List<List<String>> known(EntityView view) {
    List<List<String>> rows = new ArrayList<>();
    for (EntityView.Fact fact : view.facts()) {
      if (fact.sources().isEmpty()) {
        rows.add(List.of(fact.property(), fact.value(), "", "", "", ""));
      }
      for (EntityView.Said said : fact.sources()) {
        rows.add(
            List.of(
                fact.property(),
                fact.value(),
                said.date(),
                said.path(),
                said.locator(),
                said.restrictions()));
      }
    }
    return rows;
  }

  private static List<String> why(Explanation.Tie tie) {
    return List.of(
        tie.recordId(),
        tie.otherRecordId(),
        tie.score() == null ? "" : Following.bits(tie.score()),
        tie.steps().stream()
            .map(step -> (step.comparison() + " " + step.level()).strip())
            .collect(Collectors.joining(", ")));
  }

  private static List<String> match(EntityView view, PossibleMatch match) {
    boolean first = match.entityId().equals(view.entityId());
    return List.of(
        first ? match.recordId() : match.otherRecordId(),
        first ? match.otherRecordId() : match.recordId(),
        first ? match.otherEntityId() : match.entityId(),
        Following.bits(match.score()),
        match.restrictions());
  }

  private static void links(PrintWriter out, List<FoundLink> links) {
    if (links.isEmpty()) {
      return;
    }
    out.println();
    out.println("Links");
    for (FoundLink link : links) {
      TextTable.print(
          out,
          List.of("with", "kind", "id", "shares", "bits", "sources", "grading", "restrictions"),
          List.of(
              List.of(
                  Following.shown(link.to()),
                  link.to().kind(),
                  link.to().id(),
                  Following.shared(link),
                  Following.bits(link.strength()),
                  Integer.toString(link.independentSources()),
                  String.join(", ", link.grading()),
                  link.restrictions())));
      Following.evidence(out, link);
    }
  }
}
