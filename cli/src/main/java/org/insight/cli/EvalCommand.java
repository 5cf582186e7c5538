package org.insight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.insight.core.OneLine;
import org.insight.engine.Sessions;
import org.insight.jobs.mentions.NameEvaluation;
import org.insight.jobs.mentions.NamesCard;
import org.insight.jobs.mentions.SimulatedNameEvaluation;
import org.insight.jobs.mentions.places.PlaceEvaluation;
import org.insight.jobs.mentions.times.TimeEvaluation;
import org.insight.simulate.SimulationPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures what is read in texts and translated, against files made by people. */
@Command(
    name = "eval",
    header = "Measures names, places, times and translations.",
    mixinStandardHelpOptions = true,
    description =
        "Measures what the platform reads in texts, and translates, against files made by people,"
            + " without a lake.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EvalCommand.Ner.class,
      EvalCommand.Places.class,
      EvalCommand.Times.class,
      EvalTranslationCommand.class
    })
final class EvalCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Cannot run: no command given");
  }

  /** How to print. */
  enum Format {
    TABLE,
    JSON
  }

  /** {@code insight eval ner}. */
  @Command(
      name = "ner",
      header = "Measures names of persons, places and organisations.",
      mixinStandardHelpOptions = true,
      description = {
        "Reads files of words and labels: the first and the last column, parted by blanks or tabs;",
        "an empty line ends a sentence. Labels are O, and B- or I- before PER, LOC or ORG. A name is",
        "right if its span and its kind are (strict F1). Prints the scores of the names model alone,",
        "and of the model with the rules, as in mentions.names.",
        "With --simulated it measures the texts of an inbox of insight simulate in place of files, by",
        "language, kind, script and origin of the name. --card writes these figures into a page."
      },
      footerHeading = "%nExample:%n",
      footer = {
        "  insight eval ner --language fr fr.dev",
        "  insight simulate --out held --persons 300 --items 300 --seed 7 --wordings held-out",
        "  insight eval ner --simulated held --card docs/model-cards/names.md"
      })
  static final class Ner implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private Common common;
    @Mixin private Output output;

    @Option(
        names = "--language",
        paramLabel = "fr|en|es|ar",
        description = "Language of the files.")
    private @Nullable String language;

    @Option(
        names = "--simulated",
        paramLabel = "DIR",
        description = "Folder that insight simulate wrote, in place of files.")
    private @Nullable Path simulated;

    @Option(
        names = "--card",
        paramLabel = "FILE",
        description = "Page with two marks, between which the figures are written.")
    private @Nullable Path card;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Labelled words.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() throws JsonProcessingException {
      if (simulated != null) {
        if (language != null || !files.isEmpty()) {
          throw new ParameterException(
              spec.commandLine(),
              "Cannot measure: --simulated takes no --language and no FILE, found one of them");
        }
        output.print(simulated(simulated));
        return 0;
      }
      if (language == null || files.isEmpty() || card != null) {
        throw new ParameterException(
            spec.commandLine(),
            "Cannot measure: needs --simulated with or without --card, or --language with FILEs,"
                + " found neither");
      }
      requireKnown(spec, language);
      output.print(labelled(language));
      return 0;
    }

    private List<Map<String, @Nullable Object>> simulated(Path folder) {
      SimulatedNameEvaluation.Figures figures;
      try (SparkSession spark = Sessions.open("eval", common.settings())) {
        figures = SimulatedNameEvaluation.evaluate(spark, folder, SimulationPlan.originsOfNames());
      }
      if (card != null) {
        NamesCard.write(card, figures);
      }
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      for (SimulatedNameEvaluation.Score score : figures.scores()) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("method", score.method());
        row.put("by", score.by());
        row.put("group", score.group());
        row.put("true_names", score.truth());
        row.put("found_names", score.found());
        row.put("right_names", score.right());
        rows.add(shares(row, score.precision(), score.recall(), score.f1()));
      }
      return rows;
    }

    private List<Map<String, @Nullable Object>> labelled(String language) {
      List<NameEvaluation.Score> scores;
      try (SparkSession spark = Sessions.open("eval", common.settings())) {
        scores = NameEvaluation.evaluate(spark, files, language);
      }
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      for (NameEvaluation.Score score : scores) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("method", score.method());
        row.put("kind", score.kind());
        row.put("words", score.words());
        row.put("true_names", score.truth());
        row.put("found_names", score.found());
        row.put("right_names", score.right());
        rows.add(shares(row, score.precision(), score.recall(), score.f1()));
      }
      return rows;
    }
  }

  /** {@code insight eval places}. */
  @Command(
      name = "places",
      header = "Measures where places lie, beside the most populous place of each name.",
      mixinStandardHelpOptions = true,
      description = {
        "Reads JSON lines: text, language, optionally country (ISO, of the source), and spans with",
        "begin and end (UTF-16 units), latitude and longitude. The spans are given, so that only the",
        "choice among places of one name is measured. Prints how many have a place, how many of all",
        "and of these lie at most 161 km from the true one, and the median error of these."
      },
      footerHeading = "%nExample:%n",
      footer = "  insight eval places news.jsonl")
  static final class Places implements Callable<Integer> {

    @Mixin private Output output;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Texts with their places.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() throws JsonProcessingException {
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      for (PlaceEvaluation.Score score : PlaceEvaluation.evaluate(files)) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("method", score.method());
        row.put("spans", score.spans());
        row.put("found", score.found());
        row.put("recall", share(score.recall()));
        row.put("near_of_all", share(score.near() / (double) score.spans()));
        row.put("near_of_found", share(score.accuracy()));
        row.put("median_km", share(score.medianKilometres()));
        rows.add(row);
      }
      output.print(rows);
      return 0;
    }
  }

  /** {@code insight eval times}. */
  @Command(
      name = "times",
      header = "Measures times: their spans and their values.",
      mixinStandardHelpOptions = true,
      description = {
        "Reads documents of TimeML (.tml), whose times are TIMEX3 elements, as in TimeBank and",
        "TempEval-3. Reads JSON lines from any other file: text, language, optionally date (of the",
        "document), and spans with begin and end (UTF-16 units), value and optionally type, both as",
        "in TIMEX3. Prints, by language, how many spans are right (strict), how many overlap a",
        "right one (relaxed), and of these the share whose value is right."
      },
      footerHeading = "%nExample:%n",
      footer = "  insight eval times --language en news/*.tml")
  static final class Times implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private Output output;

    @Option(
        names = "--language",
        paramLabel = "fr|en|es|ar",
        description = "Language of the documents of TimeML, which do not tell theirs.")
    private @Nullable String language;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Texts with their times.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() throws JsonProcessingException {
      if (language != null) {
        requireKnown(spec, language);
      }
      List<Map<String, @Nullable Object>> rows = new ArrayList<>();
      for (TimeEvaluation.Score score : TimeEvaluation.evaluate(files, language)) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("language", score.language());
        row.put("types", score.types());
        row.put("texts", score.texts());
        row.put("true_times", score.truth());
        row.put("found_times", score.found());
        row.put("strict_precision", share(score.precision(score.strict())));
        row.put("strict_recall", share(score.recall(score.strict())));
        row.put("strict_f1", share(score.f1(score.strict())));
        row.put("relaxed_precision", share(score.precision(score.relaxed())));
        row.put("relaxed_recall", share(score.recall(score.relaxed())));
        row.put("relaxed_f1", share(score.f1(score.relaxed())));
        row.put("value_accuracy", share(score.valueAccuracy()));
        rows.add(row);
      }
      output.print(rows);
      return 0;
    }
  }

  private static Map<String, @Nullable Object> shares(
      Map<String, @Nullable Object> row,
      @Nullable Double precision,
      @Nullable Double recall,
      @Nullable Double f1) {
    row.put("precision", share(precision));
    row.put("recall", share(recall));
    row.put("f1", share(f1));
    return row;
  }

  private static void requireKnown(CommandSpec spec, String language) {
    if (!List.of("fr", "en", "es", "ar").contains(language)) {
      throw new ParameterException(
          spec.commandLine(),
          "Cannot measure: --language must be fr, en, es or ar, found " + language);
    }
  }

  /** To four decimals; null if there is nothing to share. */
  private static @Nullable Double share(@Nullable Double share) {
    return share == null || Double.isNaN(share) ? null : Math.round(share * 1e4) / 1e4;
  }

  /** The rows of an answer, as the user wants them. */
  static final class Output {

    /** The command that was called. */
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
        names = "--format",
        defaultValue = "table",
        paramLabel = "table|json",
        description = "table for people, json for programs (default ${DEFAULT-VALUE}).")
    private Format format;

    void print(List<Map<String, @Nullable Object>> rows) throws JsonProcessingException {
      PrintWriter out = spec.commandLine().getOut();
      switch (format) {
        case TABLE ->
            TextTable.print(
                out,
                rows.get(0).keySet().stream().map(key -> key.replace('_', ' ')).toList(),
                rows.stream()
                    .map(row -> row.values().stream().map(Output::shown).toList())
                    .toList());
        case JSON ->
            out.println(
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(rows));
      }
      out.flush();
    }

    /** A line below the table; programs get rows alone. */
    void note(String line) {
      if (format == Format.TABLE) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(OneLine.shown(line));
        out.flush();
      }
    }

    private static String shown(@Nullable Object value) {
      return value == null
          ? "-"
          : value instanceof Double share
              ? String.format(Locale.ROOT, "%.4f", share)
              : value.toString();
    }
  }
}
