package org.insight.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.OneLine;
import org.insight.schemas.TableName;
import org.insight.services.ReaderQueries;
import org.insight.services.ask.Asked;
import org.insight.services.ask.Found;
import picocli.CommandLine.Model.CommandSpec;

/** A question on entities that are named. A name that fits several is answered by a list. */
final class NamedQuestion {

  private final Asking asking;
  private final CommandSpec spec;
  private final boolean json;

  /**
   * @param json whether the list is printed as JSON
   */
  NamedQuestion(Asking asking, CommandSpec spec, boolean json) {
    this.asking = asking;
    this.spec = spec;
    this.json = json;
  }

  /**
   * Asks, and prints the answer, or what an unclear name may mean.
   *
   * @param asked for the audit
   * @param before hears of whoever asks, if there is an answer
   * @param told prints an answer, and gives the number of its rows
   * @return the exit code
   */
  <T> int ask(
      String command,
      String asked,
      Set<TableName> tables,
      BiFunction<ReaderSession, Consumer<String>, Asked<T>> question,
      BiConsumer<ReaderQueries, Access> before,
      ToLongFunction<T> told) {
    List<String> unclear = new ArrayList<>();
    asking.as(
        command,
        (queries, access) ->
            queries.ask(
                "insight " + command,
                access,
                asked,
                tables,
                reader -> question.apply(reader, note -> spec.commandLine().getErr().println(note)),
                answer -> {
                  T found = answer.answer();
                  if (found != null) {
                    before.accept(queries, access);
                    return told.applyAsLong(found);
                  }
                  answer.unclear().forEach(name -> unclear.add(name.text()));
                  return list(answer.unclear());
                }));
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
    PrintWriter out = spec.commandLine().getOut();
    List<Found> hits = names.stream().flatMap(name -> name.hits().stream()).toList();
    if (json) {
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
}
