package org.insight.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.access.Access;
import org.insight.access.ReaderCatalog;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.schemas.Contracts;
import org.insight.services.LakeSession;
import org.insight.services.ReaderQueries;
import org.jspecify.annotations.Nullable;

/**
 * Answers one statement after the other as a reader. A statement that fails prints one line, and
 * the next one is answered.
 */
final class Shell {

  private static final String ENGINE = "insight shell";

  private static final Pattern SHOW_TABLES =
      statement("show\\s+tables(?:\\s+(?:from|in)\\s+(\\w+))?");
  private static final Pattern DESCRIBE =
      statement("(?:describe|desc|show\\s+columns\\s+(?:from|in))\\s+([^\\s]+)");
  private static final Pattern COMMAND = Pattern.compile("\\\\(\\S+)(?:\\s+(.*?))?\\s*;?\\s*");

  private static final String HELP =
      """
      SELECT ...;        answers a query; it ends with a semicolon
      SHOW TABLES;       lists the tables that you may query
      DESCRIBE TABLE;    lists the columns of a table
      \\purpose CODE      states another purpose
      \\reason TEXT       states another reason
      \\find TEXT, \\explain ENTITY, \\show ENTITY, \\path FROM TO, \\network ENTITY, \\findings,
      \\document PATH, \\export ENTITY
                         ask as the commands of these names do; --help lists their options
      \\quit              leaves, as Ctrl-D does
      Ctrl-C stops a query. Tab completes names of tables and columns.
      """;

  /** Where lines come from. */
  interface Lines {

    /**
     * The next line; null after the last one.
     *
     * @param begun earlier lines of the statement; may be empty
     */
    @Nullable String next(String begun);
  }

  private final LakeSession session;
  private final Answer.Format format;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Contracts contracts = Contracts.load();
  private final Statements statements = new Statements();
  private Access access;
  private volatile @Nullable ReaderQueries asking;
  private int exit;

  Shell(
      LakeSession session, Access access, Answer.Format format, PrintWriter out, PrintWriter err) {
    this.session = session;
    this.access = access;
    this.format = format;
    this.out = out;
    this.err = err;
  }

  private static Pattern statement(String pattern) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  /** What the reader may query by what is stated now. */
  ReaderCatalog catalog() {
    return new ReaderCatalog(contracts, access);
  }

  /** Earlier lines of the statement that is being typed. */
  String begun() {
    return statements.begun();
  }

  /** Forgets what has been typed of a statement. */
  void forget() {
    statements.end();
  }

  /** Stops the query that is running, if one is. */
  void cancel() {
    ReaderQueries queries = asking;
    if (queries != null) {
      queries.cancel();
    }
  }

  /**
   * Answers all statements of the lines.
   *
   * @return the exit code of the first that failed; 0 if none did
   */
  int run(Lines lines) {
    String line = lines.next("");
    while (line != null) {
      Matcher command = COMMAND.matcher(line.strip());
      if (!statements.isOpen() && command.matches()) {
        if (isQuit(command.group(1))) {
          return exit;
        }
        attempt(() -> command(command.group(1), command.group(2)));
      } else {
        statements.line(line).forEach(this::answer);
      }
      if (out.checkError()) {
        // Nobody reads what is printed.
        return exit;
      }
      line = lines.next(statements.isOpen() ? statements.begun() : "");
    }
    statements.end().forEach(this::answer);
    return exit;
  }

  private static boolean isQuit(String command) {
    return List.of("q", "quit", "exit").contains(command);
  }

  private void command(String command, @Nullable String argument) {
    switch (command) {
      case "purpose" ->
          access = new Access(access.login(), access.reader(), argument, access.reason());
      case "reason" ->
          access = new Access(access.login(), access.reader(), access.purpose(), argument);
      case "?", "help" -> out.print(HELP);
      default -> {
        TypedCommand typed = TypedCommand.named(command);
        if (typed == null) {
          throw new InsightException(
              ErrorKind.USAGE,
              "Cannot run a command: \\? lists the commands, found \\" + OneLine.of(command));
        }
        ask(queries -> fail(typed.ask(queries, access, text(argument), format, out, err)));
      }
    }
  }

  private static String text(@Nullable String argument) {
    return argument == null ? "" : argument;
  }

  private void answer(String statement) {
    attempt(() -> ask(queries -> answer(queries, statement)));
  }

  private void ask(Consumer<ReaderQueries> question) {
    // The spool and the rights are looked at for each statement, as by a command of its own.
    ReaderQueries queries = new ReaderQueries(session);
    asking = queries;
    try {
      question.accept(queries);
    } finally {
      asking = null;
    }
  }

  private void fail(int code) {
    exit = exit == 0 ? code : exit;
  }

  private void answer(ReaderQueries queries, String statement) {
    Matcher show = SHOW_TABLES.matcher(statement);
    Matcher describe = DESCRIBE.matcher(statement);
    if (show.matches()) {
      queries.catalog(
          ENGINE,
          access,
          statement,
          catalog -> tables(catalog, show.group(1)),
          rows -> TextTable.print(out, List.of("table"), rows));
    } else if (describe.matches()) {
      queries.catalog(
          ENGINE,
          access,
          statement,
          catalog -> columns(catalog, describe.group(1)),
          rows -> TextTable.print(out, List.of("column", "type", "meaning"), rows));
    } else {
      queries.answer(ENGINE, access, statement, new Answer(out, format));
    }
  }

  private static List<List<String>> tables(ReaderCatalog catalog, @Nullable String stage) {
    return catalog.tables().stream()
        .filter(table -> stage == null || table.stage().equalsIgnoreCase(stage))
        .map(table -> List.of(table.toString()))
        .toList();
  }

  private static List<List<String>> columns(ReaderCatalog catalog, String table) {
    return catalog.columns(table).stream().map(c -> List.of(c.name(), c.type(), c.note())).toList();
  }

  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | StackOverflowError e) {
      InsightException known = Failures.of(e);
      fail(known.kind().exitCode());
      out.flush();
      err.println(Main.line(known));
      err.flush();
    }
    out.flush();
  }
}
