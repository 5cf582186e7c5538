package org.insight.cli;

import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Arrays;
import org.apache.spark.SparkUserAppException;
import org.insight.core.ErrorKind;
import org.insight.core.Failures;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code insight}: the one command, for people and for schedulers. */
@Command(
    name = "insight",
    mixinStandardHelpOptions = true,
    version = "insight 0.1.0",
    description = "Gathers police data, finds who is who and what is linked, for each reader.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      SimulateCommand.class,
      RunCommand.class,
      StreamCommand.class,
      JobsCommand.class,
      JobCommand.class,
      PublishCommand.class,
      RunsCommand.class,
      DiffCommand.class,
      RetryCommand.class,
      RollbackCommand.class,
      PullCommand.class,
      WithdrawCommand.class,
      MaintainCommand.class,
      SqlCommand.class,
      ShellCommand.class,
      FindCommand.class,
      ScreenCommand.class,
      ExplainCommand.class,
      ShowCommand.class,
      DocumentCommand.class,
      PathCommand.class,
      NetworkCommand.class,
      ExportCommand.class,
      FindingsCommand.class,
      ReviewCommand.class,
      CorrectCommand.class,
      UndoCommand.class,
      ReportCommand.class,
      ReadersCommand.class,
      WhoCanSeeCommand.class,
      AuditCommand.class,
      StatusCommand.class,
      VerifyCommand.class,
      TryCommand.class,
      LinkCommand.class,
      NamesCommand.class,
      EvalCommand.class,
      TrainCommand.class,
      TrinoCommand.class,
      HelpCommand.class
    },
    footerHeading = "%nA first look:%n",
    footer = {
      "  insight simulate --out demo --persons 300 --items 600 --seed 7",
      "  insight run --inbox demo/inbox",
      "  export INSIGHT_PURPOSE=crime-analysis INSIGHT_REASON=\"a first look\"",
      "  insight sql --as demo \"SELECT caption, records FROM curated.persons LIMIT 5\"",
      "  insight report --as demo --out demo/report",
      "",
      "Exit codes: 0 done, 2 usage, 3 input, 4 contract, 5 external (try again), 1 internal."
    })
public final class Main implements Runnable {

  /** What Java puts in the place of what it cannot decode. */
  private static final char UNREADABLE = '\ufffd';

  @Spec private CommandSpec spec;

  public static void main(String[] args) throws SparkUserAppException {
    int exit = run(args);
    if (!"cluster".equals(System.getProperty("spark.submit.deployMode"))) {
      System.exit(exit);
    }
    // YARN's application master takes a driver that ends the process, with 0 too, for one that
    // failed; this exception is how it is told the code.
    if (exit != 0) {
      throw new SparkUserAppException(exit);
    }
  }

  /** Runs a command line and gives its exit code. */
  public static int run(String... args) {
    return run(new Main(), args);
  }

  /** Runs a command line of another command, which tells its errors as this one does. */
  public static int run(Object root, String... args) {
    for (String argument : args) {
      // An encoding that is not the one that it was typed in makes another question of it.
      if (argument.indexOf(UNREADABLE) >= 0) {
        System.err.println(
            "insight: Cannot read an argument: it is not in the encoding of the locale (LC_ALL),"
                + " found "
                + OneLine.of(argument));
        return ErrorKind.USAGE.exitCode();
      }
    }
    CommandLine line =
        reading(new CommandLine(root))
            .setParameterExceptionHandler(Main::wrongUsage)
            .setExecutionExceptionHandler((e, command, result) -> failed(e, command));
    try {
      return line.execute(args);
    } catch (Error e) {
      // As that memory is full, which is no exception for picocli.
      return failed(e, line);
    }
  }

  /** Sets how arguments are read. */
  static CommandLine reading(CommandLine line) {
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        // Lines of descriptions are as long as those of the code.
        .setUsageHelpWidth(100)
        // Or a reason that begins with @ is a file of arguments, and messages quote them.
        .setExpandAtFiles(false)
        .registerConverter(LocalDate.class, Days::day)
        .registerConverter(YearMonth.class, Days::month);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Cannot run: no command given");
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println(line(e));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Help: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ErrorKind.USAGE.exitCode();
  }

  /** One line, whatever it quotes: whoever starts commands reads the last one of them. */
  static String line(Exception e) {
    return "insight: " + OneLine.shown(String.valueOf(e.getMessage()));
  }

  private static int failed(Throwable thrown, CommandLine command) {
    InsightException e = Failures.of(thrown);
    command.getErr().println(line(e));
    if (e.kind() == ErrorKind.INTERNAL) {
      // Frames only: the messages of foreign exceptions may quote the data.
      for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
        command.getErr().println("  " + t.getClass().getName());
        Arrays.stream(t.getStackTrace())
            .limit(12)
            .forEach(f -> command.getErr().println("    at " + f));
      }
      if (System.getenv("INSIGHT_DEBUG") != null) {
        thrown.printStackTrace(command.getErr());
      }
    }
    return e.kind().exitCode();
  }
}
