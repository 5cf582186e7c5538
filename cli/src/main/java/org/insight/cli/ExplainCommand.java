package org.insight.cli;

import java.io.PrintWriter;
import java.util.List;
import org.insight.services.ask.Explainer;
import org.insight.services.ask.Explanation;
import org.insight.services.ask.ExplanationPage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says why records are one entity. */
@Command(
    name = "explain",
    header = "Explains why the records of an entity are one.",
    mixinStandardHelpOptions = true,
    description = {
      "Says why the records of an entity, as the reader sees it, are one: for each pair that ties",
      "two of them, what was compared, the two values, the level, and its weight in bits.",
      "Prior, weights and limit add up to the score. Things show the identifiers that they share.",
      "",
      "Below clearance 1 the weights are one sum, and values are not shown."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight explain --as demo --purpose investigation --reason \"case 12\" --format html",
      "      E-5f2c… > why.html"
    })
final class ExplainCommand implements Asking.Question {

  enum Format {
    TABLE,
    JSON,
    HTML
  }

  @Spec private CommandSpec spec;
  @Mixin private Asking asking;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json|html",
      description = "How to print; html is a page with charts (default ${DEFAULT-VALUE}).")
  private Format format;

  @Parameters(
      index = "0",
      paramLabel = "ENTITY",
      description = "Id of the entity, as it is or was before, or of one of its records.")
  private String entity;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RECORD",
      description = "Only the ties of this record.")
  private @Nullable String record;

  @Override
  public Asking asking() {
    return asking;
  }

  @Override
  public Integer call() {
    Explainer explainer = new Explainer(entity, record);
    asking.as(
        "explain",
        (queries, access) ->
            queries.ask(
                "insight explain",
                access,
                explainer.asked(),
                Explainer.TABLES,
                explainer::of,
                this::print));
    return 0;
  }

  private long print(Explanation explanation) {
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case JSON -> JsonLines.print(out, List.of(explanation));
      case HTML -> out.print(ExplanationPage.of(explanation));
      case TABLE -> table(out, explanation);
    }
    Answer.requireTaken(out);
    return explanation.rows();
  }

  private static void table(PrintWriter out, Explanation explanation) {
    TextTable.print(
        out,
        List.of("entity", "kind", "caption", "restrictions"),
        List.of(
            List.of(
                explanation.entityId(),
                explanation.kind(),
                explanation.caption(),
                explanation.restrictions())));
    out.println();
    TextTable.print(
        out,
        List.of("record", "schema", "item", "path", "place", "restrictions"),
        explanation.records().stream()
            .map(
                r ->
                    List.of(
                        r.recordId(),
                        r.schema(),
                        r.itemId(),
                        r.path(),
                        r.locator(),
                        r.restrictions()))
            .toList());
    for (Explanation.Tie tie : explanation.ties()) {
      out.println();
      out.println(tie.recordId() + " and " + tie.otherRecordId());
      StepsTable.print(out, tie.steps(), tie.score());
    }
    if (!explanation.decisions().isEmpty()) {
      out.println();
      TextTable.print(
          out,
          List.of("decision", "when", "by", "verdict", "records", "reason", "state"),
          explanation.decisions().stream()
              .map(
                  d ->
                      List.of(
                          d.decisionId(),
                          d.decidedAt(),
                          d.decidedBy(),
                          d.verdict(),
                          String.join(",", d.recordIds())
                              + " "
                              + String.join(",", d.otherRecordIds()),
                          d.reason(),
                          d.state()))
              .toList());
    }
  }
}
