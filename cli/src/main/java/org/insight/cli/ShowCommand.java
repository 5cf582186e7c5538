package org.insight.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.insight.services.ask.EntityTables;
import org.insight.services.ask.EntityView;
import org.insight.services.ask.EntityViewer;
import org.insight.services.ask.FoundLink;
import org.insight.services.ask.ObjectView;
import org.insight.services.ask.ObjectViewer;
import org.insight.services.ask.PageTable;
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
      "that contradict each other, why its records are one, possible matches, leads, links by",
      "strength with what carries each, documents, events in order of time, and how it may be used.",
      "With --object: a thing that is known by its number, and everyone who has it.",
      "",
      "The table names the two latest sources of a value; --format json has all.",
      "Below clearance 1 values have no sources, and numbers are not shown.",
      "A name that fits several entities gives a list, and exit code 3."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight show --as demo --purpose investigation --reason \"case 12\" \"Ada Zorn\"",
      "  insight show --as demo --purpose investigation --reason \"case 12\" --object +33612345678"
    })
final class ShowCommand implements Asking.Question {

  @Mixin private Following following;

  @Option(
      names = "--most",
      defaultValue = "50",
      paramLabel = "N",
      description = "Most links (default ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = "--object",
      description = {
        "Shows not the entity but the vehicle, telephone, account, address or document of identity",
        "that has this number, with everyone who has it, and who says so."
      })
  private boolean isObject;

  @Parameters(
      paramLabel = "ENTITY",
      description = {
        "An entity: its id, or that of a record; a name or a number. With --object a number or an",
        "address, after its kind if several things have it: \"passport FR:12AB34567\"."
      })
  private String entity;

  @Override
  public Asking asking() {
    return following.asking();
  }

  @Override
  public Integer call() {
    if (isObject) {
      ObjectViewer viewer = new ObjectViewer(entity);
      return following.ask("show", viewer.asked(), ObjectViewer.TABLES, viewer::of, this::print);
    }
    EntityViewer viewer = new EntityViewer(entity, most);
    return following.ask("show", viewer.asked(), EntityViewer.TABLES, viewer::of, this::print);
  }

  private long print(ObjectView view) {
    PrintWriter out = following.out();
    if (following.isPage()) {
      following.page(view::page, view.holders().size(), "row");
    } else if (following.isJson()) {
      JsonLines.print(out, List.of(view));
    } else {
      TextTable.print(out, view.tables().get(0).heading(), view.tables().get(0).rows());
      section(out, view.tables().get(1));
    }
    Answer.requireTaken(out);
    return view.holders().size();
  }

  private long print(EntityView view) {
    PrintWriter out = following.out();
    if (following.isPage()) {
      List<PageTable> tables = new ArrayList<>(List.of(EntityTables.head(view)));
      tables.addAll(EntityTables.known(view));
      tables.addAll(EntityTables.texts(view));
      following.page(
          view.caption(), Set.of(view.entityId()), view.links(), view.restrictions(), tables);
    } else if (following.isJson()) {
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
    PageTable head = EntityTables.head(view);
    TextTable.print(out, head.heading(), head.rows());
    EntityTables.known(view).forEach(table -> section(out, table));
    links(out, view.links());
    EntityTables.texts(view).forEach(table -> section(out, table));
  }

  private static void section(PrintWriter out, PageTable table) {
    if (!table.rows().isEmpty()) {
      out.println();
      out.println(table.title());
      TextTable.print(out, table.heading(), table.rows());
    }
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
          List.of(
              "with", "kind", "id", "shares", "days", "bits", "sources", "grading", "restrictions"),
          List.of(
              List.of(
                  link.to().shown(),
                  link.to().kind(),
                  link.to().id(),
                  link.shared(),
                  link.days(),
                  Following.bits(link.strength()),
                  Integer.toString(link.independentSources()),
                  String.join(", ", link.grading()),
                  link.restrictions())));
      Following.evidence(out, link);
    }
  }
}
