package org.insight.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.insight.access.Access;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.services.ReaderQueries;
import org.jline.reader.EOFError;
import org.jline.reader.Parser;
import org.jline.reader.impl.DefaultParser;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * A command of {@code insight} that is typed in the shell, with its own options. Lake, reader,
 * purpose and reason are those of the shell.
 */
final class TypedCommand {

  private static final Map<String, Supplier<Asking.Question>> COMMANDS =
      Map.of(
          "find", FindCommand::new,
          "explain", ExplainCommand::new,
          "document", DocumentCommand::new,
          "findings", FindingsCommand::new,
          "export", ExportCommand::new,
          "show", ShowCommand::new,
          "path", PathCommand::new,
          "network", NetworkCommand::new);

  private final Asking.Question question;
  private final CommandLine line;

  private TypedCommand(Asking.Question question) {
    this.question = question;
    this.line = Main.reading(new CommandLine(question));
  }

  /** The names of all, sorted. */
  static SortedSet<String> names() {
    return new TreeSet<>(new TreeMap<>(COMMANDS).keySet());
  }

  /** The command of a name; null if there is none. */
  static @Nullable TypedCommand named(String name) {
    Supplier<Asking.Question> command = COMMANDS.get(name);
    return command == null ? null : new TypedCommand(command.get());
  }

  /**
   * Asks, and prints the answer.
   *
   * @param arguments as typed; quotes keep blanks
   * @return the exit code
   * @throws InsightException USAGE if the arguments are not those of the command
   */
  int ask(
      ReaderQueries queries,
      Access access,
      String arguments,
      Answer.Format format,
      PrintWriter out,
      PrintWriter err) {
    question.asking().in(line.getCommandSpec(), queries, access);
    line.setOut(out).setErr(err);
    if (format == Answer.Format.JSON) {
      line.setDefaultValueProvider(
          option ->
              option.isOption()
                      && ((CommandLine.Model.OptionSpec) option).longestName().equals("--format")
                  ? "json"
                  : option.defaultValue());
    }
    try {
      line.parseArgs(words(arguments).toArray(String[]::new));
    } catch (ParameterException e) {
      throw new InsightException(ErrorKind.USAGE, String.valueOf(e.getMessage()), e);
    }
    if (line.isUsageHelpRequested()) {
      line.usage(out);
      return 0;
    }
    return question.call();
  }

  private static List<String> words(String arguments) {
    DefaultParser parser = new DefaultParser();
    parser.setEscapeChars(null);
    try {
      return parser
          .parse(arguments, arguments.length(), Parser.ParseContext.ACCEPT_LINE)
          .words()
          .stream()
          .filter(word -> !word.isEmpty())
          .toList();
    } catch (EOFError e) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot run a command: a quote is open, found " + arguments, e);
    }
  }
}
