package org.insight.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.insight.services.ask.Found;
import org.insight.services.ask.Search;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds entities and sentences that a reader sees. */
@Command(
    name = "find",
    header = "Finds persons, companies and things by name or number.",
    mixinStandardHelpOptions = true,
    description = {
      "Finds persons, companies and things that the reader sees: by name in any script, misspelt",
      "or in part, or by number with or without its country. Then sentences that contain the words.",
      "Best first, with the name or number that matched, and how.",
      "",
      "Numbers of records are searched from clearance 1. Each search is audited with its text."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight find --as demo --purpose investigation --reason \"case 12\" \"Mohamed Haddad\"",
      "  insight find --as demo --purpose investigation --reason \"case 12\" 12AB34567"
    })
final class FindCommand implements Asking.Question {

  enum Format {
    TABLE,
    JSON
  }

  @Spec private CommandSpec spec;
  @Mixin private Asking asking;

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "Most entities, and most sentences (default ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "How to print; json is one object a line (default ${DEFAULT-VALUE}).")
  private Format format;

  @Parameters(paramLabel = "TEXT", description = "A name, a part of one, a number, or words.")
  private String text;

  @Override
  public Asking asking() {
    return asking;
  }

  @Override
  public Integer call() {
    Search search = new Search(text, limit);
    asking.as(
        "find",
        (queries, access) ->
            queries.ask(
                "insight find",
                access,
                text,
                Search.TABLES,
                reader -> search.in(reader, note -> spec.commandLine().getErr().println(note)),
                this::print));
    return 0;
  }

  private long print(List<Found> found) {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.JSON) {
      JsonLines.print(out, found);
    } else {
      TextTable.print(
          out,
          List.of("kind", "id", "caption", "similarity", "matched", "how", "restrictions"),
          found.stream()
              .map(
                  f ->
                      List.of(
                          f.kind(),
                          f.id(),
                          f.caption(),
                          String.format(Locale.ROOT, "%.3f", f.similarity()),
                          f.matched(),
                          f.how(),
                          f.restrictions()))
              .toList());
    }
    Answer.requireTaken(out);
    return found.size();
  }
}
