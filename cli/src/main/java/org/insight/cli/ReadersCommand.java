package org.insight.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.insight.jobs.governance.ReaderRights;
import org.insight.policy.Purpose;
import org.insight.policy.ReaderRole;
import org.insight.policy.Scope;
import org.insight.services.LakeSession;
import org.insight.services.ReaderAdministration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Who reads, with which rights. */
@Command(
    name = "readers",
    header = "Lists readers and changes their rights.",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the readers and changes their rights. An act is a row of governance.reader_acts, with",
      "its reason, and an entry of the audit; the latest act on a reader wins over conf/readers.yaml.",
      "It counts at once: who was revoked is refused from the moment the command says so."
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ReadersCommand.ListReaders.class,
      ReadersCommand.Add.class,
      ReadersCommand.Grant.class,
      ReadersCommand.Revoke.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight readers add it-analyst --country IT --clearance 1 --purposes investigation,locate",
      "      --reason \"request 2026-114 of the bureau in Rome\"",
      "  insight readers revoke it-analyst --purposes locate --reason \"moved to another unit\"",
      "  insight readers revoke it-analyst --reason \"left the service\""
    })
final class ReadersCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Cannot run readers: no command given (list, add, grant, revoke)");
  }

  /** Shows the readers. */
  @Command(
      name = "list",
      header = "Lists readers, their rights and the latest act on each.",
      mixinStandardHelpOptions = true,
      description = {
        "Lists the readers with the rights by which they read now, or from the next run on, and the",
        "latest act on each; of those without one, whether the file of readers has changed since",
        "the last run."
      })
  static final class ListReaders implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private Common common;

    @Override
    public Integer call() {
      try (LakeSession session = LakeSession.toInspect("readers", common.settings())) {
        ReaderAdministration.list(session, this::print);
      }
      return 0;
    }

    private void print(List<ReaderAdministration.Listed> readers) {
      TextTable.print(
          spec.commandLine().getOut(),
          List.of(
              "reader", "country", "body", "clearance", "role", "purposes", "scope", "latest act"),
          readers.stream().map(ListReaders::row).toList());
    }

    private static List<String> row(ReaderAdministration.Listed reader) {
      Scope rights = reader.rights();
      return List.of(
          reader.reader(),
          text(rights.country()),
          text(rights.body()),
          Integer.toString(rights.clearance()),
          rights.role().code(),
          String.join(" ", rights.purposes().stream().map(Purpose::code).sorted().toList()),
          rights.id(),
          reader.latest());
    }

    private static String text(@Nullable String value) {
      return value == null ? "" : value;
    }
  }

  /** What every act needs. */
  abstract static class Acting implements Callable<Integer> {

    @Spec CommandSpec spec;
    @Mixin private Common common;

    @Parameters(paramLabel = "READER", description = "Name of the reader.")
    String reader;

    @Mixin private AuditReason reason;

    abstract void act(ReaderAdministration readers, String reason);

    @Override
    public Integer call() {
      String why = reason.text();
      try (LakeSession session = LakeSession.toChangeReaders("readers", common.settings())) {
        act(ReaderAdministration.of(session, new PrintedRun(spec.commandLine().getOut())), why);
      }
      return 0;
    }
  }

  /** A new reader. */
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Adds a reader, of a country, a body or both.")
  static final class Add extends Acting {

    @Option(names = "--country", paramLabel = "CC", description = "ISO 3166-1 alpha-2 code.")
    private @Nullable String country;

    @Option(names = "--body", paramLabel = "BODY", description = "Body that the reader works for.")
    private @Nullable String body;

    @Option(names = "--clearance", required = true, paramLabel = "N", description = "0 to 3.")
    private int clearance;

    @Option(
        names = "--purposes",
        split = ",",
        paramLabel = "CODE",
        description = "Purposes, separated by commas (docs/policies.md).")
    private List<String> purposes = new ArrayList<>();

    @Option(
        names = "--role",
        defaultValue = "reader",
        paramLabel = "reader|decider|control",
        description = {
          "decider may also decide which records are the same person or not.",
          "control sees all that has a policy, and is for a name that is control or begins with",
          "control- (default ${DEFAULT-VALUE})."
        })
    private ReaderRole role;

    @Override
    void act(ReaderAdministration readers, String reason) {
      readers.add(
          reader,
          () ->
              new Scope(country, body, clearance, new TreeSet<>(Purpose.parseAll(purposes)), role),
          reason);
    }
  }

  /** More rights for a reader. */
  @Command(
      name = "grant",
      mixinStandardHelpOptions = true,
      description =
          "Gives a reader more rights: a higher clearance, further purposes, a body, to"
              + " decide.")
  static final class Grant extends Acting {

    @Option(names = "--clearance", paramLabel = "N", description = "The new clearance, higher.")
    private @Nullable Integer clearance;

    @Option(
        names = "--purposes",
        split = ",",
        paramLabel = "CODE",
        description = "Purposes to add, separated by commas.")
    private List<String> purposes = new ArrayList<>();

    @Option(names = "--body", paramLabel = "BODY", description = "Body that the reader works for.")
    private @Nullable String body;

    @Option(names = "--decide", description = "To decide which records are the same person or not.")
    private boolean decide;

    @Override
    void act(ReaderAdministration readers, String reason) {
      readers.grant(reader, () -> change(clearance, purposes, body, decide), reason);
    }
  }

  /** Fewer rights for a reader. */
  @Command(
      name = "revoke",
      header = "Takes rights from a reader.",
      mixinStandardHelpOptions = true,
      description = {
        "Takes rights from a reader; without an option, all of them. Refused where the reader would",
        "have at once what the file of readers has given it since the last run."
      })
  static final class Revoke extends Acting {

    @Option(names = "--clearance", paramLabel = "N", description = "The new clearance, lower.")
    private @Nullable Integer clearance;

    @Option(
        names = "--purposes",
        split = ",",
        paramLabel = "CODE",
        description = "Purposes to take away, separated by commas.")
    private List<String> purposes = new ArrayList<>();

    @Option(
        names = "--body",
        paramLabel = "BODY",
        description = {
          "Body that the reader has left; refused where that would open what is not for it."
        })
    private @Nullable String body;

    @Option(
        names = "--decide",
        description = "To decide which records are the same person or not; nothing else is taken.")
    private boolean decide;

    @Override
    void act(ReaderAdministration readers, String reason) {
      readers.revoke(reader, () -> change(clearance, purposes, body, decide), reason);
    }
  }

  private static ReaderRights.Change change(
      @Nullable Integer clearance, List<String> purposes, @Nullable String body, boolean decide) {
    return new ReaderRights.Change(
        clearance, new LinkedHashSet<>(Purpose.parseAll(purposes)), body, decide);
  }
}
