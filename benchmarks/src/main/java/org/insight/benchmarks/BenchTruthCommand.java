package org.insight.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.insight.cli.Common;
import org.insight.cli.TextTable;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.services.LakeSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares who is who in a lake with the truth beside its simulated inbox. */
@Command(
    name = "truth",
    mixinStandardHelpOptions = true,
    description = {
      "Compares the entities of a lake with the truth beside its simulated inbox.",
      "",
      "Two records are truly a pair if they are of one person, and found as a pair if they are in",
      "one entity. Precision is the share of the found pairs that are true, recall the share of the",
      "true pairs that are found. A line of an alteration or a source counts the pairs of which at",
      "least one record has it, and so does a line of a sex or of an origin of the name; exact",
      "counts the pairs of two records without any.",
      "Records that give a name only (no birth date, address, passport, national number, phone,",
      "e-mail or account) are counted on a line of their own and on no other.",
      "Of texts it counts persons who are named, by their words; their roles; their attributes, by",
      "value and person; the places of incidents, by place and by document; times, by words and by",
      "value; and offences, by status.",
      "Of planted links it counts those that tie an entity of the one person to one of the other.",
      "A chain is found if it is among the five best paths. What the reader cannot see is no link.",
      "A gap is how far the best and the worst sex, or origin of the name, are apart. Groups with",
      "few pairs are named and not compared. If a gap is greater than --most-gap, the command ends",
      "with exit code 4; if no two groups can be compared, with 3.",
      "The read has the reader's rights, and is audited."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight bench truth demo --lake lake --format json")
final class BenchTruthCommand implements Callable<Integer> {

  /** How to print. */
  enum Format {
    TABLE,
    JSON
  }

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Parameters(paramLabel = "DIR", description = "Folder that insight simulate wrote.")
  private Path folder;

  @Option(
      names = "--as",
      defaultValue = "control",
      paramLabel = "READER",
      description = "Whose view of the lake (default ${DEFAULT-VALUE}, who sees everything).")
  private String reader;

  @Option(
      names = "--purpose",
      defaultValue = "investigation",
      paramLabel = "CODE",
      description = "A purpose of the reader's own (default ${DEFAULT-VALUE}).")
  private String purpose;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "table for people, json for programs (default ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--most-gap",
      paramLabel = "SHARE",
      description = "Greatest gap in precision or recall, from 0 to 1 (default: any).")
  private @Nullable Double mostGap;

  @Option(
      names = "--least-pairs",
      defaultValue = "200",
      paramLabel = "N",
      description = "Pairs that a group needs to be compared (default ${DEFAULT-VALUE}).")
  private long leastPairs;

  @Override
  public Integer call() throws IOException {
    if (mostGap != null && !(mostGap >= 0 && mostGap <= 1)) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: --most-gap must be from 0 to 1, found " + mostGap);
    }
    if (leastPairs < 1) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: --least-pairs must be positive, found " + leastPairs);
    }
    SimulatedTruth truth = new SimulatedTruth(folder);
    try (LakeSession session = LakeSession.toRead("bench", common.settings())) {
      report(TruthComparison.of(session, truth, reader, purpose));
    }
    return 0;
  }

  /** Prints what was found, then holds it to the limit. */
  void report(TruthComparison found) throws JsonProcessingException {
    List<GroupGap> gaps = GroupGap.of(found.persons().byGroup(), leastPairs);
    switch (format) {
      case TABLE -> {
        print("persons", found.persons());
        if (found.companies().records() > 0) {
          print("companies", found.companies());
        }
        if (found.texts().texts() > 0) {
          print(found.texts());
        }
        LinkLines.print(spec.commandLine().getOut(), found.links());
        print(gaps);
      }
      case JSON -> {
        Map<String, @Nullable Object> answer = found.asMap();
        answer.put("gap_least_pairs", leastPairs);
        answer.put("gaps", gaps.stream().map(GroupGap::asMap).toList());
        printJson(answer);
      }
    }
    if (mostGap != null) {
      GroupGap.require(gaps, mostGap);
    }
  }

  private void printJson(Map<String, @Nullable Object> answer) throws JsonProcessingException {
    spec.commandLine()
        .getOut()
        .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
  }

  private void print(String of, TruthFigures found) {
    PrintWriter out = spec.commandLine().getOut();
    List<List<String>> lines = new ArrayList<>();
    lines.add(CountedLine.of("all", found.all()));
    found.byTrait().forEach((trait, pairs) -> lines.add(CountedLine.of(trait, pairs)));
    found
        .byScript()
        .forEach((script, pairs) -> lines.add(CountedLine.of("names " + script, pairs)));
    found.bySource().forEach((source, pairs) -> lines.add(CountedLine.of("from " + source, pairs)));
    found
        .byGroup()
        .forEach(
            (by, groups) ->
                groups.forEach(
                    (group, pairs) -> lines.add(CountedLine.of(by + " " + group, pairs))));
    lines.add(CountedLine.of("a name only", found.nameOnly()));
    TextTable.print(out, List.of(of, "true pairs", "found", "right", "precision", "recall"), lines);
    out.printf(
        Locale.ROOT,
        "%n%,d records of %,d %s in %,d entities, %.2f each (%s); %,d more give a name only.%n",
        found.records(),
        found.subjects(),
        of,
        found.entities(),
        found.entitiesPerSubject(),
        String.join(
            ", ",
            found.entitiesOfASubject().entrySet().stream()
                .map(e -> "in " + e.getKey() + ": " + e.getValue())
                .toList()),
        found.nameOnlyRecords());
    out.printf(
        Locale.ROOT,
        "%,d entities mix %s; pairs of them that are together: %s%n%n",
        found.mixed(),
        of,
        found.together().isEmpty() ? "none" : found.together());
    out.flush();
  }

  private void print(TextFigures found) {
    PrintWriter out = spec.commandLine().getOut();
    List<List<String>> lines = new ArrayList<>();
    found
        .byLanguage()
        .forEach(
            (language, counts) ->
                counts.forEach(
                    (what, pairs) -> lines.add(CountedLine.of(what + " " + language, pairs))));
    TextTable.print(out, List.of("texts", "true", "found", "right", "precision", "recall"), lines);
    out.printf(Locale.ROOT, "%n%,d texts.%n%n", found.texts());
    out.flush();
  }

  private void print(List<GroupGap> gaps) {
    PrintWriter out = spec.commandLine().getOut();
    TextTable.print(
        out,
        List.of("gap by", "in", "worst", "best", "gap", "under " + leastPairs + " pairs"),
        gaps.stream()
            .map(
                gap ->
                    List.of(
                        gap.by(),
                        gap.share(),
                        gap.worst() == null ? "-" : gap.worst().toString(),
                        gap.best() == null ? "-" : gap.best().toString(),
                        CountedLine.share(gap.gap()),
                        gap.tooFew().isEmpty() ? "-" : String.join(", ", gap.tooFew())))
            .toList());
    out.flush();
  }
}
