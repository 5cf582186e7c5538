package org.insight.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.ocr.TesseractOCRConfig;
import org.apache.tika.sax.BodyContentHandler;
import org.insight.cli.Common;
import org.insight.cli.TextTable;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.landing.Arrival;
import org.insight.jobs.landing.ItemReader;
import org.insight.jobs.landing.Outcome;
import org.insight.jobs.landing.PolicyFinder;
import org.insight.jobs.landing.extract.ReadingLimits;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how fast files are read, beside bare Tika. */
@Command(
    name = "extract",
    mixinStandardHelpOptions = true,
    description = {
      "Reads the files of folders as landing does (processes of their own, policies, ids, every",
      "member an item), and with bare Tika in this process (AutoDetectParser, no OCR, members",
      "parsed in place), in as many threads, by turns; prints files a second of each, and where",
      "the time goes by media type."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight bench extract documents --rounds 3")
final class BenchExtractCommand implements Callable<Integer> {

  private static final String POLICY = "{source: none, purposes: [investigation]}";

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders of files.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Rounds after a first one that does not count. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "So many files at a time. Default: one for each core.")
  private @Nullable Integer threads;

  /** As many media types are printed, those that take longest. */
  private static final int TYPES = 15;

  /**
   * What a reader made of all files.
   *
   * @param unread files of which nothing could be read, or items in the case of landing
   * @param late files that did not end in time
   * @param byType seconds of all threads together, by media type
   */
  private record Round(
      double seconds, long items, long unread, long late, Map<String, Double> byType) {}

  /** What landing found each file to be. */
  private final Map<Path, String> types = new ConcurrentHashMap<>();

  @Override
  public Integer call() throws IOException {
    Settings settings = common.settings();
    if (rounds < 1) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: --rounds must be positive, found " + rounds);
    }
    ReadingLimits limits = JobRegistry.limits(settings);
    List<Path> files = files();
    int together = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (together < 1) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure: --threads must be positive, found " + together);
    }
    AutoDetectParser parser = new AutoDetectParser();
    ours(limits, files, together);
    bare(parser, limits, files, together);
    List<Round> ours = new ArrayList<>();
    List<Round> bare = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      ours.add(ours(limits, files, together));
      bare.add(bare(parser, limits, files, together));
    }
    print(files.size(), together, ours, bare);
    return 0;
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new InsightException(
            ErrorKind.INPUT, "Cannot measure: no such folder, found " + folder);
      }
      try (Stream<Path> found = Files.walk(folder)) {
        found.filter(Files::isRegularFile).sorted().forEach(files::add);
      }
    }
    if (files.isEmpty()) {
      throw new InsightException(ErrorKind.INPUT, "Cannot measure: no files in " + folders);
    }
    return files;
  }

  private Round ours(ReadingLimits limits, List<Path> files, int threads) {
    ItemReader reader = new ItemReader(limits, JobRegistry.mappings());
    return together(
        files,
        threads,
        Integer.MAX_VALUE,
        file -> {
          List<Arrival> arrivals =
              reader.read(
                  String.valueOf(file.getFileName()),
                  () -> Files.newInputStream(file),
                  new PolicyFinder(path -> null, POLICY));
          long unread = arrivals.stream().filter(a -> a.outcome() != Outcome.READ).count();
          String type = arrivals.get(0).mediaType();
          types.put(file, type == null ? "not recognised" : type);
          return new long[] {arrivals.size(), unread};
        });
  }

  private Round bare(AutoDetectParser parser, ReadingLimits limits, List<Path> files, int threads) {
    return together(
        files,
        threads,
        limits.maxSeconds(),
        file -> {
          ParseContext context = new ParseContext();
          TesseractOCRConfig none = new TesseractOCRConfig();
          none.setSkipOcr(true);
          context.set(TesseractOCRConfig.class, none);
          context.set(Parser.class, parser);
          try (TikaInputStream in = TikaInputStream.get(file)) {
            parser.parse(
                in, new BodyContentHandler(limits.maxTextCharacters()), new Metadata(), context);
            return new long[] {1, 0};
          } catch (IOException | SAXException | TikaException | RuntimeException e) {
            return new long[] {1, 1};
          } catch (StackOverflowError | OutOfMemoryError | LinkageError e) {
            return new long[] {1, 1};
          }
        });
  }

  private interface Reading {
    /** Items, and those of them that were not read. */
    long[] of(Path file);
  }

  private Round together(List<Path> files, int threads, int maxSeconds, Reading reading) {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(null, work, "bench", 4L << 20);
              thread.setDaemon(true);
              return thread;
            });
    try {
      long start = System.nanoTime();
      List<Future<long[]>> all = new ArrayList<>();
      Map<String, Double> byType = new ConcurrentHashMap<>();
      for (Path file : files) {
        all.add(
            pool.submit(
                () -> {
                  long began = System.nanoTime();
                  try {
                    return reading.of(file);
                  } finally {
                    double took = (System.nanoTime() - began) / 1e9;
                    byType.merge(types.getOrDefault(file, ""), took, Double::sum);
                  }
                }));
      }
      long items = 0;
      long unread = 0;
      long late = 0;
      for (Future<long[]> one : all) {
        try {
          long[] counts = one.get(maxSeconds, TimeUnit.SECONDS);
          items += counts[0];
          unread += counts[1];
        } catch (TimeoutException e) {
          // The thread is lost to it, as it would be in an executor.
          late++;
        }
      }
      return new Round((System.nanoTime() - start) / 1e9, items, unread, late, byType);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a reader failed", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private void print(int files, int threads, List<Round> ours, List<Round> bare) {
    PrintWriter out = spec.commandLine().getOut();
    List<List<String>> lines = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      lines.add(line(i + 1, "landing", files, ours.get(i)));
      lines.add(line(i + 1, "bare Tika", files, bare.get(i)));
    }
    TextTable.print(
        out, List.of("round", "reader", "seconds", "files/s", "items", "unread", "late"), lines);
    printTypes(out, ours, bare);
    double our = ours.stream().mapToDouble(Round::seconds).sum();
    double their = bare.stream().mapToDouble(Round::seconds).sum();
    out.printf(
        Locale.ROOT,
        "%n%,d files, %d at a time: %.1f files/s, bare Tika %.1f files/s, ratio %.2f%n",
        files,
        threads,
        files * ours.size() / our,
        files * bare.size() / their,
        their / our);
    out.flush();
  }

  private void printTypes(PrintWriter out, List<Round> ours, List<Round> bare) {
    Map<String, Double> our = byType(ours);
    Map<String, Double> their = byType(bare);
    Map<String, Long> files =
        types.values().stream().collect(Collectors.groupingBy(t -> t, Collectors.counting()));
    List<List<String>> lines =
        our.entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .limit(TYPES)
            .map(
                e -> {
                  double beside = their.getOrDefault(e.getKey(), 0.0);
                  return List.of(
                      e.getKey(),
                      Long.toString(files.getOrDefault(e.getKey(), 0L)),
                      String.format(Locale.ROOT, "%.2f", e.getValue()),
                      String.format(Locale.ROOT, "%.2f", beside),
                      String.format(Locale.ROOT, "%.2f", beside / e.getValue()));
                })
            .toList();
    out.printf("%nSeconds a round, of all threads together, by what landing found it to be:%n");
    TextTable.print(out, List.of("media type", "files", "landing", "bare Tika", "ratio"), lines);
  }

  private static Map<String, Double> byType(List<Round> rounds) {
    Map<String, Double> sum = new HashMap<>();
    for (Round round : rounds) {
      round
          .byType()
          .forEach((type, seconds) -> sum.merge(type, seconds / rounds.size(), Double::sum));
    }
    return sum;
  }

  private static List<String> line(int round, String reader, int files, Round of) {
    return List.of(
        Integer.toString(round),
        reader,
        String.format(Locale.ROOT, "%.1f", of.seconds()),
        String.format(Locale.ROOT, "%.1f", files / of.seconds()),
        String.format(Locale.ROOT, "%,d", of.items()),
        String.format(Locale.ROOT, "%,d", of.unread()),
        String.format(Locale.ROOT, "%,d", of.late()));
  }
}
