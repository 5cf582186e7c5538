package org.insight.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.insight.cli.TextTable;

/** Prints how well planted links are found. */
final class LinkLines {

  private LinkLines() {}

  static void print(PrintWriter out, LinkFigures found) {
    List<List<String>> lines = new ArrayList<>();
    found.byKind().forEach((kind, pairs) -> lines.add(CountedLine.of("by " + kind, pairs)));
    lines.add(CountedLine.of("all", found.all()));
    lines.add(CountedLine.of("chains", found.chains()));
    lines.add(CountedLine.of("chains in steps", found.inSteps()));
    lines.add(CountedLine.of("possible matches", found.matches()));
    TextTable.print(
        out, List.of("planted links", "true", "found", "right", "precision", "recall"), lines);
    out.println();
    out.println("Links of which the reader does not see both items: " + found.unseen());
    out.println();
    out.flush();
  }
}
