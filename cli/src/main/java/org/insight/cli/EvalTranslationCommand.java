package org.insight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.insight.config.Settings;
import org.insight.engine.Sessions;
import org.insight.jobs.text.translation.MarianModels;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.insight.jobs.text.translation.eval.AlignedText;
import org.insight.jobs.text.translation.eval.GuardEvaluation;
import org.insight.jobs.text.translation.eval.TranslationEvaluation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code insight eval translation}. */
@Command(
    name = "translation",
    header = "Measures translations: chrF and BLEU, beside Apertium alone.",
    mixinStandardHelpOptions = true,
    description = {
      "Translates the sentences of a file or folder, and prints chrF and BLEU against the translations",
      "of people that stand beside them, as sacrebleu defines them. Each pair has a line of Apertium",
      "alone, and one of the engine of the settings with glossary, protected figures and guard. Names",
      "are not protected, for only a run finds them. Without FILE: 200 police sentences that neither",
      "glossary nor rules were made from.",
      "FILE is a table of tab-separated values whose first line names the columns fr, en, es or ar. DIR",
      "has files such as NAME.fra.txt, a sentence a line, as NTREX-128 has them.",
      "With --guard it fills police sentences with values by chance, translates them, and prints how",
      "many lack a value (lost), how many of these are not flagged (silent), and how many are flagged",
      "without cause (false flags)."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight eval translation",
      "  insight eval translation --pair fr-en --pair es-en --first 500 ntrex",
      "  insight eval translation --guard --sentences 10000 --seed 7"
    })
final class EvalTranslationCommand implements Callable<Integer> {

  private static final int SENTENCES = 10_000;
  private static final long SEED = 7;

  /** Lines of what was wrong that a table shows. */
  private static final int SHOWN = 10;

  @Spec private CommandSpec spec;
  @Mixin private Common common;
  @Mixin private EvalCommand.Output output;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE|DIR",
      description = "Sentences in two languages or more.")
  private @Nullable Path path;

  @Option(
      names = "--pair",
      paramLabel = "PAIR",
      description = "Such as fr-en; may be given more than once (default: all of the settings).")
  private List<String> pairs = new ArrayList<>();

  @Option(names = "--first", paramLabel = "N", description = "Only the first N sentences.")
  private @Nullable Integer first;

  @Option(names = "--guard", description = "Measure what becomes of values.")
  private boolean guard;

  @Option(
      names = "--sentences",
      paramLabel = "N",
      description = "With --guard: sentences to fill (default 10000).")
  private @Nullable Integer sentences;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "With --guard: other values for another number (default 7).")
  private @Nullable Long seed;

  @Override
  public Integer call() throws JsonProcessingException {
    if (guard && (path != null || first != null || !pairs.isEmpty())) {
      throw bad("--guard takes no FILE, --first and --pair, found one of them");
    }
    if (!guard && (sentences != null || seed != null)) {
      throw bad("--sentences and --seed are for --guard, found none");
    }
    requirePositive("--first", first);
    requirePositive("--sentences", sentences);
    Settings settings = common.settings();
    TranslationPlan plan = TranslationEvaluation.plan(settings.translation());
    if (MarianModels.has(plan)) {
      try (SparkSession spark = Sessions.open("eval", settings)) {
        MarianModels.of(plan, spark).use();
        measure(plan);
      }
    } else {
      measure(plan);
    }
    return 0;
  }

  private void measure(TranslationPlan plan) throws JsonProcessingException {
    if (guard) {
      guard(plan);
    } else {
      translations(plan);
    }
  }

  private void requirePositive(String option, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw bad(option + " must be positive, found " + value);
    }
  }

  private ParameterException bad(String why) {
    return new ParameterException(spec.commandLine(), "Cannot measure translations: " + why);
  }

  private void translations(TranslationPlan plan) throws JsonProcessingException {
    AlignedText text = path == null ? AlignedText.policeTest() : AlignedText.of(path);
    if (first != null) {
      text = text.first(first);
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (TranslationEvaluation.Score score :
        TranslationEvaluation.evaluate(
            plan, text, TranslationEvaluation.pairs(plan, text, pairs))) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("pair", score.pair().toString());
      row.put("method", score.method());
      row.put("sentences", score.sentences());
      row.put("chrf", hundredths(score.chrf()));
      row.put("bleu", hundredths(score.bleu()));
      row.put("flagged", score.flagged());
      row.put("failed", score.failed());
      rows.add(row);
    }
    output.print(rows);
    output.note(TranslationEvaluation.SIGNATURE);
    Translator.of(plan).missing().ifPresent(output::note);
  }

  private void guard(TranslationPlan plan) throws JsonProcessingException {
    GuardEvaluation.Figures figures =
        GuardEvaluation.evaluate(
            plan, sentences == null ? SENTENCES : sentences, seed == null ? SEED : seed);
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (GuardEvaluation.Score score : figures.scores()) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("pair", score.pair().toString());
      row.put("sentences", score.sentences());
      row.put("lost", score.lost());
      row.put("silent", score.silent());
      row.put("false_flags", score.falseFlags());
      row.put("negation_flags", score.negation());
      row.put("failed", score.failed());
      rows.add(row);
    }
    output.print(rows);
    figures.examples().stream().limit(SHOWN).forEach(output::note);
    Translator.of(plan).missing().ifPresent(output::note);
  }

  private static BigDecimal hundredths(double score) {
    return BigDecimal.valueOf(score).setScale(2, RoundingMode.HALF_UP);
  }
}
