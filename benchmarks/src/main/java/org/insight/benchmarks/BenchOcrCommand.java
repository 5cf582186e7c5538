package org.insight.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.insight.cli.Common;
import org.insight.cli.TextTable;
import org.insight.config.Settings;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.JobRegistry;
import org.insight.jobs.text.ocr.OcrLimits;
import org.insight.jobs.text.ocr.OcrProcesses;
import org.insight.jobs.text.ocr.PageReading;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures what is read of pictures of pages, and how fast, beside bare Tesseract. */
@Command(
    name = "ocr",
    mixinStandardHelpOptions = true,
    description = {
      "Reads the images of a folder that have their text beside them (NAME.txt, NAME.gt.txt,",
      "NAME.gold.txt, or PAGE or ALTO XML in NAME.xml) as a run would, and with the program",
      "tesseract, the first set of languages, on all cores; prints the character error rates (after NFC, runs",
      "of white space as one space; those of many pages pooled by characters), pages a second, and",
      "CPU-seconds a page without the start of the processes that read."
    },
    footerHeading = "%nExample:%n",
    footer = "  insight bench ocr scans --languages fra")
final class BenchOcrCommand implements Callable<Integer> {

  private static final List<String> IMAGES = List.of(".png", ".jpg", ".jpeg", ".tif", ".tiff");
  private static final List<String> TRUTHS = List.of(".txt", ".gt.txt", ".gold.txt", ".xml");

  @Spec private CommandSpec spec;
  @Mixin private Common common;

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders of images and texts.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--languages",
      paramLabel = "SETS",
      description = "In place of the setting ocr.languages.")
  private @Nullable String languages;

  /** A picture and what is written on it. */
  private record Page(Path image, Path truth) {}

  /**
   * What was read.
   *
   * @param texts in the order of the pages
   * @param seconds of them all
   * @param cpuSeconds of them all, on all cores
   */
  private record Read(List<String> texts, double seconds, double cpuSeconds) {}

  /**
   * What one call of the program tesseract gave.
   *
   * @param texts in the order of its images
   */
  private record Output(List<String> texts, double cpuSeconds) {}

  @Override
  public Integer call() throws IOException {
    Settings settings = common.settings();
    OcrLimits set = JobRegistry.ocr(settings);
    OcrLimits limits =
        languages == null
            ? set
            : OcrLimits.of(
                languages, set.maxSeconds(), set.memoryMb(), set.maxPages(), set.tasks());
    if (!limits.reads()) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot measure OCR: no languages, found ocr.languages empty");
    }
    List<Page> pages = pages();
    int cores = Runtime.getRuntime().availableProcessors();
    // Started before the clock: a run starts them once for all its pages.
    ours(limits, pages.subList(0, Math.min(cores, pages.size())), cores);
    Read ours = ours(limits, pages, cores);
    Read bare = bare(limits.languages().get(0), pages, cores);
    print(pages, ours, bare, cores);
    return 0;
  }

  private List<Page> pages() throws IOException {
    List<Page> pages = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw new InsightException(
            ErrorKind.INPUT, "Cannot measure OCR: no such folder, found " + folder);
      }
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          String name = String.valueOf(file.getFileName());
          for (String ending : IMAGES) {
            if (name.toLowerCase(Locale.ROOT).endsWith(ending)) {
              String stem = name.substring(0, name.length() - ending.length());
              TRUTHS.stream()
                  .map(truth -> file.resolveSibling(stem + truth))
                  .filter(Files::isRegularFile)
                  .findFirst()
                  .ifPresent(truth -> pages.add(new Page(file, truth)));
            }
          }
        }
      }
    }
    if (pages.isEmpty()) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure OCR: no image with its text beside it, found none in " + folders);
    }
    return pages;
  }

  private static Read ours(OcrLimits limits, List<Page> pages, int cores) {
    double before = cpuOfWorkers();
    long start = System.nanoTime();
    List<String> texts =
        onAllCores(
            cores,
            pages,
            page -> {
              byte[] bytes = Files.readAllBytes(page.image());
              PageReading reading =
                  OcrProcesses.read(limits, bytes, mediaType(page.image()), List.of(1)).get(0);
              return reading.text();
            });
    return new Read(texts, (System.nanoTime() - start) / 1e9, cpuOfWorkers() - before);
  }

  /** Of the processes that read pages, which live on when they have read. */
  private static double cpuOfWorkers() {
    return ProcessHandle.current()
        .descendants()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToDouble(cpu -> cpu.toNanos() / 1e9)
        .sum();
  }

  private static String mediaType(Path image) {
    String name = image.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".tif") || name.endsWith(".tiff") ? "image/tiff" : "image/other";
  }

  /** One process a core, which loads its languages once for all its pages. */
  private static Read bare(String set, List<Page> pages, int cores) {
    List<List<Page>> shares = new ArrayList<>();
    for (int i = 0; i < Math.min(cores, pages.size()); i++) {
      List<Page> share = new ArrayList<>();
      for (int p = i; p < pages.size(); p += cores) {
        share.add(pages.get(p));
      }
      shares.add(share);
    }
    long start = System.nanoTime();
    Map<Page, String> read = new HashMap<>();
    List<Output> outputs = onAllCores(cores, shares, share -> tesseract(set, share));
    double seconds = (System.nanoTime() - start) / 1e9;
    for (int i = 0; i < shares.size(); i++) {
      for (int p = 0; p < shares.get(i).size(); p++) {
        read.put(shares.get(i).get(p), outputs.get(i).texts().get(p));
      }
    }
    return new Read(
        pages.stream().map(page -> read.getOrDefault(page, "")).toList(),
        seconds,
        outputs.stream().mapToDouble(Output::cpuSeconds).sum());
  }

  private static Output tesseract(String set, List<Page> pages)
      throws IOException, InterruptedException {
    Path list = Files.createTempFile("bench-ocr", ".txt");
    Path times = Files.createTempFile("bench-ocr", ".times");
    Files.write(
        list, pages.stream().map(page -> page.image().toAbsolutePath().toString()).toList());
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                "tesseract \"$1\" - -l \"$2\" 2> /dev/null; rc=$?; times >&2; exit $rc",
                "sh",
                list.toString(),
                set)
            .redirectError(times.toFile());
    builder.environment().put("OMP_THREAD_LIMIT", "1");
    try {
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new InsightException(
            ErrorKind.EXTERNAL,
            "Cannot measure OCR: the program tesseract failed, found " + process.exitValue());
      }
      return new Output(texts(out, pages.size()), cpuSeconds(Files.readString(times)));
    } finally {
      Files.delete(list);
      Files.delete(times);
    }
  }

  /**
   * User and system time of a shell's children.
   *
   * @param times as {@code times} of POSIX sh prints them: {@code 0m1.23s 0m0.04s}, those of the
   *     children on the second line
   */
  static double cpuSeconds(String times) {
    String[] lines = times.split("\n");
    if (lines.length < 2) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot measure OCR: sh gives no times, found " + lines.length);
    }
    double seconds = 0;
    for (String time : lines[lines.length - 1].trim().split(" ")) {
      int minutes = time.indexOf('m');
      seconds +=
          60 * Double.parseDouble(time.substring(0, minutes))
              + Double.parseDouble(time.substring(minutes + 1, time.length() - 1));
    }
    return seconds;
  }

  /**
   * The text of each of so many images.
   *
   * @param out with a form feed between pages, or after each
   * @throws InsightException INPUT where it is not of so many pages: of an image of several, as of
   *     one that was passed over, the texts behind would be held against other images' truths
   */
  static List<String> texts(String out, int images) {
    List<String> texts = new ArrayList<>(Arrays.asList(out.split("\f", -1)));
    if (texts.size() == images + 1 && texts.get(images).isBlank()) {
      texts.remove(images);
    }
    if (texts.size() != images) {
      int pages = out.endsWith("\f") ? texts.size() - 1 : texts.size();
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure OCR: bare Tesseract must read one page of each image, found "
              + pages
              + " of "
              + images);
    }
    return texts;
  }

  private interface Work<T, R> {
    R of(T what) throws IOException, InterruptedException;
  }

  private static <T, R> List<R> onAllCores(int cores, List<T> all, Work<T, R> work) {
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    try {
      List<Future<R>> futures = new ArrayList<>();
      for (T each : all) {
        futures.add(threads.submit(() -> work.of(each)));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InsightException known) {
        throw known;
      }
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot measure OCR: a page or program cannot be read", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void print(List<Page> pages, Read ours, Read bare, int cores) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<List<String>> lines = new ArrayList<>();
    CharacterErrorRate.Score sumOfOurs = new CharacterErrorRate.Score(0, 0);
    CharacterErrorRate.Score sumOfBare = new CharacterErrorRate.Score(0, 0);
    for (int i = 0; i < pages.size(); i++) {
      String truth = CharacterErrorRate.truth(pages.get(i).truth());
      CharacterErrorRate.Score our = CharacterErrorRate.score(truth, ours.texts().get(i));
      CharacterErrorRate.Score their = CharacterErrorRate.score(truth, bare.texts().get(i));
      sumOfOurs = sumOfOurs.plus(our);
      sumOfBare = sumOfBare.plus(their);
      lines.add(line(String.valueOf(pages.get(i).image().getFileName()), our, their));
    }
    lines.add(line("all", sumOfOurs, sumOfBare));
    TextTable.print(out, List.of("page", "characters", "error rate", "of bare Tesseract"), lines);
    out.printf(
        Locale.ROOT,
        "%n%d pages on %d cores: %.2f pages/s, bare Tesseract %.2f pages/s, ratio %.2f%n",
        pages.size(),
        cores,
        pages.size() / ours.seconds(),
        pages.size() / bare.seconds(),
        bare.seconds() / ours.seconds());
    out.printf(
        Locale.ROOT,
        "CPU-seconds a page: %.2f, bare Tesseract %.2f, ratio %.2f%n",
        ours.cpuSeconds() / pages.size(),
        bare.cpuSeconds() / pages.size(),
        ours.cpuSeconds() / bare.cpuSeconds());
    out.flush();
  }

  private static List<String> line(
      String page, CharacterErrorRate.Score our, CharacterErrorRate.Score their) {
    return List.of(
        page,
        String.format(Locale.ROOT, "%,d", our.truthLength()),
        String.format(Locale.ROOT, "%.4f", our.rate()),
        String.format(Locale.ROOT, "%.4f", their.rate()));
  }
}
