package org.insight.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.insight.jobs.resolution.Verdict;
import org.insight.services.Decisions;
import org.insight.services.LakeSession;
import org.insight.services.ReaderQueries;
import org.insight.services.ask.PossibleMatch;
import org.insight.services.ask.Review;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists records that may be one, and takes what a reader decides of them. */
@Command(
    name = "review",
    header = "Lists possible matches, and takes decisions on them.",
    mixinStandardHelpOptions = true,
    description = {
      "Without a verdict: lists pairs of records that the reader sees and that score between two",
      "thresholds, most useful first, with both sides of each comparison. Of two entities the best",
      "pair stands for all. Pairs that are decided are left out.",
      "",
      "With a verdict: says that records are the same, different or unsure. That needs the role",
      "decider. The option --reason is the reason of the decision. The next `insight run` follows",
      "it, for all who see the decision: those who may see all its records, under the strictest",
      "restrictions of these. `insight undo` takes it back. Of two decisions the later counts."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight review --as fr-analyst --purpose investigation --reason \"case 12\"",
      "  insight review --as fr-analyst --purpose investigation",
      "      --reason \"same photograph and scar\" same 5f1c… 09ab…"
    })
final class ReviewCommand implements Callable<Integer> {

  enum Format {
    TABLE,
    JSON
  }

  @Spec private CommandSpec spec;
  @Mixin private Common common;
  @Mixin private Reading reading;

  @Option(
      names = "--from",
      paramLabel = "BITS",
      description = "Least score of a pair in the list (default -" + Review.WITHIN + ").")
  private double from = -Review.WITHIN;

  @Option(
      names = "--to",
      paramLabel = "BITS",
      description = "Scores in the list are below this (default " + Review.WITHIN + ").")
  private double to = Review.WITHIN;

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "Most pairs (default ${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "How to print; json is one object a line (default ${DEFAULT-VALUE}).")
  private Format format;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "same|different|unsure",
      description = "The verdict.")
  private @Nullable Verdict verdict;

  @Parameters(
      index = "1",
      arity = "0..1",
      split = ",",
      paramLabel = "RECORD[,RECORD]",
      description = "Records of one side.")
  private List<String> left = new ArrayList<>();

  @Parameters(
      index = "2",
      arity = "0..1",
      split = ",",
      paramLabel = "RECORD[,RECORD]",
      description = "Records of the other side.")
  private List<String> right = new ArrayList<>();

  @Override
  public Integer call() {
    return verdict == null ? list() : decide(verdict);
  }

  private int decide(Verdict said) {
    Decisions.requireSides(left, right);
    try (LakeSession session = LakeSession.toWrite("review", common.settings())) {
      String id = Decisions.decide(session, reading::access, said, left, right);
      PrintWriter out = spec.commandLine().getOut();
      out.println(id + " is recorded; the next `insight run` follows it.");
      out.flush();
    }
    return 0;
  }

  private int list() {
    Review review = new Review(from, to, limit);
    try (LakeSession session = LakeSession.toRead("review", common.settings())) {
      ReaderQueries queries = new ReaderQueries(session);
      queries.ask(
          "insight review",
          reading.access(queries.login()),
          review.asked(),
          Review.TABLES,
          review::of,
          this::print);
    }
    return 0;
  }

  private long print(List<PossibleMatch> matches) {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.JSON) {
      JsonLines.print(out, matches);
    } else if (matches.isEmpty()) {
      out.println("No possible match is left between these thresholds.");
    } else {
      matches.forEach(match -> table(out, match));
    }
    Answer.requireTaken(out);
    return matches.size();
  }

  private static void table(PrintWriter out, PossibleMatch match) {
    out.println(match.recordId() + " and " + match.otherRecordId());
    out.println(
        match.entityId().equals(match.otherEntityId())
            ? "  both in " + match.entityId() + ", " + match.records() + " records"
            : "  "
                + match.entityId()
                + ", "
                + match.records()
                + " records, and "
                + match.otherEntityId()
                + ", "
                + match.otherRecords()
                + " records");
    out.println("  " + match.restrictions());
    if (!match.fields().isEmpty()) {
      TextTable.print(
          out,
          List.of("field", "first", "second"),
          match.fields().stream()
              .map(field -> List.of(field.property(), field.value(), field.otherValue()))
              .toList());
    }
    StepsTable.print(out, match.steps(), match.score());
    out.println();
  }
}
