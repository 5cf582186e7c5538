package org.insight.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.reports.PageFile;
import org.insight.services.ask.ExportedNetwork;
import org.insight.services.ask.NetworkExporter;
import org.insight.services.ask.NetworkExporter.Include;
import org.insight.services.export.ExportFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what is around an entity for other programs. */
@Command(
    name = "export",
    header = "Writes what is around an entity for other programs.",
    mixinStandardHelpOptions = true,
    description = {
      "Writes the network of an entity, as `insight network` finds it, into a file that other",
      "programs read. Each object carries its handling codes and how it may be used, in words.",
      "",
      "Links and entities whose handling codes do not allow that they are passed on are left out",
      "and counted (docs/policies.md). Nothing is followed over them.",
      "The file must not be there yet, and only you can read it.",
      "A name that fits several entities gives a list, and exit code 3."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight export --as demo --purpose investigation --reason \"case 12\" --format stix",
      "      --out zorn.json \"Ada Zorn\""
    })
final class ExportCommand implements Asking.Question {

  @Spec private CommandSpec spec;
  @Mixin private Asking asking;

  @Option(
      names = "--hops",
      defaultValue = "2",
      paramLabel = "N",
      description = "Most links of a path, up to 4 (default ${DEFAULT-VALUE}).")
  private int hops;

  @Option(
      names = "--most",
      defaultValue = "50",
      paramLabel = "N",
      description = "Most entities and documents beside this one (default ${DEFAULT-VALUE}).")
  private int most;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "ftm|stix|graphml|csv",
      description = {
        "ftm: FollowTheMoney entities, one JSON object a line. stix: a STIX 2.1 bundle.",
        "graphml: GraphML. csv: nodes, links and evidence in one zip."
      })
  private ExportFormat format;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "The file.")
  private Path file;

  @Option(
      names = "--include-restricted",
      description = "Adds what may not be passed on, marked as such. The audit says so.")
  private boolean restricted;

  @Parameters(
      paramLabel = "ENTITY",
      description = "An entity: its id, or that of a record or document; a name or a number.")
  private String entity;

  @Override
  public Asking asking() {
    return asking;
  }

  @Override
  public Integer call() {
    NetworkExporter exporter =
        new NetworkExporter(entity, hops, most, restricted ? Include.RESTRICTED : Include.PASSABLE);
    if (Files.exists(file)) {
      throw new InsightException(ErrorKind.USAGE, taken());
    }
    return new NamedQuestion(asking, spec, false)
        .ask(
            "export",
            exporter.asked() + ", as " + format.name().toLowerCase(Locale.ROOT),
            NetworkExporter.TABLES,
            exporter::of,
            (queries, access) -> {},
            this::write);
  }

  private long write(ExportedNetwork network) {
    try {
      PageFile.writeNew(file, format.content(network, Instant.now()));
    } catch (FileAlreadyExistsException e) {
      throw new InsightException(ErrorKind.USAGE, taken(), e);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot export: the folder or disk does not take the file, found " + file,
          e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        file
            + ": "
            + counted(network.nodes().size(), network.links().size())
            + (restricted
                ? ""
                : "; left out "
                    + counted(network.nodesLeftOut(), network.linksLeftOut())
                    + " that may not be passed on"));
    out.flush();
    if (network.cut()) {
      spec.commandLine()
          .getErr()
          .println(
              "Cut to the "
                  + most
                  + " ends with the strongest paths; there are more. --most writes more.");
    }
    return network.rows();
  }

  private static String counted(int nodes, int links) {
    return nodes
        + (nodes == 1 ? " node" : " nodes")
        + " and "
        + links
        + (links == 1 ? " link" : " links");
  }

  private String taken() {
    return "Cannot export: the file is there already, found " + file;
  }
}
