package org.insight.benchmarks;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.insight.cli.Common;
import org.insight.cli.TextTable;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.engine.Sessions;
import org.insight.jobs.text.translation.MarianModels;
import org.insight.jobs.text.translation.Pair;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.insight.jobs.text.translation.eval.AlignedText;
import org.insight.jobs.text.translation.eval.TranslationEvaluation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how fast sentences are translated. */
@Command(
    name = "translation",
    mixinStandardHelpOptions = true,
    description = {
      "Translates sentences by the engines of the settings, on all cores, with glossary, protected",
      "figures and guard, and prints by pair how many a second, and how many for each CPU-second of",
      "this process and of all that it starts. A hop is one direction of an engine; French to English",
      "has two. A quarter of the sentences goes before the clock, so that engines are warm.",
      "Without FILE: 400 police sentences. FILE and DIR are as those of insight eval translation."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight bench translation --first 400 ntrex")
final class BenchTranslationCommand implements Callable<Integer> {

  private static final int WARM_SHARE = 4;

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE|DIR",
      description = "Sentences in two languages or more.")
  private @Nullable Path path;

  @Option(names = "--first", paramLabel = "N", description = "Only the first N sentences.")
  private @Nullable Integer first;

  @Option(
      names = "--pair",
      paramLabel = "PAIR",
      description = "Such as fr-en; may be given more than once (default: all of the settings).")
  private List<String> wanted = new ArrayList<>();

  @Override
  public Integer call() {
    if (first != null && first < WARM_SHARE) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot measure: --first must be " + WARM_SHARE + " or more, found " + first);
    }
    Settings settings = common.settings();
    TranslationPlan plan = TranslationEvaluation.plan(settings.translation());
    if (MarianModels.has(plan)) {
      try (SparkSession spark = Sessions.open("bench", settings)) {
        MarianModels.of(plan, spark).use();
        measure(plan);
      }
    } else {
      measure(plan);
    }
    return 0;
  }

  private void measure(TranslationPlan plan) {
    AlignedText text =
        path == null
            ? AlignedText.policeTest().and(AlignedText.policeDevelopment())
            : AlignedText.of(path);
    List<Pair> pairs = TranslationEvaluation.pairs(plan, text, wanted);
    Translator translator = Translator.of(plan);
    List<List<String>> rows = new ArrayList<>();
    for (Pair pair : pairs) {
      rows.add(measured(translator, pair, sentences(text, pair)));
    }
    PrintWriter out = spec.commandLine().getOut();
    TextTable.print(
        out,
        List.of("pair", "hops", "sentences", "a second", "a CPU-second", "a CPU-second and hop"),
        rows);
    out.printf("%non %d cores%n", Runtime.getRuntime().availableProcessors());
    out.flush();
  }

  /** Each once: the translator keeps what it has made. */
  private List<String> sentences(AlignedText text, Pair pair) {
    Stream<String> sentences =
        text.sentences().getOrDefault(pair.from(), List.of()).stream().distinct();
    return (first == null ? sentences : sentences.limit(first)).toList();
  }

  private static List<String> measured(Translator translator, Pair pair, List<String> sentences) {
    int warm = sentences.size() / WARM_SHARE;
    translate(translator, pair, sentences.subList(0, warm));
    List<String> rest = sentences.subList(warm, sentences.size());
    double cpu = ProcessTree.cpuSeconds();
    long start = System.nanoTime();
    translate(translator, pair, rest);
    double seconds = (System.nanoTime() - start) / 1e9;
    double rate = rest.size() / (ProcessTree.cpuSeconds() - cpu);
    return List.of(
        pair.toString(),
        Integer.toString(translator.hops(pair)),
        Integer.toString(rest.size()),
        tenths(rest.size() / seconds),
        tenths(rate),
        tenths(rate * translator.hops(pair)));
  }

  private static void translate(Translator translator, Pair pair, List<String> sentences) {
    sentences.parallelStream().forEach(s -> translator.translate(s, pair, List.of()));
  }

  private static String tenths(double rate) {
    return String.format(Locale.ROOT, "%.1f", rate);
  }
}
