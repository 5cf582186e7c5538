package org.insight.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.insight.services.LakeSession;
import org.insight.services.ReaderQueries;
import org.insight.services.ask.Hit;
import org.insight.services.ask.Reason;
import org.insight.services.ask.Screening;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares a list of names with what a reader sees. */
@Command(
    name = "screen",
    header = "Compares a list of names with what a reader sees.",
    mixinStandardHelpOptions = true,
    description = {
      "Compares each row of a CSV file with the persons and companies that the reader sees.",
      "The heading has a column `name`, and may have `birth_date` and `country`. Nothing of the",
      "file is stored, but the rows stand in the audit as what was asked.",
      "",
      "Prints a line for each entity that a row may be, best first, with the reasons. A score of 0",
      "is even odds in a lake of the model's size; one bit more doubles the odds.",
      "The heading is row 1; empty lines do not count."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight screen --as demo --purpose investigation --reason \"case 12\" names.csv > hits.csv"
    })
final class ScreenCommand implements Callable<Integer> {

  enum Format {
    CSV,
    JSON
  }

  @Spec private CommandSpec spec;
  @Mixin private Common common;
  @Mixin private Reading reading;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = "Least score of a hit, in bits (default " + Screening.THRESHOLD + ").")
  private double threshold = Screening.THRESHOLD;

  @Option(
      names = "--within",
      paramLabel = "BITS",
      description = {
        "Most bits below the best hit of the same row at which another is shown, too",
        "(default " + Screening.WITHIN + ")."
      })
  private double within = Screening.WITHIN;

  @Option(
      names = "--format",
      defaultValue = "csv",
      paramLabel = "csv|json",
      description = "How to print; json is one object a line (default ${DEFAULT-VALUE}).")
  private Format format;

  @Parameters(paramLabel = "NAMES.csv", description = "The names.")
  private Path file;

  @Override
  public Integer call() {
    Screening screening =
        new Screening(file, threshold, within, note -> spec.commandLine().getErr().println(note));
    try (LakeSession session = LakeSession.toRead("screen", common.settings())) {
      ReaderQueries queries = new ReaderQueries(session);
      queries.ask(
          "insight screen",
          reading.access(queries.login()),
          screening.asked(),
          Screening.TABLES,
          screening::in,
          this::print);
    }
    return 0;
  }

  private long print(List<Hit> hits) {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.JSON) {
      JsonLines.print(out, hits);
    } else {
      out.println("row,entity_id,kind,caption,score,reasons,limit,restrictions");
      for (Hit hit : hits) {
        out.println(
            List.of(
                    String.valueOf(hit.row()),
                    hit.entityId(),
                    hit.kind(),
                    hit.caption(),
                    String.format(Locale.ROOT, "%.3f", hit.score()),
                    hit.reasons().stream()
                        .map(ScreenCommand::words)
                        .collect(Collectors.joining("; ")),
                    hit.limit(),
                    hit.restrictions())
                .stream()
                .map(Answer::quoted)
                .collect(Collectors.joining(",")));
      }
    }
    Answer.requireTaken(out);
    return hits.size();
  }

  private static String words(Reason reason) {
    return String.format(
        Locale.ROOT, "%s %s %+.3f", reason.comparison(), reason.level(), reason.weight());
  }
}
