package org.insight.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.OneLine;
import org.insight.schemas.TableName;
import org.insight.services.LakeSession;
import org.insight.services.ReaderQueries;
import org.insight.services.ask.Asked;
import org.insight.services.ask.Found;
import org.insight.services.ask.FoundLink;
import org.insight.services.ask.LinkEnd;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that follow links share: how they ask as a reader, and print. */
final class Following {

  enum Format {
    TABLE,
    JSON
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private Common common;
  @Mixin private Reading reading;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "How to print; json is one object a line (default ${DEFAULT-VALUE}).")
  private Format format;

  /**
   * Asks, and prints the answer, or what an unclear name may mean.
   *
   * @param asked for the audit
   * @param told prints an answer, and gives the number of its rows
   * @return the exit code
   */
  <T> int ask(
      String command,
      String asked,
      Set<TableName> tables,
      BiFunction<ReaderSession, Consumer<String>, Asked<T>> question,
      ToLongFunction<T> told) {
    List<String> unclear = new ArrayList<>();
    try (LakeSession session = LakeSession.toRead(command, common.settings())) {
      ReaderQueries queries = new ReaderQueries(session);
      queries.ask(
          "insight " + command,
          reading.access(queries.login()),
          asked,
          tables,
          reader -> question.apply(reader, note -> spec.commandLine().getErr().println(note)),
          answer -> {
            T found = answer.answer();
            if (found != null) {
              return told.applyAsLong(found);
            }
            answer.unclear().forEach(name -> unclear.add(name.text()));
            return list(answer.unclear());
          });
    }
    if (unclear.isEmpty()) {
      return 0;
    }
    spec.commandLine()
        .getErr()
        .println(
            "insight: Cannot follow: a name does not say which entity is meant; ask by its id,"
                + " found "
                + OneLine.shown(String.join(", ", unclear)));
    return ErrorKind.INPUT.exitCode();
  }

  private long list(List<Asked.Unclear> names) {
    PrintWriter out = out();
    List<Found> hits = names.stream().flatMap(name -> name.hits().stream()).toList();
    if (isJson()) {
      JsonLines.print(out, names);
    } else {
      TextTable.print(
          out,
          List.of("asked", "kind", "id", "caption", "matched", "restrictions"),
          names.stream()
              .flatMap(
                  name ->
                      name.hits().stream()
                          .map(
                              f ->
                                  List.of(
                                      name.text(),
                                      f.kind(),
                                      f.id(),
                                      f.caption(),
                                      f.matched(),
                                      f.restrictions())))
              .toList());
    }
    Answer.requireTaken(out);
    return hits.size();
  }

  /** Says something of the answer, beside it. */
  void tell(String note) {
    out().flush();
    spec.commandLine().getErr().println(note);
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  boolean isJson() {
    return format == Format.JSON;
  }

  static String bits(double strength) {
    return String.format(Locale.ROOT, "%.1f", strength);
  }

  /** An end in words. */
  static String shown(LinkEnd end) {
    return end.identifier().isEmpty() ? end.caption() : end.caption() + " " + end.identifier();
  }

  /** What both ends share: the values, or the kinds for a reader who may not see these. */
  static String shared(FoundLink link) {
    return String.join(", ", link.values().isEmpty() ? link.kinds() : link.values());
  }

  /** Prints what carries some links, indented below them. */
  static void evidence(PrintWriter out, FoundLink link) {
    for (FoundLink.Carrier carrier : link.evidence()) {
      out.println(
          OneLine.shown(
              "    "
                  + String.join(
                      " ",
                      carrier.kind(),
                      carrier.subjectKind(),
                      carrier.subjectId(),
                      carrier.path(),
                      carrier.locator())
                  + (carrier.sentence().isEmpty() ? "" : ": " + carrier.sentence())));
    }
  }
}
