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
      "least one record has it; exact counts the pairs of two records without any.",
      "Records that give a name only (no birth date, address, passport, national number, phone,",
      "e-mail or account) are counted on a line of their own and on no other.",
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

  @Override
  public Integer call() throws IOException {
    SimulatedTruth truth = new SimulatedTruth(folder);
    try (LakeSession session = LakeSession.toRead("bench", common.settings())) {
      TruthComparison found = TruthComparison.of(session, truth, reader, purpose);
      switch (format) {
        case TABLE -> {
          print("persons", found.persons());
          if (found.companies().records() > 0) {
            print("companies", found.companies());
          }
        }
        case JSON -> printJson(found.asMap());
      }
    }
    return 0;
  }

  private void printJson(Map<String, @Nullable Object> answer) throws JsonProcessingException {
    spec.commandLine()
        .getOut()
        .println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
  }

  private void print(String of, TruthFigures found) {
    PrintWriter out = spec.commandLine().getOut();
    List<List<String>> lines = new ArrayList<>();
    lines.add(line("all", found.all()));
    found.byTrait().forEach((trait, pairs) -> lines.add(line(trait, pairs)));
    found.byScript().forEach((script, pairs) -> lines.add(line("names " + script, pairs)));
    found.bySource().forEach((source, pairs) -> lines.add(line("from " + source, pairs)));
    lines.add(line("a name only", found.nameOnly()));
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

  private static List<String> line(String of, PairCounts pairs) {
    return List.of(
        of,
        String.format(Locale.ROOT, "%,d", pairs.truth()),
        String.format(Locale.ROOT, "%,d", pairs.found()),
        String.format(Locale.ROOT, "%,d", pairs.right()),
        shown(pairs.precision()),
        shown(pairs.recall()));
  }

  private static String shown(@Nullable Double share) {
    return share == null ? "-" : String.format(Locale.ROOT, "%.4f", share);
  }
}
