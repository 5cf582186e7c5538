package org.insight.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import org.insight.audit.AuditTrail;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.services.LakeSession;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Answers many queries with what a reader may see. */
@Command(
    name = "shell",
    header = "Answers queries one after the other, as a reader.",
    mixinStandardHelpOptions = true,
    description = {
      "Answers queries one after the other. Each query reads the reader's rights anew, carries the",
      "purpose and the reason, and is audited, as by `insight sql`. Statements end with a semicolon.",
      "",
      "SHOW TABLES and DESCRIBE stage.table say what the reader may query. \\purpose and \\reason state",
      "another purpose or reason. Tab completes names, Ctrl-C stops a query, Ctrl-D leaves.",
      "",
      "Statements are also read from a pipe. The exit code is that of the first that fails."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight shell --as demo --purpose crime-analysis --reason \"case 12\"",
      "  echo \"SELECT count(*) FROM curated.persons;\" | insight shell --as demo \\",
      "      --purpose crime-analysis --reason \"case 12\""
    })
final class ShellCommand implements Callable<Integer> {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  @Spec private CommandSpec spec;
  @Mixin private Common common;
  @Mixin private Reading reading;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|csv|json",
      description = "How to print; json is one object a line (default ${DEFAULT-VALUE}).")
  private Answer.Format format;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = {
        "Keep what is typed in FILE, which only its owner can read. Without it nothing is kept."
      })
  private @Nullable Path history;

  @Override
  public Integer call() throws IOException {
    Settings settings = common.settings();
    try (LakeSession session = LakeSession.toRead("shell", settings)) {
      session.lake();
      PrintWriter out = spec.commandLine().getOut();
      PrintWriter err = spec.commandLine().getErr();
      Shell shell =
          new Shell(session, reading.access(AuditTrail.of(settings).login()), format, out, err);
      if (System.console() == null) {
        return piped(shell);
      }
      try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
        typed(shell, terminal, reading.reader(), history);
      }
      return 0;
    }
  }

  private static int piped(Shell shell) {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    return shell.run(
        begun -> {
          try {
            return in.readLine();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Answers what is typed at a terminal. */
  static void typed(Shell shell, Terminal terminal, String reader, @Nullable Path history)
      throws IOException {
    LineReader lines = reader(shell, terminal, history);
    terminal.handle(Terminal.Signal.INT, signal -> shell.cancel());
    shell.run(
        begun -> {
          while (true) {
            try {
              return lines.readLine(begun.isBlank() ? reader + "> " : "   -> ");
            } catch (UserInterruptException e) {
              shell.forget();
            } catch (EndOfFileException e) {
              return null;
            }
          }
        });
  }

  private static LineReader reader(Shell shell, Terminal terminal, @Nullable Path history) {
    DefaultParser words = new DefaultParser();
    words.setEscapeChars(null);
    words.setQuoteChars(null);
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .parser(words)
            .completer(new ShellCompleter(shell::catalog, shell::begun))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    if (history != null) {
      try {
        if (!Files.exists(history)) {
          Files.createFile(history, PosixFilePermissions.asFileAttribute(OWNER));
        }
        // It may be an older one that others could read.
        Files.setPosixFilePermissions(history, OWNER);
      } catch (IOException e) {
        throw new InsightException(
            ErrorKind.USAGE, "Cannot keep a history: not a file to write to, found " + history, e);
      }
      builder.variable(LineReader.HISTORY_FILE, history.toAbsolutePath());
    }
    return builder.build();
  }
}
