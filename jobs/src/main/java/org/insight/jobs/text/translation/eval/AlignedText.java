package org.insight.jobs.text.translation.eval;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/**
 * The same sentences in several languages, by people.
 *
 * @param sentences by language (ISO 639-1), as many of each
 */
public record AlignedText(SortedMap<String, List<String>> sentences) {

  private static final String RESOURCES = "translation/eval/";

  /** Codes of languages in names of files, as NTREX-128 has them. */
  private static final Map<String, String> CODES =
      Map.of(
          "eng", "en", "fra", "fr", "spa", "es", "arb", "ar", "en", "en", "fr", "fr", "es", "es",
          "ar", "ar");

  /** 200 police sentences that neither glossary nor rules were made from. */
  public static AlignedText policeTest() {
    return resource("police-test.tsv");
  }

  /** 200 police sentences that the rules were tried on. */
  public static AlignedText policeDevelopment() {
    return resource("police-dev.tsv");
  }

  private static AlignedText resource(String name) {
    String path = RESOURCES + name;
    try (InputStream in = AlignedText.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new InsightException(
            ErrorKind.INTERNAL, "Cannot measure translations: no resource, found " + path);
      }
      return table(name, new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The sentences of a table or a folder.
   *
   * @param path a file of tab-separated values, whose first line names the columns (of {@code fr},
   *     {@code en}, {@code es} and {@code ar} at least two; others are passed over), or a folder of
   *     files {@code NAME.LANGUAGE.txt}, a sentence a line, as NTREX-128 has them
   * @throws InsightException INPUT where it is none of these, or the sentences do not match
   */
  public static AlignedText of(Path path) {
    try {
      return Files.isDirectory(path)
          ? folder(path)
          : table(path.toString(), Files.readAllLines(path));
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure translations: no readable text in UTF-8, found " + path,
          e);
    }
  }

  private static AlignedText folder(Path folder) throws IOException {
    SortedMap<String, List<String>> sentences = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.sorted().toList();
    }
    for (Path file : files) {
      String[] parts = String.valueOf(file.getFileName()).split("\\.");
      String language =
          parts.length < 3 || !parts[parts.length - 1].equals("txt")
              ? null
              : CODES.get(parts[parts.length - 2]);
      if (language != null && sentences.put(language, Files.readAllLines(file)) != null) {
        throw bad(folder.toString(), "two files of " + language);
      }
    }
    return checked(folder.toString(), sentences);
  }

  private static AlignedText table(String name, List<String> lines) {
    List<String> columns = lines.isEmpty() ? List.of() : Arrays.asList(lines.get(0).split("\t"));
    SortedMap<String, List<String>> sentences = new TreeMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split("\t", -1);
      if (cells.length != columns.size()) {
        throw bad(name, cells.length + " columns in line " + (i + 1) + " of " + columns.size());
      }
      for (int c = 0; c < cells.length; c++) {
        if (CODES.containsValue(columns.get(c))) {
          sentences.computeIfAbsent(columns.get(c), l -> new ArrayList<>()).add(cells[c]);
        }
      }
    }
    return checked(name, sentences);
  }

  private static AlignedText checked(String name, SortedMap<String, List<String>> sentences) {
    if (sentences.size() < 2) {
      throw bad(name, "fewer than two of fr, en, es and ar");
    }
    int size = sentences.getOrDefault(sentences.firstKey(), List.of()).size();
    if (size == 0) {
      throw bad(name, "no sentence");
    }
    sentences.forEach(
        (language, lines) -> {
          if (lines.size() != size) {
            throw bad(
                name,
                lines.size()
                    + " sentences of "
                    + language
                    + " and "
                    + size
                    + " of "
                    + sentences.firstKey());
          }
        });
    return new AlignedText(sentences);
  }

  private static InsightException bad(String name, String what) {
    return new InsightException(
        ErrorKind.INPUT,
        "Cannot measure translations: the same sentences in two languages or more are needed,"
            + " found "
            + what
            + " in "
            + name);
  }

  /** Its sentences and those of another, in languages that both have. */
  public AlignedText and(AlignedText other) {
    SortedMap<String, List<String>> both = new TreeMap<>();
    sentences.forEach(
        (language, lines) -> {
          List<String> more = other.sentences.get(language);
          if (more != null) {
            both.put(language, Stream.concat(lines.stream(), more.stream()).toList());
          }
        });
    return new AlignedText(both);
  }

  /** Its first sentences. */
  public AlignedText first(int most) {
    SortedMap<String, List<String>> fewer = new TreeMap<>();
    sentences.forEach(
        (language, lines) ->
            fewer.put(language, List.copyOf(lines.subList(0, Math.min(most, lines.size())))));
    return new AlignedText(fewer);
  }
}
