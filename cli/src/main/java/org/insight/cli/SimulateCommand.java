package org.insight.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.insight.engine.ProgressLine;
import org.insight.simulate.Simulation;
import org.insight.simulate.SimulationPlan;
import org.insight.simulate.SimulationSummary;
import org.insight.simulate.Wordings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes an inbox of invented persons. */
@Command(
    name = "simulate",
    header = "Writes an inbox of invented persons, with its truth.",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a realistic inbox of invented persons, with the truth beside it.",
      "DIR/inbox holds what a run reads; DIR/truth says who is who and what is linked, and no run",
      "ever reads it. The same seed gives the same bytes; more items only add files. An inbox that",
      "is not the beginning of what is asked for, or is not a simulated one, is left alone."
    })
final class SimulateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where to write; made where it is not there.")
  private Path out;

  @Option(
      names = "--persons",
      defaultValue = "300",
      paramLabel = "N",
      description = "Persons (default ${DEFAULT-VALUE}).")
  private long persons;

  @Option(
      names = "--items",
      defaultValue = "600",
      paramLabel = "M",
      description = "Files of the inbox (default ${DEFAULT-VALUE}).")
  private long items;

  @Option(
      names = "--seed",
      defaultValue = "7",
      paramLabel = "S",
      description = "Seed (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--countries",
      split = ",",
      paramLabel = "CC",
      description = "ISO codes of the sources, separated by commas.")
  private List<String> countries = new ArrayList<>();

  @Option(
      names = "--policies",
      paramLabel = "P",
      description = "Policies of all sources together (default: 6 of each source).")
  private @Nullable Integer policies;

  @Option(
      names = "--phrases",
      paramLabel = "DIR",
      description = "Further wordings: files such as fr.txt (docs/simulator.md).")
  private @Nullable Path phrases;

  @Option(
      names = "--wordings",
      defaultValue = "all",
      paramLabel = "all|training|held-out|given",
      description = {
        "Wordings of the texts: all; without those held out, to train on; those held out and",
        "those of --phrases; those of --phrases alone (default ${DEFAULT-VALUE})."
      })
  private String wordings;

  @Option(
      names = "--transfers",
      defaultValue = "0",
      paramLabel = "N",
      description = "Rows of further extracts of transfers (default ${DEFAULT-VALUE}).")
  private long transfers;

  @Option(
      names = "--calls",
      defaultValue = "0",
      paramLabel = "N",
      description = "Rows of further extracts of calls (default ${DEFAULT-VALUE}).")
  private long calls;

  @Option(
      names = "--journeys",
      defaultValue = "0",
      paramLabel = "N",
      description = "Rows of further extracts of journeys (default ${DEFAULT-VALUE}).")
  private long journeys;

  @Override
  public Integer call() throws IOException {
    SimulationPlan plan = plan();
    try (ProgressLine progress = ProgressLine.to(System.err, "simulate", items)) {
      SimulationSummary summary = Simulation.run(plan, progress::at);
      spec.commandLine().getOut().println(inWords(summary));
    }
    return 0;
  }

  private SimulationPlan plan() throws IOException {
    List<String> sources = countries.isEmpty() ? SimulationPlan.COUNTRIES : countries;
    return SimulatedInbox.plan(
        () ->
            (policies == null
                    ? new SimulationPlan(out, persons, items, seed, sources)
                    : new SimulationPlan(out, persons, items, seed, sources, policies))
                .in(new Wordings(phrases, use()))
                .with(transfers, calls, journeys));
  }

  private Wordings.Use use() {
    Wordings.Use use =
        switch (wordings) {
          case "all" -> Wordings.Use.ALL;
          case "training" -> Wordings.Use.TRAINING;
          case "held-out" -> Wordings.Use.HELD_OUT;
          case "given" -> Wordings.Use.GIVEN;
          default ->
              throw new IllegalArgumentException(
                  "Cannot simulate: --wordings must be all, training, held-out or given, found "
                      + wordings);
        };
    if (use == Wordings.Use.GIVEN && phrases == null) {
      throw new IllegalArgumentException(
          "Cannot simulate: --wordings given needs --phrases, found none");
    }
    return use;
  }

  private static String inWords(SimulationSummary s) {
    String kinds =
        s.itemsByKind().entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%,d %s", e.getValue(), e.getKey()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%,d files in the inbox (%s)%s; %,d persons appear, %,d hidden links and %,d bridges planted%s",
        s.items(),
        kinds,
        s.unchanged() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d of them as before", s.unchanged()),
        s.persons(),
        s.links(),
        s.bridges(),
        s.undrawnScans() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %,d scans could not be drawn for want of fonts and are text PDFs",
                s.undrawnScans()));
  }
}
